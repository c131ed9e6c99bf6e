// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FaultTextTest {

    static Stream<Arguments> rules() {
        Duration second = Duration.ofSeconds(1);
        return Stream.of(Arguments.of("submit:503", FaultRule.onSubmit(Fault.status(503))),
                Arguments.of("poll:500:array", FaultRule.onPoll(new Fault.Status(500, true))),
                Arguments.of("submit:408", FaultRule.onSubmit(Fault.status(408))),
                Arguments.of("submit:429", FaultRule.onSubmit(Fault.tooManyRequests())),
                Arguments.of("submit:429:retry-after=1s:retry-info=1s",
                        FaultRule.onSubmit(Fault.tooManyRequests(second))),
                Arguments.of("submit:429:retry-info=1000ms",
                        FaultRule.onSubmit(new Fault.TooManyRequests(Optional.empty(), Optional.of(second)))),
                Arguments.of("submit:first=2:reset-before-body",
                        FaultRule.onSubmit(new Fault.ResetBeforeBody()).first(2)),
                Arguments.of("poll:nth=3:reset-after-body", FaultRule.onPoll(new Fault.ResetAfterBody()).nth(3)),
                Arguments.of("download:rate=0.25:seed=7:stall",
                        FaultRule.onDownload(new Fault.Stall()).rate(0.25, 7)),
                Arguments.of("poll:rate=1:late=1s", FaultRule.onPoll(new Fault.Late(second)).rate(1, 0)),
                Arguments.of("download:job=a:slow=1000", FaultRule.onDownload(new Fault.Slow(1000)).job("a")),
                Arguments.of("poll:prompt=a cat:cut=10",
                        FaultRule.onPoll(new Fault.CutMidBody(10)).promptContains("a cat")),
                Arguments.of("submit:reply-lost", FaultRule.onSubmit(new Fault.ReplyLostAfterAcceptance())),
                Arguments.of("submit:reset-after-acceptance", FaultRule.onSubmit(new Fault.ResetAfterAcceptance())),
                Arguments.of("submit:retired", FaultRule.onSubmit(new Fault.ModelRetired())),
                Arguments.of("submit:filtered", FaultRule.onSubmit(new Fault.Filtered("64151117"))),
                Arguments.of("submit:filtered:code=61493863", FaultRule.onSubmit(new Fault.Filtered("61493863"))),
                Arguments.of("submit:partly-filtered=2",
                        FaultRule.onSubmit(new Fault.PartlyFiltered(2, "64151117"))),
                Arguments.of("submit:empty", FaultRule.onSubmit(new Fault.DoneWithoutResponse())),
                Arguments.of("submit:error=8:message=No room",
                        FaultRule.onSubmit(new Fault.OperationError(8, "No room"))),
                Arguments.of("download:truncated=50", FaultRule.onDownload(new Fault.Truncated(50))),
                Arguments.of("download:redirect", FaultRule.onDownload(new Fault.RedirectToOtherHost())));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyFaultCanBeWritten(String text, FaultRule rule) {
        assertThat(FaultRule.parse(text)).isEqualTo(rule);
    }

    @Test
    void theListHasEveryFaultThatThereIs() {
        Stream<Class<?>> written = rules().map(rule -> ((FaultRule) rule.get()[1]).fault().getClass());

        assertThat(written.distinct().toList()).containsExactlyInAnyOrderElementsOf(
                Stream.of(Fault.class.getDeclaredClasses()).filter(Class::isRecord).toList());
    }

    @ParameterizedTest
    @CsvSource({"'', begins with submit", "start:503, begins with submit", "submit, names no fault",
        "submit:first=2, names no fault", "submit:200, no fault \"200\"", "submit:lost, no fault \"lost\"",
        "submit:503:503, stands there twice", "submit:503:soon, \"soon\" has no meaning",
        "submit:first=1:nth=2:503, exclude each other", "submit:job=a:prompt=b:503, exclude each other",
        "submit:nth=x:503, no whole number", "submit:rate=x:503, no number", "submit:rate=2:503, from 0 to 1",
        "submit:first=0:503, counted from 1", "submit:slow=0, one byte", "submit:late=soon, written like",
        "submit:redirect, onDownload", "poll:filtered, onSubmit", "submit:filtered:code=7, eight digits",
        "submit:job=a:reset-before-body, every request", "download:truncated=100, 0 to 99", "poll:cut=-1, -1 bytes"})
    void whatIsWrittenOtherwiseIsRefused(String text, String message) {
        assertThatThrownBy(() -> FaultRule.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aRateStrikesItsShareAndTheSameNumbersForTheSameSeed() {
        FaultRule rule = FaultRule.parse("submit:rate=0.2:seed=1:503");
        FaultRule other = FaultRule.parse("submit:rate=0.2:seed=2:503");
        int struck = 0;
        int same = 0;
        for (int i = 1; i <= 10_000; i++) {
            assertThat(rule.strikes(i)).isEqualTo(FaultRule.onSubmit(Fault.status(503)).rate(0.2, 1).strikes(i));
            struck += rule.strikes(i) ? 1 : 0;
            same += rule.strikes(i) && other.strikes(i) ? 1 : 0;
        }

        assertThat(struck).isBetween(1_900, 2_100);
        assertThat(same).isBetween(300, 500);
    }
}
