// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.tune;

import dev.veo3.batch.metrics.Bottleneck.Cause;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which of the levels that were tried is recommended, and why. */
class TuningTest {
    private static final int JOBS = 60;

    @Test
    void theFewestAtOnceThatAreAsFastAsAnyAreRecommended() {
        Tuning tuning = Tuning.of(List.of(level(1, 60, 0), level(2, 31, 0), level(4, 16, 0), level(8, 15.8, 0)),
                Optional.empty());

        assertThat(tuning.recommended()).hasValue(4);
        assertThat(tuning.best()).contains(tuning.levels().get(2));
        assertThat(tuning.bottleneck()).contains(Cause.SERVICE_TIME);
        assertThat(tuning.reason())
                .startsWith("With 8 at once it was not faster by more than 5 %. What held it up most was"
                        + " service time.");
    }

    @Test
    void aLevelThatTheServiceRefusesOftenIsNotRecommendedForALittleMore() {
        Tuning tuning = Tuning.of(List.of(level(1, 60, 0), level(4, 16, 0), level(8, 12, 20)), Optional.empty());

        assertThat(tuning.recommended()).hasValue(4);
        assertThat(tuning.reason()).isEqualTo(
                "With 8 at once the service refused 20 submissions: its quota is used up in between.");
    }

    @Test
    void aLevelThatIsRefusedButTwiceAsFastIsRecommended() {
        assertThat(Tuning.of(List.of(level(1, 60, 0), level(8, 12, 20)), Optional.empty()).recommended()).hasValue(8);
    }

    @Test
    void whenTheLastLevelIsTheFastestThereMayBeMore() {
        assertThat(Tuning.of(List.of(level(1, 60, 0), level(2, 30, 0)), Optional.empty()).reason())
                .startsWith(
                        "Nothing was faster than 2 at once, the most that was tried: there may be more to gain above it.");
        assertThat(Tuning.of(List.of(level(1, 60, 0)), Optional.of("the manifest has 1 job")).reason())
                .startsWith("Nothing was faster than 1 at once, and more was not tried: the manifest has 1 job.");
    }

    @Test
    void noTrialThatWasNotFasterIsAnsweredWithMoreAtOnce() {
        String more = "Let more jobs run at once";
        assertThat(Tuning.of(List.of(level(4, 16, 0), level(8, 15.9, 0)), Optional.empty()).reason())
                .endsWith("What held it up most was service time.").doesNotContain(more);
        assertThat(Tuning.of(List.of(level(1, 60, 0)), Optional.of("the manifest has 1 job")).reason())
                .doesNotContain(more);
        assertThat(Tuning.of(List.of(level(4, 16, 0)), Optional.empty()).reason()).contains(more);
    }

    @Test
    void aVerdictNamesTheRecommendationAndTheReason() {
        Tuning found = Tuning.of(List.of(level(1, 60, 0), level(2, 30, 0)), Optional.empty());
        assertThat(found.recommended()).isEqualTo(OptionalInt.of(2));
        assertThat(found.verdict()).isEqualTo("Recommended: concurrency 2. " + found.reason());

        TunedLevel failed = new TunedLevel(1, JOBS, 0, 0, Optional.of("no route to host"), Duration.ofSeconds(9), 0,
                Optional.empty(), Usd.ZERO);
        Tuning none = Tuning.of(List.of(failed), Optional.empty());
        assertThat(none.recommended()).isEqualTo(OptionalInt.empty());
        assertThat(none.best()).isEmpty();
        assertThat(none.verdict()).isEqualTo("Nothing is recommended. " + none.reason()).contains("no route to host");
    }

    @Test
    void itIsDescribedForPeople() {
        Tuning tuning = Tuning.of(List.of(level(1, 60, 0), level(2, 30, 3)), Optional.empty());

        assertThat(tuning.describe().lines()).containsExactly(
                "   1 at once        60.0 jobs/min    60 of 60 with a video    0 refused  service time",
                "   2 at once       120.0 jobs/min    60 of 60 with a video    3 refused  service time",
                "Recommended: concurrency 2. " + tuning.reason());
    }

    private static TunedLevel level(int concurrency, double seconds, long refused) {
        return new TunedLevel(concurrency, JOBS, JOBS, JOBS, Optional.empty(),
                Duration.ofMillis((long) (seconds * 1000)), refused,
                Optional.of(Cause.SERVICE_TIME), Usd.ZERO);
    }
}
