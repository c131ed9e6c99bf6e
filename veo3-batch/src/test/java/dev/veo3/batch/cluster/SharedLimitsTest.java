// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState.Phase;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Generated;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.limit.RateLimit;
import dev.veo3.model.Usd;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What all workers of a batch may use together, with many sessions that want the last of it at the same moment. */
class SharedLimitsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String STEP = "submit";
    private static final Usd PRICE = Usd.of("1.20");
    private static final int WORKERS = 8;

    private final String batch = "batch " + UUID.randomUUID();

    private Journal worker(String name, ClusterLimits limits) {
        return PostgresJournal.ofWorker(PostgresServer.pool(), batch, name, limits,
                job -> job.startsWith("other") ? "other-model" : "model");
    }

    private static Submitting intent(String job, int attempt) {
        return new Submitting(job, NOW, STEP, attempt, PRICE, Optional.empty());
    }

    private static Ended ended(String job, String outcome, Usd cost) {
        return new Ended(job, NOW, outcome, Optional.empty(), List.of(), Optional.empty(), NOW, Duration.ZERO, cost, 1);
    }

    private static void admit(Journal journal, String job) {
        journal.append(new Admitted(job, NOW, "1:spec", Optional.of(PRICE)));
    }

    private static boolean passes(Journal journal, Submitting intent) {
        try {
            journal.force(intent);
            return true;
        } catch (HeldBackException e) {
            return false;
        }
    }

    private static HeldBackException heldBack(Journal journal, Submitting intent) {
        HeldBackException held = catchThrowableOfType(HeldBackException.class, () -> journal.force(intent));
        assertThat(held).as("the intent of " + intent.job() + " is held back").isNotNull();
        return held;
    }

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
        one.append(ended(passed.remove(), "failed", Usd.ZERO));
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

    @Test
    void whatIsHeldBackLeavesNoTraceAndTheSameAttemptPassesLater() throws SQLException {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1);
        Journal one = worker("one", limits);
        Journal two = worker("two", limits);
        one.force(intent("a", 1));

        HeldBackException held = heldBack(two, intent("b", 1));

        assertThat(held).hasMessageContaining("1 jobs of all workers are in flight");
        assertThat(held.pause()).hasValueSatisfying(pause -> assertThat(pause).isPositive());
        assertThat(two.failure()).isEmpty();
        assertThat(two.history("b")).isEqualTo(JobHistory.none("b"));
        assertThat(PostgresServer.text(PostgresServer.pool(),
                "SELECT count(*) FROM veo3_attempt WHERE job = 'b' AND batch = '" + batch + "'")).isEqualTo("0");
        one.append(new Rejected("a", NOW, STEP, 1, Rejected.Cause.REFUSED, "HTTP 400"));
        two.force(intent("b", 1));
        assertThat(one.state("b").phase()).isEqualTo(Phase.SUBMITTING);
    }

    @Test
    void aJobHoldsItsPlaceUntilItsVideosAreMade() {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1);
        Journal one = worker("one", limits);
        one.force(intent("a", 1));
        one.force(new Submitted("a", NOW, STEP, 1, "operations/1"));
        heldBack(one, intent("b", 1));

        one.append(new Generated("a", NOW, List.of("gs://bucket/a.mp4"), Optional.empty()));

        one.force(intent("b", 1));
    }

    @Test
    void aJobOfUnknownFateHoldsItsPlaceForAsLongAsTheServiceMayBeAtWorkOnIt() {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1);
        Journal one = worker("one", limits);
        one.force(intent("a", 1));
        one.append(new Ambiguous("a", NOW, STEP, 1, "HTTP 500", Optional.empty()));
        one.append(ended("a", "ambiguous", PRICE));
        heldBack(one, intent("b", 1));

        Journal later = worker("later", limits.withLongestGeneration(Duration.ZERO));

        later.force(intent("b", 1));
    }

    /** Its worker may be gone, or may stand still and send any moment: only a declaration ends that. */
    @Test
    void anIntentThatNobodyHasDeclaredHoldsItsPlaceWhateverTheTime() {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1).withLongestGeneration(Duration.ZERO);
        Journal one = worker("one", limits);
        one.force(intent("a", 1));

        heldBack(one, intent("b", 1));

        one.append(new Ambiguous("a", NOW, STEP, 1, "its worker is gone", Optional.empty()));
        one.force(intent("b", 1));
    }

    @Test
    void whatNoJobCanGiveBackIsNotWaitedFor() {
        ClusterLimits limits = ClusterLimits.none().withBudget(Usd.of("2.00"));
        Journal one = worker("one", limits);
        IntStream.rangeClosed(1, 3).forEach(job -> admit(one, "job " + job));
        one.force(intent("job 1", 1));
        assertThat(heldBack(one, intent("job 2", 1)).pause()).isPresent();

        one.force(new Submitted("job 1", NOW, STEP, 1, "operations/1"));
        one.append(ended("job 1", "succeeded", PRICE));

        assertThat(heldBack(one, intent("job 2", 1)).pause()).isEmpty();
        assertThat(heldBack(one, intent("job 3", 1)))
                .hasMessageContaining("of $2.00, $1.20 is spent or reserved by all workers");
    }

    @Test
    void whatWasSpentBeforeThereWasABudgetCounts() {
        Journal before = worker("before", ClusterLimits.none());
        admit(before, "job 1");
        before.force(intent("job 1", 1));

        Journal one = worker("one", ClusterLimits.none().withBudget(Usd.of("2.00")));

        admit(one, "job 2");
        heldBack(one, intent("job 2", 1));
    }

    @Test
    void theNextAttemptAtAJobHasItsPlaceAndItsMoneyAlready() {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1).withBudget(Usd.of("1.20"));
        Journal one = worker("one", limits);
        admit(one, "a");
        one.force(intent("a", 1));
        one.append(new Rejected("a", NOW, STEP, 1, Rejected.Cause.QUOTA, "HTTP 429"));

        one.force(intent("a", 2));

        assertThat(one.history("a").nextAttempt(STEP)).isEqualTo(3);
    }

    @Test
    void aDayThatIsUsedUpIsWaitedForAndEachModelHasItsOwn() throws SQLException {
        ClusterLimits limits = ClusterLimits.none().withRate(RateLimit.none().andPerDay(2));
        Journal one = worker("one", limits);
        Journal two = worker("two", limits);
        one.force(intent("a", 1));
        two.force(intent("b", 1));

        assertThat(heldBack(one, intent("c", 1)).pause())
                .hasValueSatisfying(pause -> assertThat(pause).isPositive().isLessThanOrEqualTo(Duration.ofHours(25)));
        one.force(intent("other", 1));
        PostgresServer.execute(PostgresServer.pool(),
                "UPDATE veo3_limit SET day = day - 1 WHERE batch = '" + batch + "'");
        two.force(intent("c", 1));
    }
}
