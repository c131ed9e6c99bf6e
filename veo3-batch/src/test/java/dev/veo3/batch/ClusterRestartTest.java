// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
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
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import dev.veo3.model.Usd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Workers come and go while a batch runs, and while it is paused. */
class ClusterRestartTest extends ClusterStage {

    /** The service is at work on it for ever, as far as this worker sees. */
    private CountDownLatch generating(String job) {
        CountDownLatch generating = new CountDownLatch(1);
        studio.ending(job, ran -> {
            generating.countDown();
            try {
                new CountDownLatch(1).await();
                throw new IllegalStateException("nobody opens it");
            } catch (InterruptedException e) {
                return new JobOutcome.Unfinished("the worker ends");
            }
        });
        return generating;
    }

    @Test
    void whatTheServiceHasOfAPausedBatchIsBroughtHomeByWorkersThatComeAfter() throws Exception {
        CountDownLatch generating = generating("job0");
        ClusterBatch batch = submit(written(1).jobs(3));
        ClusterWorker first = work();
        Studio.await(generating);
        batch.pause("the price goes down at night");
        first.close();
        studio.answeringNormally();

        work();
        awaitStatus(batch, status -> status.succeeded() == 1);

        assertThat(batch.status().paused()).contains("the price goes down at night");
        assertThat(studio.accepted()).containsExactly("job0");
        batch.resume();
        assertThat(batch.await().succeeded()).isEqualTo(3);
        assertThat(studio.accepted()).containsExactly("job0", "job1", "job2");
    }

    /** The job that waits for a place has the only thread; the place is that of a job whose worker is gone. */
    @Test
    void whatAWorkerThatIsGoneHasLeftIsBroughtHomeAlthoughAllOthersAreHeldBackByIt() throws Exception {
        ClusterBatch batch = submitWithOneAtTheService();
        pick("job0", "+ interval '1 hour'");
        work();
        awaitStatus(batch, status -> status.running() == 2);

        pick("job0", "- interval '1 hour'");

        assertThat(batch.await().succeeded()).isEqualTo(2);
        assertThat(studio.accepted()).containsExactly("job1");
        assertThat(Studio.content(directory.resolve("videos"), "job0")).isEqualTo("operations/of the one that is gone");
    }

    /** A batch of two, of which a worker that is gone has submitted the first. */
    private ClusterBatch submitWithOneAtTheService() throws Exception {
        BatchManifest manifest = written(1).jobs(2).load("films.yaml");
        ClusterBatch batch = ClusterBatch.submit(database, "films", manifest, WrittenBatch.settings());
        Instant now = Instant.now();
        try (Journal gone = PostgresJournal.ofWorker(database, "films", "gone")) {
            gone.append(new Admitted("job0", now, BatchPlan.of(manifest, WrittenBatch.settings()).job(0).specHash()
                    .value(), Optional.empty()));
            gone.force(new Submitting("job0", now, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty()));
            gone.force(new Submitted("job0", now, JobContext.SUBMIT, 1, "operations/of the one that is gone"));
        }
        return batch;
    }

    @Test
    void aStoppedBatchGivesUpWhatWasNotBegunAndBringsTheRestHomeAlthoughItsDirectoryWasAway() throws Exception {
        ClusterBatch batch = submitWithOneAtTheService();
        pick("job0", "+ interval '1 hour'");
        pick("job1", "+ interval '1 hour'");
        batch.stop("enough");
        work();
        awaitStatus(batch, status -> !status.workers().isEmpty());
        Path marker = directory.resolve("videos").resolve(".films.veo3-batch");
        String content = Files.readString(marker);
        Files.delete(marker);

        pick("job0", "- interval '1 hour'");
        pick("job1", "- interval '1 hour'");

        awaitStatus(batch, status -> status.dealt() == 1);
        Files.writeString(marker, content);
        assertThat(batch.await().succeeded()).isEqualTo(1);
        assertThat(studio.accepted()).isEmpty();
    }

    private void pick(String job, String heartbeat) throws Exception {
        PostgresServer.execute(database, "UPDATE veo3_execution SET picked = true, picked_by = 'gone', last_heartbeat ="
                + " clock_timestamp() " + heartbeat + " WHERE task_instance = '" + job + "'");
    }

    @Test
    void allWorkersAreRestartedOneAfterTheOtherAndNothingIsLostOrPaidTwice() throws Exception {
        int jobs = 80;
        int rounds = 2;
        try (Emulator emulator = Emulator.builder().maxInFlight(12)
                .latency(Latency.between(Duration.ofMillis(50), Duration.ofMillis(300))).start();
                VeoClient client = VeoClient.builder().backend(Backend.agentPlatform("rehearsal", "us-central1"))
                        .credentials(BearerToken.of("token")).baseUrl(emulator.baseUrl()).build()) {
            Executor executor = new VeoExecutor(client,
                    AwaitOptions.standard().withIntervals(Duration.ofMillis(20), Duration.ofMillis(100)));
            ClusterBatch batch = submit(written(12).jobs(jobs));
            Deque<ClusterWorker> running = new ArrayDeque<>(List.of(join(executor), join(executor), join(executor)));
            long handedOver = 0;
            for (int restart = 0; restart < rounds * 3; restart++) {
                int begun = (restart + 1) * jobs / (rounds * 3 + 2);
                awaitStatus(batch, status -> status.ended() + status.atService() >= begun);
                running.removeFirst().close();
                handedOver += Long.parseLong(PostgresServer.text(database, "SELECT count(*) FROM veo3_execution"
                        + " JOIN veo3_job ON job = task_instance WHERE NOT picked AND outcome = 'unfinished'"));
                running.addLast(join(executor));
            }

            ClusterStatus status = batch.await();

            assertThat(status.succeeded()).isEqualTo(jobs);
            assertThat(status.ended()).isEqualTo(jobs);
            Map<String, Long> accepted = emulator.ledger().entries().stream()
                    .collect(Collectors.groupingBy(entry -> entry.job().orElseThrow(), Collectors.counting()));
            assertThat(accepted).hasSize(jobs);
            assertThat(accepted.values()).as("how often each job was accepted").allMatch(times -> times == 1);
            assertThat(handedOver).as("jobs that another worker went on with").isPositive();
        }
    }

    private ClusterWorker join(Executor executor) {
        ClusterWorker worker = ClusterWorker.start(database, executor,
                ClusterOptions.standard().withTimes(Duration.ofMillis(50), Duration.ofSeconds(1)));
        workers.add(worker);
        return worker;
    }
}
