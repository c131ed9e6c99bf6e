// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When a job that one worker leaves, or has left, is dealt out again, and before which others. */
class ClusterRanksTest extends ClusterStage {

    /** The other one is submitting it, and has the time of a lease to say how that ended. */
    @Test
    void aJobThatIsLeftToAnotherWorkerKeepsItsRankAndRestsForALease() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        try (Journal other = PostgresJournal.ofWorker(database, "films", "other")) {
            Executor overtaken = (job, context) -> {
                if (runs.getAndIncrement() == 0) {
                    other.force(new Submitting(job.id(), Instant.now(), JobContext.SUBMIT, 1, Usd.ZERO,
                            Optional.empty()));
                }
                return studio.execute(job, context);
            };
            ClusterBatch batch = submit(written(1).jobs(1));
            String rank = text("SELECT execution_time FROM veo3_execution");
            workWithHeartbeat(overtaken, Duration.ofSeconds(1));
            awaitText("SELECT count(*) FROM veo3_execution WHERE NOT picked"
                    + " AND (last_success IS NOT NULL OR last_failure IS NOT NULL)", "1");

            assertThat(text("SELECT execution_time FROM veo3_execution")).isEqualTo(rank);
            // After its first failure a job rests for two seconds.
            String due = text("SELECT last_failure + interval '2 seconds' FROM veo3_execution");
            assertThat(text("SELECT timestamptz '" + due + "' > recorded_at + interval '3.9 seconds' FROM veo3_record"
                    + " WHERE worker = 'other'")).as("it rests for a lease").isEqualTo("t");
            other.force(new Submitted("job0", Instant.now(), JobContext.SUBMIT, 1, "operations/job0"));
            assertThat(batch.await().succeeded()).isEqualTo(1);
            assertThat(text("SELECT min(recorded_at) > timestamptz '" + due + "' FROM veo3_record"
                    + " WHERE record LIKE '%succeeded%'")).as("it was not dealt out before").isEqualTo("t");
        }
        assertThat(runs.get()).isEqualTo(2);
        assertThat(studio.accepted()).isEmpty();
    }

    /** It is found by the look for such jobs, which comes after a lease. */
    @Test
    void aBatchIsNotOverWhileTheServiceHasAJobThatNobodyLooksAfterAndThatComesHomeAfterALease() throws Exception {
        BatchManifest manifest = written(1).jobs(1).load("films.yaml");
        ClusterBatch batch = ClusterBatch.submit(database, "films", manifest, WrittenBatch.settings());
        submittedByOneThatIsGone(manifest, "job0");
        PostgresServer.execute(database, "DELETE FROM veo3_execution");

        assertThat(batch.status().isOver()).isFalse();
        assertThat(ClusterBatch.openNames(database)).containsExactly("films");
        workWithHeartbeat(studio, Duration.ofMillis(250));
        assertThat(batch.await().succeeded()).isEqualTo(1);
        assertThat(ClusterBatch.openNames(database)).isEmpty();
        assertThat(studio.accepted()).isEmpty();
    }

    /** A pause holds back what is to be submitted, and nothing that the service has or may have. */
    @Test
    void aJobInDoubtThatAWorkerHasLeftComesToRestThoughItsBatchIsPaused() throws Exception {
        BatchManifest manifest = written(1).jobs(2).load("films.yaml");
        ClusterBatch batch = ClusterBatch.submit(database, "films", manifest, WrittenBatch.settings());
        Job job = BatchPlan.of(manifest, WrittenBatch.settings()).job(0);
        Instant now = Instant.now();
        try (Journal gone = PostgresJournal.ofWorker(database, "films", "gone")) {
            gone.append(new Admitted("job0", now, job.specHash().value(), job.price()));
            gone.force(new Submitting("job0", now, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty()));
            gone.append(new Ambiguous("job0", now, JobContext.SUBMIT, 1, "HTTP 500", Optional.empty()));
        }
        batch.pause("the price goes down at night");
        work();

        awaitStatus(batch, status -> status.dealt() == 1);

        assertThat(batch.status().outcomes()).containsExactly(Map.entry("ambiguous", 1L));
        assertThat(studio.accepted()).isEmpty();
    }
}
