// SPDX-License-Identifier: Apache-2.0
package dev.veo3.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TimeSourceTest {
    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

    @Test
    void aSleeperWakesWhenItsTimeHasComeAndNotBefore() throws Exception {
        ManualTime time = ManualTime.stepping(START);
        FutureTask<Instant> sleeper = new FutureTask<>(() -> {
            time.sleep(Duration.ofSeconds(10));
            return time.now();
        });
        Thread.ofVirtual().start(sleeper);
        time.awaitSleepers(1);
        time.advance(Duration.ofSeconds(9));
        time.awaitSleepers(1);
        assertThat(sleeper.isDone()).isFalse();
        time.advance(Duration.ofSeconds(1));

        assertThat(sleeper.get()).isEqualTo(START.plusSeconds(10));
    }

    @Test
    void anInterruptWakesASleeperAtOnce() throws Exception {
        ManualTime time = ManualTime.stepping(START);
        FutureTask<Void> sleeper = new FutureTask<>(() -> {
            time.sleep(Duration.ofDays(1));
            return null;
        });
        Thread thread = Thread.ofVirtual().start(sleeper);
        time.awaitSleepers(1);
        thread.interrupt();

        assertThatThrownBy(sleeper::get).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(time.now()).isEqualTo(START);
    }

    @Test
    void eachSleepMovesTimeThatAdvancesByItself() throws Exception {
        ManualTime time = ManualTime.selfAdvancing(START);
        time.sleep(Duration.ofSeconds(3));
        time.sleep(Duration.ofSeconds(-3));

        assertThat(time.now()).isEqualTo(START.plusSeconds(3));
        assertThat(time.nanos()).isEqualTo(Duration.ofSeconds(3).toNanos());
    }

    @Test
    void timeDoesNotGoBack() {
        assertThatThrownBy(() -> ManualTime.stepping(START).advance(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInterruptedThreadDoesNotBeginToSleep() {
        for (TimeSource time : new TimeSource[]{TimeSource.system(), ManualTime.selfAdvancing(START),
            ManualTime.stepping(START)}) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> time.sleep(Duration.ZERO)).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
    }
}
