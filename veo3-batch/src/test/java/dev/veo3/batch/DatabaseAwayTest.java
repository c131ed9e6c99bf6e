// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.cluster.DatabaseLine;
import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.ForwardingJournal;
import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.report.BatchReport;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A batch whose database goes away while it runs: nothing is submitted meanwhile, and nothing is lost. */
class DatabaseAwayTest {
    private static final int AT_ONCE = 4;
    private static final int JOBS = 12;

    private final String batch = "batch " + UUID.randomUUID();
    private final DatabaseLine line = DatabaseLine.open();
    private final Studio studio = new Studio();
    private final CountDownLatch running = new CountDownLatch(AT_ONCE - 1);
    private final CountDownLatch sending = new CountDownLatch(1);
    private final CountDownLatch away = new CountDownLatch(1);

    @TempDir
    private Path directory;

    @AfterEach
    void close() throws Exception {
        line.close();
    }

    /** Says when intents were held back. */
    private static final class Watched extends ForwardingJournal {
        private final CountDownLatch heldBack = new CountDownLatch(AT_ONCE);

        Watched(Journal journal) {
            super(journal);
        }

        @Override
        public void force(JournalRecord record) {
            try {
                super.force(record);
            } catch (HeldBackException e) {
                heldBack.countDown();
                throw e;
            }
        }
    }

    @Test
    void whatRunsIsBroughtHomeWhileTheDatabaseIsAwayAndTheRestIsSubmittedWhenItIsBack() throws Exception {
        studio.answering("job0", job -> {
            sending.countDown();
            Studio.await(away);
            return studio.take(job);
        });
        for (int job = 1; job < AT_ONCE; job++) {
            studio.ending("job" + job, ran -> {
                running.countDown();
                Studio.await(away);
                return new JobOutcome.Succeeded(ran.files());
            });
        }
        List<String> lines;
        BatchReport report;
        try (RecordedLines log = RecordedLines.record();
                Journal journal = PostgresJournal.ofWorker(line.database(), batch, "one");
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Watched watched = new Watched(journal);
            Future<BatchReport> run = threads.submit(() -> {
                try (BatchProcessor processor = BatchProcessor.builder(studio).journal(watched)
                        .concurrency(AT_ONCE).outputDirectory(directory).build()) {
                    return processor.process(Manifests.of(JOBS).build());
                }
            });
            Studio.await(running);
            Studio.await(sending);

            line.cut();
            away.countDown();
            // All places are taken by jobs that wait: those that had run have come to their end.
            Studio.await(watched.heldBack);

            assertThat(studio.accepted()).containsExactlyInAnyOrder("job0", "job1", "job2", "job3");
            assertThat(journal.failure()).isEmpty();
            line.mend();
            report = run.get();
            lines = log.lines().stream().map(Object::toString).toList();
        }

        assertThat(report.succeeded()).isEqualTo(JOBS);
        assertThat(studio.accepted()).containsExactlyInAnyOrderElementsOf(
                IntStream.range(0, JOBS).mapToObj(job -> "job" + job).toList());
        assertThat(lines).filteredOn(line -> line.contains("the database is away. Nothing is submitted")).hasSize(1);
        assertThat(lines).filteredOn(line -> line.contains("the database is back after")).hasSize(1);
        assertThat(lines).filteredOn(line -> line.contains("The service has taken job job0")).hasSize(1);
        try (Journal journal = PostgresJournal.open(PostgresServer.pool(), batch);
                Stream<JobHistory> jobs = journal.jobs()) {
            assertThat(jobs).hasSize(JOBS).allSatisfy(job -> {
                assertThat(job.state().outcome()).contains("succeeded");
                assertThat(job.nextAttempt(JobContext.SUBMIT)).isEqualTo(2);
                assertThat(job.result(JobContext.SUBMIT)).isPresent();
                assertThat(job.extras()).isEmpty();
            });
        }
    }
}
