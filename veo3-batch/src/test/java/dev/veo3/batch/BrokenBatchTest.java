// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.journal.ForwardingJournal;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A fault that no job is to blame for ends the batch in order: nothing hangs, and what is known is not lost with it. */
class BrokenBatchTest {
    private final Studio studio = new Studio();

    @TempDir
    private Path directory;

    @Test
    void theReportComesWithTheException() throws Exception {
        // Without a download its worker keeps its permit, and no other has begun by then.
        studio.ending("b", job -> new JobOutcome.Succeeded(job.files()));
        try (Journal journal = Journal.memory()) {
            BatchBrokenException broken = broken(journal,
                    record -> record instanceof JournalRecord.Ended ended && ended.job().equals("b"));
            assertThat(broken)
                    .hasMessageStartingWith("The batch is broken: java.lang.IllegalStateException: a fault. Its jobs");
            List<JobResult> results = broken.report().results().toList();
            assertThat(results).extracting(result -> result.outcome().name())
                    .containsExactly("succeeded", "unfinished", "cancelled", "skipped");
            assertThat(results.get(1).operation()).hasValue("operations/b/2");
            assertThat(results.get(3).outcome().reason().orElseThrow())
                    .contains("not begun, because the batch is broken");
            BatchReport later = processor(journal).process(manifest());
            assertThat(later.succeeded()).isEqualTo(4);
            assertThat(studio.accepted()).containsExactlyInAnyOrder("a", "b", "c", "d");
        }
    }

    @Test
    void aSubmissionThatCannotBeWrittenDownForAReasonThatNobodyForesawIsNoFailure() throws Exception {
        try (Journal journal = Journal.memory()) {
            BatchReport report = processor(faulty(journal,
                    record -> record instanceof JournalRecord.Submitted submitted && submitted.job().equals("b")))
                    .process(manifest());
            JobResult result = report.results().skip(1).findFirst().orElseThrow();
            assertThat(result.outcome()).isEqualTo(new JobOutcome.Unfinished("a fault"));
            assertThat(result.operation()).hasValue("operations/b/2");
            assertThat(processor(journal).process(manifest()).outcomes()).containsEntry("ambiguous", 1L);
            assertThat(studio.accepted()).as("a fault pays nothing twice").containsExactly("a", "b", "d");
        }
    }

    @Test
    void aFailureKeepsItsCodeInTheJournal() throws Exception {
        studio.ending("a", job -> new JobOutcome.Failed("the service failed: INTERNAL", Optional.of("INTERNAL")));
        try (Journal journal = Journal.open(directory.resolve("code.journal"))) {
            processor(journal).process(manifest());
        }
        try (Journal journal = Journal.open(directory.resolve("code.journal"))) {
            assertThat(processor(journal).process(manifest()).results().findFirst().orElseThrow().outcome()).isEqualTo(
                    new JobOutcome.Failed("the service failed: INTERNAL", Optional.of("INTERNAL")));
        }
    }

    private BatchBrokenException broken(Journal journal, Predicate<JournalRecord> fault) {
        return catchThrowableOfType(BatchBrokenException.class,
                () -> processor(faulty(journal, fault)).process(manifest()));
    }

    private static Journal faulty(Journal journal, Predicate<JournalRecord> fault) {
        return new ForwardingJournal(journal) {
            private void look(JournalRecord record) {
                if (fault.test(record)) {
                    throw new IllegalStateException("a fault");
                }
            }

            @Override
            public boolean append(JournalRecord record) {
                look(record);
                return super.append(record);
            }

            @Override
            public void force(JournalRecord record) {
                look(record);
                super.force(record);
            }
        };
    }

    private BatchProcessor processor(Journal journal) {
        return BatchProcessor.builder(studio).journal(journal).outputDirectory(directory).concurrency(1).build();
    }

    private static BatchManifest manifest() {
        return BatchManifest.builder().job(job("a")).job(job("b")).job(job("c", "b")).job(job("d")).build();
    }

    private static JobSpec job(String id, String... parents) {
        return new JobSpec.Built(id, VideoRequest.text("Video " + id), id + ".mp4",
                JobTerms.standard().withDependsOn(parents));
    }
}
