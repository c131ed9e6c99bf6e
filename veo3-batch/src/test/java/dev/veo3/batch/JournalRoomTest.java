// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.journal.ForwardingJournal;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.report.BatchReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a journal keeps in memory of each job it takes before the first one is paid. */
class JournalRoomTest {
    private final Studio studio = new Studio();

    @TempDir
    private Path directory;

    private BatchReport process(Journal journal) throws InterruptedException {
        try (BatchProcessor processor = BatchProcessor.builder(studio).outputDirectory(directory).journal(journal)
                .build()) {
            return processor.process(Manifests.of(3).build());
        }
    }

    @Test
    void theJournalKnowsHowManyJobsThereAreBeforeAnythingElse() throws InterruptedException {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (Journal journal = Journal.memory()) {
            process(new ForwardingJournal(journal) {
                @Override
                public void expect(int jobs) {
                    told.add(jobs + " jobs");
                    super.expect(jobs);
                }

                @Override
                public void force(JournalRecord record) {
                    told.add("a record");
                    super.force(record);
                }
            });
        }

        assertThat(List.copyOf(told)).startsWith("3 jobs").contains("a record");
    }

    @Test
    void aBatchThatFindsNoRoomHasPaidForNothing() {
        try (Journal journal = Journal.memory()) {
            assertThatThrownBy(() -> process(new ForwardingJournal(journal) {
                @Override
                public void expect(int jobs) {
                    throw new OutOfMemoryError("no room for " + jobs + " jobs");
                }
            })).hasStackTraceContaining("no room for 3 jobs");
        }

        assertThat(studio.accepted()).isEmpty();
    }
}
