// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.cluster.ClusterLimits;
import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.ForwardingJournal;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.model.Usd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The same batch, run by several programs at once over one journal in PostgreSQL. */
class TwoMachinesTest {
    private static final int JOBS = 60;

    private final String batch = "batch " + UUID.randomUUID();
    private final Studio studio = new Studio();

    @TempDir
    private Path directory;

    private BatchReport run(String worker, BatchManifest manifest) throws BatchInterruptedException {
        try (Journal journal = PostgresJournal.ofWorker(PostgresServer.pool(), batch, worker);
                BatchProcessor processor = BatchProcessor.builder(studio).journal(journal).concurrency(4)
                        .outputDirectory(directory).build()) {
            return processor.process(manifest);
        }
    }

    @Test
    void twoProgramsThatRunOneBatchAtOncePayForEachJobOnce() throws Exception {
        BatchManifest manifest = Manifests.of(JOBS).build();
        List<Future<BatchReport>> reports = new ArrayList<>();
        try (ExecutorService machines = Executors.newFixedThreadPool(2)) {
            for (String worker : List.of("one", "two")) {
                reports.add(machines.submit(() -> run(worker, manifest)));
            }
            long succeeded = 0;
            for (Future<BatchReport> report : reports) {
                succeeded += report.get().succeeded();
            }
            assertThat(succeeded).isGreaterThanOrEqualTo(JOBS);
        }

        assertThat(studio.accepted()).containsExactlyInAnyOrderElementsOf(
                IntStream.range(0, JOBS).mapToObj(job -> "job" + job).toList());
        assertThat(run("three", manifest).succeeded()).isEqualTo(JOBS);
        assertThat(studio.accepted()).hasSize(JOBS);
        try (Journal journal = PostgresJournal.open(PostgresServer.pool(), batch);
                Stream<JobHistory> jobs = journal.jobs()) {
            assertThat(jobs).hasSize(JOBS).allSatisfy(job -> {
                assertThat(job.state().outcome()).contains("succeeded");
                assertThat(job.extras()).isEmpty();
            });
        }
    }

    /** The other program comes while the request is under way, believes that the job is untouched, and must not undo the intent. */
    @Test
    void aProgramThatComesTooLateForAnAttemptLeavesItAsItIs() throws Exception {
        BatchManifest manifest = Manifests.of(1).build();
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        studio.answering("job0", job -> {
            sending.countDown();
            Studio.await(answer);
            return studio.take(job);
        });
        try (ExecutorService machines = Executors.newFixedThreadPool(1)) {
            Future<BatchReport> first = machines.submit(() -> run("one", manifest));
            Studio.await(sending);

            BatchReport late = run("two", manifest);

            assertThat(late.succeeded()).isZero();
            answer.countDown();
            assertThat(first.get().succeeded()).isEqualTo(1);
        }
        assertThat(studio.accepted()).containsExactly("job0");
        assertThat(run("three", manifest).succeeded()).isEqualTo(1);
        assertThat(studio.accepted()).hasSize(1);
    }

    /** Each may have four in flight, and both together two: what is held back waits, and is no attempt. */
    @Test
    void twoProgramsKeepToALimitTogether() throws Exception {
        int jobs = 12;
        BatchManifest manifest = Manifests.of(jobs).build();
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int job = 0; job < jobs; job++) {
            studio.answering("job" + job, taken -> {
                most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                Ending ending = studio.take(taken);
                inFlight.decrementAndGet();
                return ending;
            });
        }
        ClusterLimits limits = ClusterLimits.none().withInFlight(2);
        try (ExecutorService machines = Executors.newFixedThreadPool(2)) {
            List<Future<BatchReport>> reports = new ArrayList<>();
            for (String worker : List.of("one", "two")) {
                reports.add(machines.submit(() -> {
                    try (Journal journal = PostgresJournal.ofWorker(PostgresServer.pool(), batch, worker, limits,
                            job -> "model");
                            BatchProcessor processor = BatchProcessor.builder(studio).journal(journal).concurrency(4)
                                    .outputDirectory(directory).build()) {
                        return processor.process(manifest);
                    }
                }));
            }
            for (Future<BatchReport> report : reports) {
                report.get();
            }
        }

        assertThat(studio.accepted()).hasSize(jobs).doesNotHaveDuplicates();
        assertThat(most.get()).isLessThanOrEqualTo(2);
        try (Journal journal = PostgresJournal.open(PostgresServer.pool(), batch);
                Stream<JobHistory> histories = journal.jobs()) {
            assertThat(histories).hasSize(jobs)
                    .allSatisfy(job -> assertThat(job.nextAttempt(JobContext.SUBMIT)).isEqualTo(2));
        }
    }

    @Test
    void aJobWhoseFileIsGoneAndWhoseOperationHasExpiredCountsAsSucceededNoMore() throws Exception {
        BatchManifest manifest = Manifests.of(2).build();
        assertThat(run("one", manifest).succeeded()).isEqualTo(2);
        Files.delete(directory.resolve("job0.mp4"));
        studio.ending("job0", job -> {
            throw new IllegalStateException("HTTP 404: the operation is not there any more");
        });

        assertThat(run("two", manifest).outcomes()).containsEntry("unfinished", 1L).containsEntry("succeeded", 1L);

        try (Journal journal = PostgresJournal.open(PostgresServer.pool(), batch)) {
            assertThat(journal.state("job0").outcome()).contains("unfinished");
        }
        assertThat(studio.accepted()).containsExactlyInAnyOrder("job0", "job1");
    }

    /** The service had refused it, and the first program came to its end before it could try again. */
    @Test
    void aJobThatAnotherProgramHasGivenUpAfterAnAttemptGoesOn() throws Exception {
        BatchManifest manifest = Manifests.of(1).build();
        Instant now = Instant.now();
        try (Journal gone = PostgresJournal.ofWorker(PostgresServer.pool(), batch, "gone")) {
            gone.force(new Submitting("job0", now, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty()));
            gone.append(new Rejected("job0", now, JobContext.SUBMIT, 1, Rejected.Cause.QUOTA, "HTTP 429"));
            gone.append(new Ended("job0", now, "skipped", Optional.of("the budget is spent"), List.of(),
                    Optional.empty(), now, Duration.ZERO, Usd.ZERO, 1));
        }

        assertThat(run("two", manifest).succeeded()).isEqualTo(1);

        assertThat(studio.accepted()).containsExactly("job0");
    }

    /** The other program has read that nothing is known of the job, and comes to it later. */
    @Test
    void aJobThatAnotherProgramHasEndedMeanwhileIsLeftAsItIs() throws Exception {
        BatchManifest manifest = Manifests.of(1).build();
        Instant now = Instant.now();
        Ended end = new Ended("job0", now, "skipped", Optional.of("the budget is spent"), List.of(), Optional.empty(),
                now, Duration.ZERO, Usd.ZERO, 0);
        try (Journal journal = PostgresJournal.ofWorker(PostgresServer.pool(), batch, "slow");
                Journal other = PostgresJournal.ofWorker(PostgresServer.pool(), batch, "other");
                BatchProcessor processor = BatchProcessor.builder(studio).journal(new ForwardingJournal(journal) {
                    @Override
                    public boolean append(JournalRecord record) {
                        if (record instanceof Admitted) {
                            other.append(end);
                        }
                        return super.append(record);
                    }
                }).outputDirectory(directory).build()) {
            assertThat(processor.process(manifest).succeeded()).isZero();

            assertThat(other.history("job0").ended()).contains(end);
        }
        assertThat(studio.accepted()).isEmpty();
    }
}
