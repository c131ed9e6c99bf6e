// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.limit.RateLimit;
import dev.veo3.model.Usd;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What all workers of a batch may use together, with many sessions that want the last of it at the same moment. */
class LimitRaceTest extends LimitedWorkers {
    private static final int WORKERS = 8;

    /** Runs the same with a journal for each worker, all at once. */
    private <T> List<T> all(ClusterLimits limits, Function<Journal, Callable<T>> work) throws Exception {
        List<Future<T>> running = new ArrayList<>();
        List<T> results = new ArrayList<>();
        CyclicBarrier together = new CyclicBarrier(WORKERS);
        try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
            for (int number = 0; number < WORKERS; number++) {
                Journal journal = worker("worker " + number, limits);
                running.add(threads.submit(() -> {
                    together.await();
                    return work.apply(journal).call();
                }));
            }
            for (Future<T> one : running) {
                results.add(one.get());
            }
        }
        return results;
    }

    @Test
    void ofManySessionsThatWantTheLastPlaceOneGetsIt() throws Exception {
        ClusterLimits limits = ClusterLimits.none().withInFlight(3);
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger next = new AtomicInteger();

        List<Integer> done = all(limits, journal -> () -> {
            int mine = 0;
            for (int job = next.getAndIncrement(); job < 60; job = next.getAndIncrement()) {
                String id = "job " + job;
                while (!passes(journal, intent(id, 1))) {
                    Thread.onSpinWait();
                }
                most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                journal.force(new Submitted(id, NOW, STEP, 1, "operations/" + job));
                inFlight.decrementAndGet();
                journal.append(ended(id, "succeeded", PRICE));
                mine++;
            }
            return mine;
        });

        assertThat(done.stream().mapToInt(Integer::intValue).sum()).isEqualTo(60);
        assertThat(most.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void ofManySessionsThatWantTheLastDollarOneGetsIt() throws Exception {
        // Eight times 1.20 are 9.60.
        ClusterLimits limits = ClusterLimits.none().withBudget(Usd.of("10.00"));
        AtomicInteger next = new AtomicInteger();
        Queue<String> passed = new ConcurrentLinkedQueue<>();

        all(limits, journal -> () -> {
            for (int job = next.getAndIncrement(); job < 40; job = next.getAndIncrement()) {
                admit(journal, "job " + job);
                if (passes(journal, intent("job " + job, 1))) {
                    passed.add("job " + job);
                }
            }
            return true;
        });

        assertThat(passed).hasSize(8);
        assertThat(committed()).isEqualTo("9600000");
        Journal one = worker("one", limits);
        one.force(new Submitted(passed.remove(), NOW, STEP, 1, "operations/1"));
        String failed = passed.remove();
        one.force(new Submitted(failed, NOW, STEP, 1, "operations/2"));
        one.append(ended(failed, "failed", Usd.ZERO));
        one.append(ended(passed.remove(), "ambiguous", PRICE));
        assertThat(committed()).isEqualTo("8400000");
        List<Boolean> more = all(limits, journal -> () -> {
            String job = "more " + next.getAndIncrement();
            admit(journal, job);
            return passes(journal, intent(job, 1));
        });
        assertThat(more).filteredOn(Boolean::booleanValue).as("one was given back").hasSize(1);
    }

    private String committed() throws SQLException {
        return PostgresServer.text(PostgresServer.pool(),
                "SELECT committed FROM veo3_limit WHERE model = '' AND batch = '" + batch + "'");
    }

    @Test
    void allSessionsTogetherSubmitNoMoreInAMinuteThanTheRateSays() throws Exception {
        ClusterLimits limits = ClusterLimits.none().withRate(RateLimit.perMinute(1_200));
        AtomicInteger next = new AtomicInteger();
        String begin = PostgresServer.text(PostgresServer.pool(), "SELECT clock_timestamp()");

        all(limits, journal -> () -> {
            for (int job = next.getAndIncrement(); job < 12; job = next.getAndIncrement()) {
                while (!passes(journal, intent("job " + job, 1))) {
                    Thread.onSpinWait();
                }
            }
            return true;
        });

        assertThat(PostgresServer.text(PostgresServer.pool(), "SELECT count(*) FROM (SELECT recorded_at,"
                + " row_number() OVER (ORDER BY recorded_at) - 1 AS before FROM veo3_record WHERE batch = '" + batch
                + "') r WHERE recorded_at < timestamptz '" + begin + "' + before * interval '50 ms'"))
                .as("submissions that left before their moment").isEqualTo("0");
    }
}
