// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CooldownTest {
    private static final Optional<Duration> NO_WISH = Optional.empty();

    /** Every draw is this fraction of the greatest number. */
    private static Cooldown cooldown(double fraction) {
        return new Cooldown((RandomGenerator) () -> (long) (fraction * 0x1p53) << 11);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void withoutARefusalNothingIsHeldBack() {
        Cooldown cooldown = cooldown(0);

        assertThat(cooldown.remaining(Long.MIN_VALUE)).isZero();
        assertThat(cooldown.remaining(Long.MAX_VALUE)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"PT30S,0,PT30S", "PT30S,0.5,PT33S", "PT0.5S,0,PT0.5S", "PT0S,0,PT1S", "PT-5S,0,PT1S",
        "PT87660H,0,PT24H",
        "PT87660H,0.5,PT24H", "PT2562047788015215H,0,PT24H", "PT1H,0.5,PT1H30S", ",0,PT1S", ",0.5,PT1.1S"})
    void theServicesWishIsObeyedUpToADay(String wish, double fraction, Duration pause) {
        Cooldown cooldown = cooldown(fraction);

        Duration held = cooldown.refused(seconds(5), seconds(7), Optional.ofNullable(wish).map(Duration::parse));

        assertThat(held).isEqualTo(pause);
        assertThat(cooldown.remaining(seconds(7))).isEqualTo(pause);
    }

    @Test
    void thePauseGetsShorterUntilItIsOver() {
        Cooldown cooldown = cooldown(0);
        cooldown.refused(0, 0, Optional.of(Duration.ofSeconds(30)));

        assertThat(cooldown.remaining(seconds(10))).isEqualTo(Duration.ofSeconds(20));
        assertThat(cooldown.remaining(seconds(30))).isZero();
        assertThat(cooldown.remaining(seconds(9_999))).isZero();
    }

    @Test
    void withoutAWishThePauseDoublesUpToAMinute() {
        Cooldown cooldown = cooldown(0);
        long now = 0;

        for (long pause : new long[]{1, 2, 4, 8, 16, 32, 60, 60, 60}) {
            assertThat(cooldown.refused(now, now, NO_WISH)).isEqualTo(Duration.ofSeconds(pause));
            now += seconds(pause);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(cooldown.refused(now, now, NO_WISH)).isEqualTo(Duration.ofSeconds(60));
            now += seconds(60);
        }
    }

    @Test
    void aServiceThatAsksForNoTimeOverAndOverIsLeftAloneLongerAndLonger() {
        Cooldown cooldown = cooldown(0);

        assertThat(cooldown.refused(0, 0, Optional.of(Duration.ZERO))).isEqualTo(Duration.ofSeconds(1));
        assertThat(cooldown.refused(seconds(1), seconds(1), Optional.of(Duration.ZERO)))
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void anAcceptedRequestBeginsAnew() {
        Cooldown cooldown = cooldown(0);
        cooldown.refused(0, 0, NO_WISH);
        cooldown.refused(seconds(1), seconds(1), NO_WISH);

        cooldown.accepted(seconds(3));

        assertThat(cooldown.refused(seconds(3), seconds(3), NO_WISH)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anAcceptedRequestThatLeftBeforeThePauseIsNoNews() {
        Cooldown cooldown = cooldown(0);
        cooldown.refused(0, 0, NO_WISH);
        cooldown.refused(seconds(1), seconds(1), NO_WISH);

        cooldown.accepted(seconds(1));

        assertThat(cooldown.refused(seconds(3), seconds(3), NO_WISH)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void anAcceptedRequestEndsNoPause() {
        Cooldown cooldown = cooldown(0);
        cooldown.refused(0, 0, Optional.of(Duration.ofSeconds(30)));

        cooldown.accepted(0);

        assertThat(cooldown.remaining(0)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void refusalsOfRequestsThatHadLeftBeforeThePauseAreOnePieceOfNews() {
        Cooldown cooldown = cooldown(0);

        for (int i = 0; i < 100; i++) {
            cooldown.refused(0, Duration.ofMillis(i).toNanos(), NO_WISH);
        }

        assertThat(cooldown.remaining(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(cooldown.refused(seconds(1), seconds(1), NO_WISH)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aHundredEqualWishesAreNotLongerThanOne() {
        double[] draws = {0.25, 0.75};
        int[] drawn = {0};
        Cooldown cooldown = new Cooldown((RandomGenerator) () -> (long) (draws[drawn[0]++ % 2] * 0x1p53) << 11);
        Optional<Duration> wish = Optional.of(Duration.ofSeconds(100));

        Duration first = cooldown.refused(0, 0, wish);

        assertThat(first).isEqualTo(Duration.ofSeconds(105));
        assertThat(cooldown.refused(0, 0, wish)).isEqualTo(first);
        assertThat(cooldown.refused(0, 0, wish)).isEqualTo(first);
    }

    @Test
    void aLongerWishProlongsThePauseAndAShorterOneDoesNot() {
        Cooldown cooldown = cooldown(0);
        cooldown.refused(0, 0, Optional.of(Duration.ofSeconds(10)));

        assertThat(cooldown.refused(0, 0, Optional.of(Duration.ofSeconds(5)))).isEqualTo(Duration.ofSeconds(10));
        assertThat(cooldown.refused(0, 0, Optional.of(Duration.ofSeconds(30)))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void theClockMayRunOverTheLargestNumber() {
        Cooldown cooldown = cooldown(0);
        long now = Long.MAX_VALUE - seconds(10);

        assertThat(cooldown.refused(now, now, Optional.of(Duration.ofSeconds(30)))).isEqualTo(Duration.ofSeconds(30));
        assertThat(cooldown.remaining(now + seconds(20))).isEqualTo(Duration.ofSeconds(10));
        assertThat(cooldown.refused(now + seconds(30), now + seconds(30), NO_WISH)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void manyThreadsAtOnceAreOnePieceOfNews() {
        Cooldown cooldown = cooldown(0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 1_000).forEach(n -> threads.submit(() -> cooldown.refused(0, 0, NO_WISH)));
        }

        assertThat(cooldown.remaining(0)).isEqualTo(Duration.ofSeconds(1));
    }
}
