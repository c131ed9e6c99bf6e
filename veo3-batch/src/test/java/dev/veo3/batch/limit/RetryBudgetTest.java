// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import dev.veo3.batch.limit.RetryBudget.Retries;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetryBudgetTest {

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static int granted(RetryBudget budget, long now, int asked) {
        int granted = 0;
        for (int i = 0; i < asked; i++) {
            granted += budget.tryRetry(now) ? 1 : 0;
        }
        return granted;
    }

    @Test
    void aSmallBatchHasTenRetries() {
        assertThat(granted(new RetryBudget(0), 0, 100)).isEqualTo(10);
    }

    @Test
    void aLargeOneHasAFifthOfItsSubmissions() {
        RetryBudget budget = new RetryBudget(0);
        for (int i = 0; i < 100; i++) {
            budget.submitted(seconds(i));
        }

        assertThat(granted(budget, seconds(100), 100)).isEqualTo(20);
        assertThat(budget.snapshot(seconds(100))).isEqualTo(new Retries(100, 20, 20));
    }

    @Test
    void afterTenMinutesThereAreNewOnes() {
        RetryBudget budget = new RetryBudget(0);
        granted(budget, 0, 100);

        assertThat(granted(budget, seconds(589), 100)).isZero();
        assertThat(granted(budget, seconds(600), 100)).isEqualTo(10);
    }

    @Test
    void submissionsOfTheDistantPastAllowNothing() {
        RetryBudget budget = new RetryBudget(0);
        for (int i = 0; i < 1_000; i++) {
            budget.submitted(0);
        }

        assertThat(granted(budget, seconds(86_400), 1_000)).isEqualTo(10);
    }

    @Test
    void aClockThatIsReadALittleEarlierThanAnotherThreadsIsNoHarm() {
        RetryBudget budget = new RetryBudget(seconds(100));
        budget.submitted(seconds(700));
        budget.submitted(seconds(699));
        budget.submitted(seconds(50));

        assertThat(budget.snapshot(seconds(700)).submissions()).isEqualTo(3);
    }

    @Test
    void theClockMayRunOverTheLargestNumber() {
        long origin = Long.MAX_VALUE - seconds(5);
        RetryBudget budget = new RetryBudget(origin);

        assertThat(granted(budget, origin + seconds(10), 100)).isEqualTo(10);
        assertThat(granted(budget, origin + seconds(20), 100)).isZero();
        assertThat(granted(budget, origin + seconds(620), 100)).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {-100_000, -3, 3, 100_000})
    void theClockMayBeginAnywhere(long begin) {
        long origin = seconds(begin);
        RetryBudget budget = new RetryBudget(origin);

        assertThat(granted(budget, origin, 100)).isEqualTo(10);
        assertThat(granted(budget, origin + seconds(599), 100)).isZero();
        assertThat(granted(budget, origin + seconds(600), 100)).isEqualTo(10);
    }

    @Test
    void noCallKeepsTheBudgetToItself() throws InterruptedException {
        RetryBudget budget = new RetryBudget(0);
        List<Runnable> calls = List.of(() -> budget.submitted(0), () -> budget.tryRetry(0),
                () -> granted(budget, 0, 100),
                () -> budget.snapshot(0));
        for (Runnable call : calls) {
            call.run();

            Thread another = Thread.ofVirtual().start(() -> budget.submitted(0));
            assertThat(another.join(Duration.ofSeconds(20))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void inNoTenMinutesThereAreMoreThanIsAllowed(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        RetryBudget budget = new RetryBudget(0);
        Deque<Long> submissions = new ArrayDeque<>();
        Deque<Long> retries = new ArrayDeque<>();
        long now = 0;
        for (int i = 0; i < 5_000; i++) {
            now += random.nextLong(seconds(5));
            if (random.nextInt(3) > 0) {
                budget.submitted(now);
                submissions.add(now);
            } else if (budget.tryRetry(now)) {
                retries.add(now);
                forget(submissions, now - seconds(600));
                // The window moves in steps of ten seconds, by which it may be too short but never too long.
                forget(retries, now - seconds(590));
                assertThat(retries.size()).isLessThanOrEqualTo(Math.max(10, submissions.size() / 5));
            }
        }
    }

    private static void forget(Deque<Long> times, long before) {
        while (!times.isEmpty() && times.getFirst() < before) {
            times.removeFirst();
        }
    }
}
