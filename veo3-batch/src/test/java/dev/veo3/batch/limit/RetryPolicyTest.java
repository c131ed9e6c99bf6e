// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import dev.veo3.batch.limit.RetryPolicy.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RetryPolicyTest {
    private static final Failure NOT_SENT = new Failure.NotSent();

    private static RandomGenerator always(double fraction) {
        return () -> (long) (fraction * 0x1p53) << 11;
    }

    @Test
    void nothingIsTriedAgainUnlessAskedFor() {
        assertThat(RetryPolicy.none().attempts()).isEqualTo(1);
        assertThat(RetryPolicy.none().retryAfter(NOT_SENT, 1, always(0))).isEmpty();
    }

    @Test
    void aJobHasSoManyAttemptsAndNoMore() {
        RetryPolicy policy = RetryPolicy.attempts(3);

        assertThat(policy.retryAfter(NOT_SENT, 1, always(0))).isPresent();
        assertThat(policy.retryAfter(NOT_SENT, 2, always(0))).isPresent();
        assertThat(policy.retryAfter(NOT_SENT, 3, always(0))).isEmpty();
        assertThat(policy.retryAfter(NOT_SENT, 99, always(0))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,0,PT2.5S", "1,0.5,PT3.75S", "2,0,PT5S", "3,0,PT10S", "4,0,PT20S", "5,0,PT40S", "6,0,PT80S",
        "7,0,PT150S",
        "8,0.5,PT225S", "99,0,PT150S", "2147483646,0,PT150S"})
    void halfOfTheBackoffIsCertainAndTheOtherHalfIsChance(int attempt, double chance, Duration expected) {
        assertThat(RetryPolicy.attempts(Integer.MAX_VALUE).retryAfter(NOT_SENT, attempt, always(chance)))
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"INTERNAL,true", "UNAVAILABLE,true", "RESOURCE_EXHAUSTED,true", "ABORTED,true",
        "DEADLINE_EXCEEDED,true",
        "UNKNOWN,true", "INVALID_ARGUMENT,false", "PERMISSION_DENIED,false", "NOT_FOUND,false", "'',false"})
    void anOperationThatFailedByTheServicesFaultIsTriedAgain(String code, boolean again) {
        Failure failure = new Failure.OperationFailed(code);

        assertThat(RetryPolicy.attempts(2).retryAfter(failure, 1, always(0)).isPresent()).isEqualTo(again);
    }

    @Test
    void aRefusalIsTriedAgainOnlyWhereItsStatusOrCodeIsNamed() {
        Failure refusal = new Failure.Refused(403, "PERMISSION_DENIED");

        assertThat(RetryPolicy.attempts(2).retryAfter(refusal, 1, always(0))).isEmpty();
        assertThat(policy(Set.of(403), Set.of()).retryAfter(refusal, 1, always(0))).isPresent();
        assertThat(policy(Set.of(), Set.of("PERMISSION_DENIED")).retryAfter(refusal, 1, always(0))).isPresent();
        assertThat(policy(Set.of(404), Set.of("NOT_FOUND")).retryAfter(refusal, 1, always(0))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 408, 409, 429, 500, 502, 503, 504})
    void whatTheServiceMayHaveAcceptedCannotBeNamed(int status) {
        assertThatThrownBy(() -> policy(Set.of(status), Set.of()))
                .hasMessageStartingWith("HTTP " + status + " is no refusal that may be retried");
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> RetryPolicy.attempts(0)).hasMessage("A job is submitted at least once, not 0 times");
        assertThatThrownBy(() -> new RetryPolicy(2, Set.of(), Set.of(), Duration.ofSeconds(-1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                () -> new RetryPolicy(2, Set.of(), Set.of(), Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBackoffOfNothingIsNothing() {
        RetryPolicy policy = new RetryPolicy(2, Set.of(), Set.of(), Duration.ZERO, Duration.ZERO);

        assertThat(policy.retryAfter(NOT_SENT, 1, always(0.9))).isEqualTo(Optional.of(Duration.ZERO));
    }

    private static RetryPolicy policy(Set<Integer> statuses, Set<String> codes) {
        return new RetryPolicy(2, statuses, codes, Duration.ofSeconds(1), Duration.ofMinutes(1));
    }
}
