// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.cluster.ClusterLimits;
import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.engine.ServedBatch;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.execute.Reconciler;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.limit.RateLimit;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.time.ManualTime;
import dev.veo3.time.TimeSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Workers whose machines do not agree on the time of day: by an hour, in either direction. */
class MachineClocksTest extends ServedStage {
    private static final Duration WINDOW = Duration.ofMinutes(9);

    /** The system's time, but for the time of day. */
    private record WrongBy(Duration error) implements TimeSource {
        @Override
        public Instant now() {
            return TimeSource.system().now().plus(error);
        }

        @Override
        public long nanos() {
            return TimeSource.system().nanos();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            TimeSource.system().sleep(duration);
        }
    }

    /** Finds no trace, ever. */
    private final class Looking implements Executor, Reconciler {
        private final TimeSource time;
        private final Queue<Duration> submitted = new ConcurrentLinkedQueue<>();
        private final Queue<Boolean> looks = new ConcurrentLinkedQueue<>();

        Looking(TimeSource time) {
            this.time = time;
        }

        @Override
        public JobOutcome execute(Job job, JobContext context) throws Exception {
            context.once(JobContext.SUBMIT, () -> {
                submitted.add(Duration.ofNanos(time.nanos()));
                return new Ending.Happened("operations/" + job.id());
            });
            return new JobOutcome.Succeeded(List.of());
        }

        @Override
        public Finding reconcile(Job job, Attempt attempt) {
            looks.add(attempt.isOver());
            return new Finding.DidNotHappen();
        }
    }

    private void leaveIntent(BatchPlan plan, Instant itsTime) {
        Journal gone = journal("gone");
        gone.append(admitted(plan, 0, itsTime));
        gone.force(new Submitting("job0", itsTime, JobContext.SUBMIT, 1, PRICE, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {-60, 60})
    void anAttemptThatAnotherMachineHasLeftHasItsWholeTimeWhateverItsClockSaid(int minutes) throws Exception {
        BatchPlan plan = plan(1);
        ManualTime time = ManualTime.selfAdvancing(Instant.now());
        leaveIntent(plan, Instant.now().plus(Duration.ofMinutes(minutes)));
        Looking looking = new Looking(time);

        Optional<JobOutcome> outcome = serve(plan, journal("here"), looking, new AmbiguityPolicy.Reconcile(), time)
                .run(0);

        assertThat(outcome).get().isInstanceOf(JobOutcome.Succeeded.class);
        assertThat(looking.submitted).singleElement()
                .satisfies(at -> assertThat(at).isGreaterThan(WINDOW.minusSeconds(30)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-60, 60})
    void anAttemptThatWasDeclaredJustNowHasItsWholeTimeWhateverTheClockHereSays(int minutes) throws Exception {
        BatchPlan plan = plan(1);
        ManualTime time = ManualTime.selfAdvancing(Instant.now().plus(Duration.ofMinutes(minutes)));
        leaveIntent(plan, Instant.now());
        journal("gone too").append(new Ambiguous("job0", Instant.now(), JobContext.SUBMIT, 1, "its worker is gone",
                Optional.empty()));
        Looking looking = new Looking(time);

        serve(plan, journal("here"), looking, new AmbiguityPolicy.Reconcile(), time).run(0);

        assertThat(looking.looks).hasSizeGreaterThan(1);
        assertThat(looking.submitted).singleElement()
                .satisfies(at -> assertThat(at).isGreaterThan(WINDOW.minusSeconds(30)));
    }

    @Test
    void whatIsLongPastByTheDatabasesClockIsLookedAtOnce() throws Exception {
        BatchPlan plan = plan(1);
        ManualTime time = ManualTime.selfAdvancing(Instant.now());
        leaveIntent(plan, Instant.now());
        journal("gone too").append(new Ambiguous("job0", Instant.now(), JobContext.SUBMIT, 1, "its worker is gone",
                Optional.empty()));
        execute("UPDATE veo3_record SET recorded_at = recorded_at - interval '10 minutes' WHERE batch = '" + batch
                + "'");
        Looking looking = new Looking(time);

        serve(plan, journal("here"), looking, new AmbiguityPolicy.Reconcile(), time).run(0);

        assertThat(looking.looks).containsExactly(true);
        assertThat(looking.submitted).hasSize(1);
    }

    /** Both get every job; both together may submit 1,200 in a minute, which is one in 50 milliseconds, and not more than 12 on a day. */
    @Test
    void twoMachinesAnHourOffDoNothingTwiceAndNothingTooEarly() throws Exception {
        int jobs = 16;
        int aDay = 12;
        BatchPlan plan = plan(jobs);
        ClusterLimits limits = ClusterLimits.none().withInFlight(3)
                .withRate(RateLimit.perMinute(1_200).andPerDay(aDay));
        String begin = text("SELECT clock_timestamp()");
        List<ServedBatch> machines = new ArrayList<>();
        for (int hours : List.of(-1, 1)) {
            machines.add(serve(plan,
                    kept(PostgresJournal.ofWorker(PostgresServer.pool(), batch, "worker " + hours, limits,
                            job -> "model")),
                    studio, new AmbiguityPolicy.Park(), new WrongBy(Duration.ofHours(hours))));
        }
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ServedBatch machine : machines) {
                for (int job = 0; job < jobs; job++) {
                    int index = job;
                    running.add(threads.submit(() -> machine.run(index)));
                }
            }
            while (studio.accepted().size() < aDay) {
                Thread.onSpinWait();
            }
            machines.forEach(machine -> machine.stop("the day is over"));
        }

        assertThat(studio.accepted()).hasSize(aDay).doesNotHaveDuplicates();
        assertThat(running).hasSize(2 * jobs);
        assertThat(
                text("SELECT count(*) FROM (SELECT recorded_at, row_number() OVER (ORDER BY recorded_at) - 1 AS before"
                        + " FROM veo3_record WHERE batch = '" + batch + "' AND record LIKE '%\"submitting\"%') r"
                        + " WHERE recorded_at < timestamptz '" + begin + "' + before * interval '50 ms'"))
                .as("submissions that left before their moment")
                .isEqualTo("0");
    }

    private static void execute(String statement) throws Exception {
        try (Connection connection = PostgresServer.pool().getConnection();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    private static String text(String query) throws Exception {
        try (Connection connection = PostgresServer.pool().getConnection();
                Statement run = connection.createStatement();
                ResultSet row = run.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
