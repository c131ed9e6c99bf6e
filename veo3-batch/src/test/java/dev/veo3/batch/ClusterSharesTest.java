// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.ClusterOptions;
import dev.veo3.batch.cluster.ClusterStatus;
import dev.veo3.batch.cluster.ClusterWorker;
import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.plan.Service;
import dev.veo3.model.Usd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What one worker does with several batches, and with what is not in order in one of them. */
class ClusterSharesTest extends ClusterStage {

    private ClusterBatch submitAnother(String job) throws Exception {
        return ClusterBatch.submit(database, "others", written(1).job(job, "").load("others.yaml"),
                WrittenBatch.settings());
    }

    @Test
    void aBatchWhosePlanTakesLongHoldsUpNoOther() throws Exception {
        CountDownLatch planning = new CountDownLatch(1);
        CountDownLatch plan = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        Executor slow = new Executor() {
            @Override
            public JobOutcome execute(Job job, JobContext context) throws Exception {
                return studio.execute(job, context);
            }

            @Override
            public Service service() {
                if (first.getAndSet(false)) {
                    planning.countDown();
                    Studio.await(plan);
                }
                return Service.standard();
            }
        };
        ClusterBatch batch = submit(written(1).jobs(1));
        workers.add(ClusterWorker.start(database, slow,
                ClusterOptions.standard().withTimes(Duration.ofMillis(50), Duration.ofSeconds(1))));
        Studio.await(planning);

        assertThat(submitAnother("other").await().succeeded()).isEqualTo(1);

        assertThat(studio.accepted()).containsExactly("other");
        plan.countDown();
        assertThat(batch.await().succeeded()).isEqualTo(1);
    }

    @Test
    void aShareThatWaitsForASubmissionBeforeItEndsHoldsUpNoOther() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        studio.answering("job0", late(asked, answer));
        ClusterBatch batch = submit(written(1).jobs(2));
        work();
        Studio.await(asked);
        PostgresServer.execute(database, "UPDATE veo3_batch SET submitted_at = clock_timestamp()");

        assertThat(submitAnother("other").await().succeeded()).isEqualTo(1);

        awaitStatus(batch, status -> status.workers().stream().anyMatch(worker -> worker.problem().isPresent()));
        assertThat(batch.status().workers().getFirst().problem()).get().asString()
                .contains("has not come to its end");
        answer.countDown();
        assertThat(batch.await().succeeded()).isEqualTo(2);
        assertThat(studio.accepted()).containsExactlyInAnyOrder("job0", "job1", "other").endsWith("job1");
    }

    @Test
    void aJobThatCannotBeLookedAtKeepsItsRank() throws Exception {
        ClusterBatch batch = submit(written(1).jobs(2));
        batch.pause("not yet");
        work();
        awaitStatus(batch, status -> !status.workers().isEmpty());
        Path marker = directory.resolve("videos").resolve(".films.veo3-batch");
        String content = Files.readString(marker);
        Files.delete(marker);
        String ranks = ranks();
        batch.resume();
        while (!number("SELECT count(*) FROM veo3_execution WHERE last_failure IS NOT NULL AND NOT picked")
                .equals("2")) {
            goOnUnlessInterrupted();
        }

        assertThat(ranks()).isEqualTo(ranks);
        Files.writeString(marker, content);
        assertThat(batch.await().succeeded()).isEqualTo(2);
    }

    private String ranks() throws Exception {
        return number("SELECT string_agg(task_instance || ' ' || execution_time, ' ' ORDER BY task_instance)"
                + " FROM veo3_execution");
    }

    private String number(String query) throws Exception {
        return PostgresServer.text(database, query);
    }

    @Test
    void aBatchWhoseJournalCannotBeWrittenSaysWhyAndIsTriedAgain() throws Exception {
        PostgresServer.execute(database,
                "ALTER TABLE veo3_record ADD CONSTRAINT broken CHECK (record NOT ILIKE '%submitting%')");
        ClusterBatch batch = submit(written(1).jobs(2));
        work();
        awaitStatus(batch, status -> status.workers().stream().anyMatch(worker -> worker.problem().isPresent()));

        assertThat(batch.status().workers().getFirst().problem()).get().asString().contains("broken");
        PostgresServer.execute(database, "ALTER TABLE veo3_record DROP CONSTRAINT broken");
        ClusterStatus status = batch.await();
        assertThat(status.succeeded()).isEqualTo(2);
        assertThat(studio.accepted()).containsExactlyInAnyOrder("job0", "job1");
    }

    @Test
    void aJobThatIsInTheManifestNoMoreIsToldOnceAndPutToRest() throws Exception {
        ClusterBatch batch = submit(written(2).jobs(1));
        Instant now = Instant.now();
        try (Journal gone = PostgresJournal.ofWorker(database, "films", "gone")) {
            gone.append(new Admitted("old", now, "hash", Optional.empty()));
            gone.force(new Submitting("old", now, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty()));
            gone.force(new Submitted("old", now, JobContext.SUBMIT, 1, "operations/old"));
        }
        PostgresServer.execute(database, "INSERT INTO veo3_execution (task_name, task_instance, execution_time, picked,"
                + " version) VALUES ('films', 'old', now() - interval '10 years', false, 1)");
        List<String> warnings;
        try (RecordedLines log = RecordedLines.record()) {
            work();
            ClusterStatus status = batch.await();
            assertThat(status.outcomes()).containsEntry("unfinished", 1L).containsEntry("succeeded", 1L);
            warnings = log.lines().stream().filter(line -> line.getLevel() == Level.WARN)
                    .map(ILoggingEvent::getFormattedMessage).toList();
        }

        assertThat(warnings).singleElement().asString().contains("Job old", "operations/old", "put it back");
        assertThat(number("SELECT count(*) FROM veo3_job WHERE phase IN ('SUBMITTED', 'SUBMITTING')")).isEqualTo("0");
    }

    /** Of another batch, whose worker is gone too. */
    @Test
    void rowsOfOtherBatchesAreNoMessageOfTheScheduler() throws Exception {
        PostgresServer.execute(database, "INSERT INTO veo3_execution (task_name, task_instance, execution_time, picked,"
                + " picked_by, last_heartbeat, version) VALUES ('elsewhere', 'a', now() - interval '10 years', true, 'gone',"
                + " now() - interval '1 day', 1)");
        try (RecordedLines log = RecordedLines.record("com.github.kagkarlsson.scheduler")) {
            work();
            assertThat(submit(written(1).jobs(5)).await().succeeded()).isEqualTo(5);
            assertThat(log.lines()).extracting(ILoggingEvent::getFormattedMessage).isNotEmpty()
                    .noneMatch(line -> line.contains("task-name") || line.contains("implementation"));
        }
    }

    @Test
    void aBatchThatLeavesItsVideosInCloudStorageNeedsNoDirectoryThatAllShare() throws Exception {
        studio.ending("a", job -> new JobOutcome.Succeeded(List.of()));
        WrittenBatch written = written(1).setting("jobs:")
                .setting("  - {id: a, type: generate, options: {prompt: 'Rain', storage_uri: 'gs://films/today'},"
                        + " output: a.mp4}");
        ClusterBatch batch = submit(written);
        assertThat(written.videos()).doesNotExist();
        work();

        assertThat(batch.await().succeeded()).isEqualTo(1);
        assertThat(number("SELECT count(*) FROM veo3_batch WHERE marker IS NULL")).isEqualTo("1");
    }
}
