// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PollScheduleTest {
    private final PollSchedule schedule = new PollSchedule(Duration.ofSeconds(1), Duration.ofSeconds(15));

    @ParameterizedTest
    @CsvSource({"1, 500, 1000", "2, 750, 1500", "3, 1125, 2250", "7, 5695, 11391", "8, 7500, 15000", "9, 7500, 15000",
        "2147483647, 7500, 15000"})
    void halfOfAnIntervalIsFixedAndHalfIsChance(int polls, long shortest, long longest) {
        SplittableRandom random = new SplittableRandom(1);

        assertThat(IntStream.range(0, 1000).mapToObj(i -> schedule.after(polls, random)))
                .allSatisfy(pause -> assertThat(pause.toMillis()).isBetween(shortest, longest))
                .anySatisfy(pause -> assertThat(pause.toMillis()).isLessThan(shortest + (longest - shortest) / 10))
                .anySatisfy(pause -> assertThat(pause.toMillis()).isGreaterThan(longest - (longest - shortest) / 10));
    }

    @Test
    void theSameSeedMakesTheSamePauses() {
        assertThat(schedule.after(3, new SplittableRandom(7))).isEqualTo(schedule.after(3, new SplittableRandom(7)));
    }

    @Test
    void theSmallestIntervalIsNoProblem() {
        PollSchedule tiny = new PollSchedule(Duration.ofNanos(1), Duration.ofNanos(1));

        assertThat(tiny.after(5, new SplittableRandom(1))).isBetween(Duration.ZERO, Duration.ofNanos(1));
    }
}
