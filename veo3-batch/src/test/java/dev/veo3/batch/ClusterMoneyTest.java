// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.ClusterOptions;
import dev.veo3.batch.cluster.ClusterStatus;
import dev.veo3.batch.cluster.ClusterWorker;
import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.ReportFormat;
import dev.veo3.batch.report.ReportSource;
import dev.veo3.batch.report.ReportWriter;
import dev.veo3.model.Usd;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a batch of a cluster spends, and what stops it, over several submissions and whichever workers are at it. */
class ClusterMoneyTest extends ClusterStage {
    private static final int JOBS = 14;

    private WrittenBatch priced(String budget) {
        WrittenBatch batch = written(3).setting("budget: " + budget);
        for (int job = 0; job < JOBS; job++) {
            batch.job("job" + job, "price: 1");
        }
        return batch;
    }

    /** A worker has taken up the first job, and its request may be on its way. */
    private static void begin(Journal worker, WrittenBatch batch) throws IOException {
        Job job = BatchPlan.of(batch.load("films.yaml"), WrittenBatch.settings()).job(0);
        Instant now = Instant.now();
        worker.append(new Admitted(job.id(), now, job.specHash().value(), job.price()));
        worker.force(new Submitting(job.id(), now, JobContext.SUBMIT, 1, Usd.of("1"), Optional.empty()));
    }

    /** The answer to that request has come. */
    private static void answered(Journal worker) {
        worker.force(new Submitted("job0", Instant.now(), JobContext.SUBMIT, 1, "operations/late"));
    }

    /** A worker that submits jobs of unknown fate again, for so many dollars more. */
    private static ClusterOptions resubmitting(String most) {
        return ClusterOptions.standard().withTimes(Duration.ofMillis(50), Duration.ofSeconds(1))
                .withAmbiguity(new AmbiguityPolicy.Resubmit(Usd.of(most)));
    }

    @Test
    void aBudgetThatTwoWorkersShareIsNeverPassedThoughTheyAreStartedAnew() throws Exception {
        CountDownLatch generating = new CountDownLatch(2);
        CountDownLatch closed = new CountDownLatch(1);
        for (int job = 0; job < JOBS; job++) {
            studio.ending("job" + job, running -> {
                generating.countDown();
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("the worker ends", e);
                }
                return new JobOutcome.Succeeded(List.of());
            });
        }
        ClusterBatch batch = submit(priced("6.50"));
        ClusterWorker first = work();
        work();
        Studio.await(generating);

        first.close();
        work();
        closed.countDown();
        ClusterStatus status = batch.await();

        assertThat(studio.accepted()).hasSize(6).doesNotHaveDuplicates();
        assertThat(status.outcomes()).containsEntry("succeeded", 6L).containsEntry("skipped", JOBS - 6L);
        workers.removeFirst();
        assertThat(submit(priced("7.50")).await().succeeded()).isEqualTo(7);
        assertThat(studio.accepted()).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void aJobOfUnknownFateStopsItsBatchOnceAndNotEachTimeThatItIsSubmitted() throws Exception {
        studio.answering("job0", job -> new Ending.Unknown("the reply was lost"));
        // It keeps its place at the service for a while, and another one is for the rest.
        WrittenBatch written = written(2).setting("continue_on_error: false").jobs(4);
        ClusterBatch batch = submit(written);
        work();
        assertThat(batch.await().stopped()).get().asString().contains("job0");

        for (int time = 0; time < 2; time++) {
            ClusterStatus again = submit(written).await();

            assertThat(again.stopped()).isEmpty();
            assertThat(again.outcomes()).containsEntry("ambiguous", 1L).containsEntry("succeeded", 3L);
        }
        assertThat(studio.accepted()).containsExactlyInAnyOrder("job1", "job2", "job3");
    }

    /** It has written down how the job ended, and was killed before it stopped the batch. */
    @Test
    void aFailureThatAWorkerHasLeftStopsTheBatchWhenItsJobIsDealtOutAgain() throws Exception {
        ClusterBatch batch = submit(written(1).setting("continue_on_error: false").jobs(4));
        Instant now = Instant.now();
        try (Journal killed = PostgresJournal.ofWorker(database, "films", "killed")) {
            killed.append(new Admitted("job0", now, "hash", Optional.empty()));
            killed.append(
                    new Ended("job0", now, "failed", Optional.of("no such face"), List.of(), Optional.empty(), now,
                            Duration.ZERO, Usd.ZERO, 0));
        }
        work();

        assertThat(batch.await().stopped()).get().asString().contains("job0");
        assertThat(studio.accepted()).isEmpty();
    }

