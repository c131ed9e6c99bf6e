// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.ClusterOptions;
import dev.veo3.batch.cluster.ClusterStatus;
import dev.veo3.batch.cluster.ClusterWorker;
import dev.veo3.batch.cluster.DatabaseLine;
import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A batch that is stopped, or over, and its workers come to their ends, and leave nothing at the service. */
class ClusterEndTest extends ClusterStage {

    /** While its own worker stood still another one has put the job to rest, and the batch was over. */
    @Test
    void theVideoOfAnAnswerThatComesAfterTheBatchWasOverIsBroughtHome() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        AtomicBoolean isCutOff = new AtomicBoolean();
        studio.answering("job0", late(asked, answer));
        studio.ending("job0", job -> {
            try {
                if (isCutOff.compareAndSet(false, true)) {
                    new CountDownLatch(1).await();
                }
                return new JobOutcome.Succeeded(job.files());
            } catch (InterruptedException e) {
                return new JobOutcome.Unfinished("the worker ends");
            }
        });
        ClusterBatch batch = submit(written(1).jobs(1));
        work();
        Studio.await(asked);
        endInDoubt();

        answer.countDown();

        awaitStatus(batch, status -> status.succeeded() == 1);
        assertThat(studio.accepted()).containsExactly("job0");
    }

    /** The batch was submitted anew meanwhile, and nobody had that job any more: its worker is one of the former submission. */
    @Test
    void aJobThatWasNotSentAsTurnsOutAfterTheBatchWasOverIsRun() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        AtomicBoolean isFirst = new AtomicBoolean(true);
        studio.answering("job0", job -> {
            if (!isFirst.getAndSet(false)) {
                return studio.take(job);
            }
            asked.countDown();
            Studio.await(answer);
            return new Ending.NotSent("it stood still for too long");
        });
        WrittenBatch written = written(1).jobs(1);
        ClusterBatch batch = submit(written);
        work();
        Studio.await(asked);
        endInDoubt();
        submit(written);
        work();
        assertThat(batch.await().outcomes()).containsOnlyKeys("ambiguous");

        answer.countDown();

        awaitStatus(batch, status -> status.succeeded() == 1);
        assertThat(studio.accepted()).containsExactly("job0");
    }

    /** Another worker takes its own one for gone, and puts the job to rest. */
    private void endInDoubt() throws Exception {
        Instant now = Instant.now();
        try (Journal other = PostgresJournal.ofWorker(database, "films", "other")) {
            other.append(
                    new Ambiguous("job0", now, JobContext.SUBMIT, 1, "its worker stood still", Optional.empty()));
            other.append(new Ended("job0", now, "ambiguous", Optional.of("its worker stood still"), List.of(),
                    Optional.empty(), now, Duration.ZERO, Usd.ZERO, 1));
        }
        PostgresServer.execute(database, "DELETE FROM veo3_execution");
    }

    /** Another one took the row away and then nothing is left to be done, so the share ends while the job is being worked at. */
    @Test
    void aJobThatIsCutOffWhileItsRowIsGoneIsDealtOutAgain() throws Exception {
        AtomicBoolean isFirst = new AtomicBoolean(true);
        Executor slow = (job, context) -> {
            if (isFirst.getAndSet(false)) {
                PostgresServer.execute(database, "DELETE FROM veo3_execution");
                new CountDownLatch(1).await();
            }
            return studio.execute(job, context);
        };
        ClusterBatch batch = submit(written(1).jobs(1));
        workers.add(ClusterWorker.start(database, slow,
                ClusterOptions.standard().withTimes(Duration.ofMillis(50), Duration.ofMillis(250))));

        awaitStatus(batch, status -> status.succeeded() == 1);
        assertThat(studio.accepted()).containsExactly("job0");
    }

    /** It stood still meanwhile: the row was given up, whoever stopped the batch has seen it over, and may submit it again. */
    @Test
    void aJobThatWasNotBegunIsNotPutBackIntoABatchThatWasStopped() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        ClusterBatch batch = submit(written(1).jobs(1));
        ClusterWorker slow = workWithHeartbeat((job, context) -> {
            working.countDown();
            new CountDownLatch(1).await();
            return studio.execute(job, context);
        }, Duration.ofSeconds(1));
        Studio.await(working);
        batch.stop("enough");
        PostgresServer.execute(database, "DELETE FROM veo3_execution");
        PostgresServer.execute(database, "CREATE TABLE added (job text)");
        PostgresServer.execute(database, "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN INSERT INTO added VALUES (new.task_instance); RETURN new; END'");
        PostgresServer.execute(database,
                "CREATE TRIGGER note BEFORE INSERT ON veo3_execution FOR EACH ROW EXECUTE FUNCTION note()");

        slow.close();

        assertThat(text("SELECT count(*) FROM added")).isEqualTo("0");
        assertThat(batch.status().isOver()).isTrue();
    }

    /** It was closed before it saw the order, or could end what it had in its hands. */
    @Test
    void aBatchThatWasStoppedIsOverWhenItsLastWorkerIsClosed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Executor slow = (job, context) -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return studio.execute(job, context);
        };
        ClusterBatch batch = submit(written(1).jobs(3));
        ClusterWorker worker = workWithHeartbeat(slow, Duration.ofSeconds(1));
        Studio.await(begun);

        batch.stop("enough");
        worker.close();

        assertThat(batch.status().dealt()).isZero();
        assertThat(batch.status().isOver()).isTrue();
        assertThat(studio.accepted()).isEmpty();
    }

    @Test
    void aStopBringsHomeWhatAWorkerThatWasClosedHasLeftAtTheService() throws Exception {
        studio.ending("job0", job -> new JobOutcome.Unfinished("its time was over"));
        WrittenBatch written = written(1).jobs(1);
        submit(written);
        ClusterWorker worker = work();
        ClusterBatch.of(database, "films").await();
        worker.close();
        studio.answeringNormally();

        ClusterBatch batch = submit(written);
        batch.stop("enough");
        work();

        assertThat(batch.await().succeeded()).isEqualTo(1);
        assertThat(studio.accepted()).containsExactly("job0");
    }

    @Test
    void aJobInDoubtOfABatchThatWasStoppedComesToRestInDoubt() throws Exception {
        BatchManifest manifest = written(1).job("job0", "price: 1").load("films.yaml");
        ClusterBatch batch = ClusterBatch.submit(database, "films", manifest, WrittenBatch.settings());
        Instant now = Instant.now();
        try (Journal gone = PostgresJournal.ofWorker(database, "films", "gone")) {
            Job job = BatchPlan.of(manifest, WrittenBatch.settings()).job(0);
            gone.append(new Admitted("job0", now, job.specHash().value(), job.price()));
            gone.force(new Submitting("job0", now, JobContext.SUBMIT, 1, Usd.of("1"), Optional.empty()));
        }
        batch.stop("enough");
        workers.add(ClusterWorker.start(database, studio, options()
                .withAmbiguity(new AmbiguityPolicy.Resubmit(Usd.of("5")))));

        ClusterStatus status = batch.await();

        assertThat(status.outcomes()).containsOnlyKeys("ambiguous");
        assertThat(studio.accepted()).isEmpty();
    }

    @Test
    void aBatchWhoseTimeIsOverEndsAlthoughItIsPausedThen() throws Exception {
        ClusterBatch batch = submit(written(1).jobs(3));
        PostgresServer.execute(database, "UPDATE veo3_batch SET stopped = 'the batch''s time was over'");

        batch.pause("later");
        work();

        assertThat(batch.await().paused()).isEmpty();
        assertThat(studio.accepted()).isEmpty();
    }

    /** Takes the half minute that a worker waits for the database. */
    @Test
    @Tag("stress")
    @Timeout(140)
    void aWorkerThatIsClosedWhileTheDatabaseStaysAwayEnds() throws Exception {
        CountDownLatch generating = new CountDownLatch(1);
        CountDownLatch generated = new CountDownLatch(1);
        studio.ending("job0", generated(generating, generated));
        submit(written(2).job("job0", "").job("job1", "depends_on: [job0]"));
        try (DatabaseLine line = DatabaseLine.to(database)) {
            ClusterWorker worker = ClusterWorker.start(line.database(), studio, options());
            Studio.await(generating);
            line.cut();
            generated.countDown();
            line.awaitRefusal();

            worker.close();

            assertThat(studio.accepted()).containsExactly("job0");
        }
    }

    private static ClusterOptions options() {
        return ClusterOptions.standard().withTimes(Duration.ofMillis(50), Duration.ofSeconds(1));
    }
}
