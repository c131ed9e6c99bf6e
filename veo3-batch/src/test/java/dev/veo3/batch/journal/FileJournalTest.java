// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JobState.Phase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FileJournalTest extends DurableJournalContract {

    @TempDir
    private Path directory;

    @Override
    Journal create() {
        return openAgain();
    }

    @Override
    Journal openAgain() {
        return Journal.open(directory.resolve("a/b/jobs.journal"));
    }

    @Test
    void onlyAJobThatIsUnderWayHasAnObject() {
        Path file = directory.resolve("many.journal");
        try (FileJournal journal = JournalThread.open(file, SystemDisk.INSTANCE, Long.MAX_VALUE)) {
            for (int job = 0; job < 2_000; job++) {
                Records.life("done " + job).forEach(journal::append);
                journal.append(Records.admitted("waiting " + job));
            }
            journal.append(Records.submitting("waiting 7", 1));
            journal.sync();

            assertThat(journal.objects()).isEqualTo(1);
            assertThat(journal.history("done 1999").ended()).isPresent();
            assertThat(journal.history("waiting 1999").specHash()).isPresent();
        }
        try (FileJournal journal = JournalThread.open(file, SystemDisk.INSTANCE, Long.MAX_VALUE)) {
            assertThat(journal.objects()).as("read again").isEqualTo(1);
            assertThat(journal.state("waiting 7").phase()).isEqualTo(Phase.SUBMITTING);
            assertThat(journal.state("done 0").phase()).isEqualTo(Phase.ENDED);
        }
    }

    @Test
    void jobsThatWereOnlyTakenUpAreNotKeptAsObjectsHoweverManyThereAre() {
        Path file = directory.resolve("admitted.journal");
        try (Journal journal = Journal.open(file)) {
            for (int job = 0; job < 30_000; job++) {
                journal.append(Records.admitted("job " + job));
            }
            for (int job = 0; job < 30_000; job += 1_000) {
                journal.append(Records.submitting("job " + job, 1));
            }
        }
        try (FileJournal journal = JournalThread.open(file, SystemDisk.INSTANCE, Long.MAX_VALUE)) {
            assertThat(journal.objects()).isEqualTo(30);
            assertThat(journal.history("job 1000").specHash()).contains("1:spec-of-job 1000");
            assertThat(journal.state("job 29001").phase()).isEqualTo(Phase.ADMITTED);
        }
    }
}