    /** The other worker has put the job to rest, takes that back as nothing was sent, and the job's row is gone. */
    @Test
    void aJobThatIsLeftToAnotherWorkerIsDealtOutAgainThoughItsRowIsGone() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        Executor overtaken = (job, context) -> {
            if (first.getAndSet(false)) {
                try (Journal other = PostgresJournal.ofWorker(database, "films", "other")) {
                    other.force(new Submitting(job.id(), Instant.now(), JobContext.SUBMIT, 1, Usd.ZERO,
                            Optional.empty()));
                    other.append(new Rejected(job.id(), Instant.now(), JobContext.SUBMIT, 1,
                            Rejected.Cause.NOT_SENT, "it was stopping"));
                }
                try (Connection connection = database.getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("DELETE FROM veo3_execution");
                }
            }
            return studio.execute(job, context);
        };
        ClusterBatch batch = submit(written(1).jobs(1));
        workers.add(ClusterWorker.start(database, overtaken,
                ClusterOptions.standard().withTimes(Duration.ofMillis(50), Duration.ofMillis(250))));

        awaitStatus(batch, status -> status.succeeded() == 1);
        assertThat(batch.await().succeeded()).isEqualTo(1);
        assertThat(studio.accepted()).containsExactly("job0");
    }

    /** The other worker has decided to submit the job again, and waits for a place while the answer comes to the one that stood still. */
    @Test
    void aJobIsNotSubmittedAgainWhenTheAnswerComesWhileTheNextAttemptIsHeldBack() throws Exception {
        WrittenBatch written = written(1).job("job0", "price: 1");
        ClusterBatch batch = submit(written);
        try (Journal slow = PostgresJournal.ofWorker(database, "films", "slow")) {
            begin(slow, written);
            PostgresServer.execute(database, "INSERT INTO veo3_job (batch, job, phase, at_service_since)"
                    + " VALUES ('films', 'other', 'SUBMITTED', clock_timestamp())");
            workers.add(ClusterWorker.start(database, studio, resubmitting("5")));
            awaitText("SELECT count(*) FROM veo3_attempt WHERE risked IS NOT NULL", "1");
            answered(slow);
        }
        PostgresServer.execute(database, "DELETE FROM veo3_job WHERE job = 'other'");

        assertThat(batch.await().succeeded()).isEqualTo(1);
        assertThat(studio.accepted()).as("paid besides operations/late").isEmpty();
    }

    /** Its worker is gone, the policy allows another attempt, and the budget does not. */
    @Test
    void aBatchIsOverAlthoughTheBudgetDoesNotAllowToFollowAnotherWorkersAttemptOfUnknownFate() throws Exception {
        WrittenBatch written = written(1).setting("budget: 1").job("job0", "price: 1");
        ClusterBatch batch = submit(written);
        try (Journal gone = PostgresJournal.ofWorker(database, "films", "gone")) {
            begin(gone, written);
        }
        workers.add(ClusterWorker.start(database, studio, resubmitting("5")));

        ClusterStatus status = batch.await();

        assertThat(status.outcomes()).containsOnlyKeys("ambiguous");
        assertThat(studio.accepted()).isEmpty();
    }

    /** Each of them, on a worker of its own, would wait for the other one to give money back. */
    @Test
    void jobsOfUnknownFateWhichTheBudgetDoesNotAllowToFollowDoNotWaitForEachOther() throws Exception {
        CountDownLatch sent = new CountDownLatch(2);
        for (int job = 0; job < 2; job++) {
            studio.answering("job" + job, any -> {
                sent.countDown();
                Studio.await(sent);
                return new Ending.Unknown("the reply was lost");
            });
        }
        ClusterBatch batch = submit(
                written(2).setting("budget: 2").job("job0", "price: 1").job("job1", "price: 1"));
        for (int worker = 0; worker < 2; worker++) {
            workers.add(ClusterWorker.start(database, studio, resubmitting("5").withJobsAtOnce(1)));
        }

        assertThat(batch.await().outcomes()).containsExactly(Map.entry("ambiguous", 2L));
    }

    /** As the README says: it was killed, or has missed four heartbeats, while it submitted, and its answer comes after the second one. */
    @Test
    void aJobThatIsSubmittedAgainAfterItsWorkerWasGoneIsPaidTwiceAndBothAreCountedAndTold() throws Exception {
        WrittenBatch written = written(1).setting("budget: 10").job("job0", "price: 1");
        ClusterBatch batch = submit(written);
        try (Journal slow = PostgresJournal.ofWorker(database, "films", "slow")) {
            begin(slow, written);
            workers.add(ClusterWorker.start(database, studio, resubmitting("1")));
            assertThat(batch.await().succeeded()).isEqualTo(1);

            answered(slow);
        }

        assertThat(batch.await().succeeded()).isEqualTo(1);
        assertThat(studio.accepted()).containsExactly("job0");
        assertThat(text("SELECT committed FROM veo3_limit WHERE model = ''")).isEqualTo("2000000");
        try (ReportSource source = batch.report()) {
            ReportWriter.of(source).write(ReportFormat.JSON, directory.resolve("report.json"));
        }
        assertThat(directory.resolve("report.json")).content().contains("operations/late");
    }
}
