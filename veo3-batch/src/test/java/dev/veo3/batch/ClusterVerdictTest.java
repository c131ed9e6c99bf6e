// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.ClusterStatus;
import dev.veo3.batch.cluster.ClusterWorker;
import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.model.Usd;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose word on the end of a job counts, when it was ended more than once. */
class ClusterVerdictTest extends ClusterStage {

    /** It stood still, and the service does not keep the video any more that another worker has brought home meanwhile. */
    @Test
    void aWorkerThatFindsNothingOfWhatAnotherOneHasBroughtHomeStopsNothing() throws Exception {
        CountDownLatch generating = new CountDownLatch(1);
        CountDownLatch delivered = new CountDownLatch(1);
        studio.ending("a", job -> {
            generating.countDown();
            Studio.await(delivered);
            return new JobOutcome.Failed("the service keeps no video");
        });
        ClusterBatch batch = submit(written(1).setting("continue_on_error: false").job("a", "")
                .job("b", "depends_on: [a]"));
        work();
        Studio.await(generating);
        Instant now = Instant.now();
        try (Journal other = PostgresJournal.ofWorker(database, "films", "other")) {
            other.append(new Ended("a", now, "succeeded", Optional.empty(), List.of(), Optional.of("operations/a/1"),
                    now, Duration.ZERO, Usd.ZERO, 1));
        }

        delivered.countDown();
        ClusterStatus status = batch.await();

        assertThat(status.stopped()).isEmpty();
        assertThat(status.outcomes()).containsOnlyKeys("succeeded");
        assertThat(studio.accepted()).containsExactly("a", "b");
    }

    @Test
    void aJobWhoseFileIsGoneAndWhoseOperationHasExpiredCountsAsSucceededNoMore() throws Exception {
        WrittenBatch written = written(1).job("a", "").job("b", "depends_on: [a]");
        work();
        assertThat(submit(written).await().succeeded()).isEqualTo(2);
        workers.removeFirst().close();
        Files.delete(written.videos().resolve("a.mp4"));
        studio.ending("a", job -> {
            throw new IllegalStateException("HTTP 404: the operation is not there any more");
        });

        work();
        ClusterStatus status = submit(written).await();

        assertThat(status.outcomes()).containsEntry("unfinished", 1L).containsEntry("succeeded", 1L);
        assertThat(studio.accepted()).containsExactly("a", "b");
    }

    @Test
    void aJobWhoseFileIsGoneIsBroughtHomeOnceMoreByAnotherWorker() throws Exception {
        WrittenBatch written = written(1).job("a", "").job("b", "depends_on: [a]");
        work();
        submit(written).await();
        workers.removeFirst().close();
        Files.delete(written.videos().resolve("a.mp4"));

        work();
        assertThat(submit(written).await().succeeded()).isEqualTo(2);

        assertThat(written.videos().resolve("a.mp4")).exists();
        assertThat(studio.accepted()).containsExactly("a", "b");
    }

    /** Nobody waits for it, so that nothing but its file says that it must run. */
    @Test
    void aJobOfWhichNobodyWaitsForTheVideoIsBroughtHomeOnceMoreToo() throws Exception {
        WrittenBatch written = written(1).jobs(2);
        work();
        ClusterBatch batch = submit(written);
        assertThat(batch.await().succeeded()).isEqualTo(2);
        Files.delete(written.videos().resolve("job1.mp4"));

        submit(written);
        assertThat(batch.await().succeeded()).isEqualTo(2);

        assertThat(written.videos().resolve("job1.mp4")).exists();
        assertThat(studio.accepted()).containsExactly("job0", "job1");
    }

    /** It stood still right before its intent, and another one has put its job to rest without an attempt: the batch is over. */
    @Test
    void aJobThatWasEndedWhileItsWorkerStoodStillIsNotSubmittedAfterTheBatchWasOver() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        ClusterBatch batch = submit(written(1).jobs(1));
        ClusterWorker slow = workWithHeartbeat((job, context) -> {
            endElsewhere();
            try {
                return studio.execute(job, context);
            } finally {
                ended.countDown();
            }
        }, Duration.ofSeconds(1));
        Studio.await(ended);

        slow.close();

        assertThatItStaysSkipped(batch);
    }

    @Test
    void aJobThatWasEndedElsewhereIsNotHandedBackByAWorkerThatEnds() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        ClusterBatch batch = submit(written(1).jobs(1));
        ClusterWorker slow = workWithHeartbeat((job, context) -> {
            endElsewhere();
            working.countDown();
            new CountDownLatch(1).await();
            return studio.execute(job, context);
        }, Duration.ofSeconds(1));
        Studio.await(working);

        slow.close();

        assertThatItStaysSkipped(batch);
    }

    @Test
    void aJobThatHasFailedStaysSoUntilItIsSubmittedUnderAnotherId() throws Exception {
        workWithHeartbeat((job, context) -> new JobOutcome.Failed("no attempt was made"), Duration.ofSeconds(1));
        ClusterBatch batch = submit(written(1).job("job0", ""));
        batch.await();
        workers.forEach(ClusterWorker::close);
        work();

        submit(written(1).job("job0", "")
                .setting("  - {id: job1, type: generate, options: {prompt: 'Another sunset'}, output: job1.mp4}"));

        assertThat(batch.await().outcomes()).containsOnly(Map.entry("failed", 1L), Map.entry("succeeded", 1L));
        assertThat(studio.accepted()).containsExactly("job1");
    }

    private void endElsewhere() throws Exception {
        Instant now = Instant.now();
        try (Journal other = PostgresJournal.ofWorker(database, "films", "other")) {
            other.append(new Ended("job0", now, "skipped", Optional.of("its input is gone"), List.of(),
                    Optional.empty(), now, Duration.ZERO, Usd.ZERO, 0));
        }
        PostgresServer.execute(database, "DELETE FROM veo3_execution");
    }

    private void assertThatItStaysSkipped(ClusterBatch batch) throws Exception {
        work();
        ClusterStatus status = batch.await();
        assertThat(status.outcomes()).containsOnlyKeys("skipped");
        assertThat(status.dealt()).isZero();
        assertThat(studio.accepted()).isEmpty();
    }
}
