// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import dev.veo3.batch.limit.StallBreaker.Stall;
import dev.veo3.batch.limit.StallBreaker.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StallBreakerTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final StallBreaker breaker = new StallBreaker(Duration.ofMinutes(10), Duration.ofMinutes(60));

    /** Refused every minute until the batch pauses; when that was. */
    private long stall(long from) {
        long now = from;
        while (!breaker.refused(now, true)) {
            now += MINUTE;
        }
        return now;
    }

    @Test
    void whileTheServiceTakesJobsEverythingPasses() {
        assertThat(breaker.tryPass(0)).isTrue();
        assertThat(breaker.tryPass(0)).isTrue();
        assertThat(breaker.accepted()).isFalse();
        assertThat(breaker.snapshot(0)).isEqualTo(new Stall(State.PASSING, Duration.ZERO));
    }

    @Test
    void tenMinutesOfNothingButRefusalsPauseTheBatch() {
        assertThat(stall(5 * MINUTE)).isEqualTo(15 * MINUTE);

        assertThat(breaker.tryPass(15 * MINUTE)).isFalse();
        assertThat(breaker.snapshot(16 * MINUTE)).isEqualTo(new Stall(State.PAUSED, Duration.ofMinutes(9)));
    }

    @Test
    void oneJobThatGetsInBeginsTheTenMinutesAnew() {
        breaker.refused(0, true);
        breaker.refused(9 * MINUTE, true);
        breaker.accepted();

        assertThat(stall(10 * MINUTE)).isEqualTo(20 * MINUTE);
    }

    @Test
    void refusalsWhileTheBatchHasJobsAtTheServiceAreNoStall() {
        for (int minute = 0; minute < 100; minute++) {
            assertThat(breaker.refused(minute * MINUTE, false)).isFalse();
        }
        assertThat(stall(100 * MINUTE)).isEqualTo(110 * MINUTE);
    }

    @Test
    void aRefusalBesideARunningJobEndsTheStall() {
        breaker.refused(0, true);
        breaker.refused(5 * MINUTE, false);

        assertThat(stall(6 * MINUTE)).isEqualTo(16 * MINUTE);
    }

    @Test
    void afterThePauseOneJobTriesAndNoOther() {
        long now = stall(0) + 10 * MINUTE;

        assertThat(breaker.tryPass(now - 1)).isFalse();
        assertThat(breaker.tryPass(now)).isTrue();
        assertThat(breaker.tryPass(now)).isFalse();
        assertThat(breaker.tryPass(now + 99 * MINUTE)).isFalse();
        assertThat(breaker.snapshot(now).state()).isEqualTo(State.TRYING);
    }

    @Test
    void whenItIsTakenEverythingGoesOn() {
        long now = stall(0) + 10 * MINUTE;
        breaker.tryPass(now);

        assertThat(breaker.accepted()).isTrue();

        assertThat(breaker.tryPass(now)).isTrue();
        assertThat(breaker.tryPass(now)).isTrue();
        assertThat(stall(now)).isEqualTo(now + 10 * MINUTE);
        assertThat(breaker.snapshot(now + 10 * MINUTE).remaining()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void whenItIsRefusedThePauseIsTwiceAsLongUpToTheLongest() {
        long now = stall(0);
        for (int pause : new int[]{10, 20, 40, 60, 60}) {
            assertThat(breaker.snapshot(now)).isEqualTo(new Stall(State.PAUSED, Duration.ofMinutes(pause)));
            now += pause * MINUTE;
            assertThat(breaker.tryPass(now)).isTrue();
            assertThat(breaker.refused(now, true)).isTrue();
        }
    }

    @Test
    void whenItComesToNothingAnotherTries() {
        long now = stall(0) + 10 * MINUTE;
        breaker.tryPass(now);

        breaker.withdrawn();

        assertThat(breaker.tryPass(now)).isTrue();
        assertThat(breaker.tryPass(now)).isFalse();
    }

    @Test
    void refusalsOfWhatHadLeftBeforeThePauseAreNoNews() {
        long now = stall(0);

        assertThat(breaker.refused(now + MINUTE, true)).isFalse();
        assertThat(breaker.snapshot(now + MINUTE)).isEqualTo(new Stall(State.PAUSED, Duration.ofMinutes(9)));
    }

    @Test
    void aJobThatHadLeftBeforeThePauseAndIsTakenEndsIt() {
        long now = stall(0);

        assertThat(breaker.accepted()).isTrue();
        assertThat(breaker.tryPass(now)).isTrue();
    }

    @Test
    void theClockMayRunOverTheLargestNumber() {
        long now = stall(Long.MAX_VALUE - 3 * MINUTE);

        assertThat(breaker.tryPass(now + 9 * MINUTE)).isFalse();
        assertThat(breaker.tryPass(now + 10 * MINUTE)).isTrue();
    }

    @Test
    void timesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new StallBreaker(Duration.ZERO, Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StallBreaker(Duration.ofMinutes(2), Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
