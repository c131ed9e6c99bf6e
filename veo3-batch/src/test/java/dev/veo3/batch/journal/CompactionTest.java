// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JournalRecord.LimitLearned;
import dev.veo3.batch.journal.JournalRecord.Paused;
import dev.veo3.batch.journal.JournalRecord.Rejected.Cause;
import dev.veo3.batch.journal.JournalRecord.Resumed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.veo3.batch.journal.DurableJournalContract.jobs;
import static dev.veo3.batch.journal.Records.NOW;
import static dev.veo3.batch.journal.Records.admitted;
import static dev.veo3.batch.journal.Records.life;
import static dev.veo3.batch.journal.Records.opened;
import static dev.veo3.batch.journal.Records.rejected;
import static dev.veo3.batch.journal.Records.submitted;
import static dev.veo3.batch.journal.Records.submitting;
import static dev.veo3.batch.journal.Records.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

/** A journal most of which is not needed any more is written anew when it is opened. */
class CompactionTest {

    @TempDir
    private Path directory;

    private Path file() throws IOException {
        return directory.toRealPath().resolve("jobs.journal");
    }

    private static List<JournalRecord> records() {
        List<JournalRecord> records = new ArrayList<>(List.of(opened("first"), new LimitLearned(NOW, "m", 3),
                new Paused(NOW, "lunch"), new Resumed(NOW)));
        for (int job = 0; job < 50; job++) {
            for (int attempt = 1; attempt < 5; attempt++) {
                records.addAll(
                        List.of(submitting("done " + job, attempt), rejected("done " + job, attempt, Cause.QUOTA)));
            }
            records.addAll(life("done " + job));
        }
        records.addAll(List.of(opened("second"), new LimitLearned(NOW, "m", 5), new LimitLearned(NOW, "n", 7),
                new Paused(NOW, "night")));
        // Taken up again: what was recorded when it ended is needed still.
        records.addAll(List.of(admitted("done 7"), submitting("done 7", 2)));
        records.addAll(List.of(admitted("running"), submitting("running", 1), submitted("running", 1)));
        records.addAll(List.of(admitted("waiting"), admitted("waiting")));
        return records;
    }

    @Test
    void whatItSaysIsTheSameAndItIsSmaller() throws IOException {
        JournalFiles.write(file(), records());
        long before = Files.size(file());
        List<JobHistory> jobs;
        BatchHistory batch;
        try (JournalReader reader = JournalReader.of(file())) {
            jobs = jobs(reader);
            batch = reader.batch();
        }

        try (Journal journal = JournalThread.open(file(), SystemDisk.INSTANCE, 1)) {
            assertThat(jobs(journal)).containsExactlyInAnyOrderElementsOf(jobs);
            assertThat(jobs.stream().map(JobHistory::job).map(journal::state))
                    .isEqualTo(jobs.stream().map(JobHistory::state).toList());
            assertThat(journal.batch()).isEqualTo(batch);
            journal.force(succeeded("running", 1));
        }

        assertThat(Files.size(file())).isLessThan(before / 2);
        // Three of the batch and the pause, 49 that ended, one that had ended with two more, three that run, one that waits.
        assertThat(JournalFiles.lines(file())).hasSize(4 + 49 + 3 + 3 + 1 + 1);
        assertThat(Compaction.part(file())).doesNotExist();
        try (JournalReader reader = JournalReader.of(file())) {
            assertThat(reader.history("running").ended()).contains(succeeded("running", 1));
            assertThat(jobs(reader)).hasSameSizeAs(jobs);
        }
    }

    @Test
    void aSmallJournalAndOneThatIsNeededStayAsTheyAre() throws IOException {
        JournalFiles.write(file(), records());
        byte[] before = Files.readAllBytes(file());

        JournalThread.open(file(), SystemDisk.INSTANCE, before.length + 1).close();
        assertThat(Files.readAllBytes(file())).isEqualTo(before);

        JournalThread.open(file(), SystemDisk.INSTANCE, before.length).close();
        byte[] compacted = Files.readAllBytes(file());
        assertThat(compacted).hasSizeLessThan(before.length);

        JournalThread.open(file(), SystemDisk.INSTANCE, 1).close();
        assertThat(Files.readAllBytes(file())).as("all of it is needed").isEqualTo(compacted);
    }

    @Test
    void whatALaterVersionHasWrittenStaysAsItIs() throws IOException {
        List<JournalRecord> records = records();
        JournalFiles.write(file(), records);
        String time = ",\"t\":\"2027-01-01T00:00:00.000000000Z\"";
        String unknown = time + ",\"type\":\"watermarked\",\"job\":\"done 1\",\"seal\":{\"of\":[1,2.5e3,null]}";
        String more = time + ",\"type\":\"submitted\",\"job\":\"late\",\"step\":\"submit\",\"attempt\":1,"
                + "\"result\":\"op\",\"region\":\"\u00e9\"";
        Files.writeString(file(), JournalFiles.line(1, records.size() + 1L, unknown)
                + JournalFiles.line(1, records.size() + 2L, more), StandardOpenOption.APPEND);

        JournalThread.open(file(), SystemDisk.INSTANCE, 1).close();

        List<String> lines = JournalFiles.lines(file());
        assertThat(lines).hasSizeLessThan(records.size());
        assertThat(lines.get(lines.size() - 2) + "\n")
                .isEqualTo(JournalFiles.line(1, lines.size() - 1L, unknown));
        assertThat(lines.getLast() + "\n").isEqualTo(JournalFiles.line(1, lines.size(), more));
    }

    @Test
    void aFileThatAnEarlierCompactionHasLeftIsRemoved() throws IOException {
        JournalFiles.write(file(), life("a"));
        Files.writeString(Compaction.part(file()), "half of it");

        Journal.open(file()).close();

        assertThat(Compaction.part(file())).doesNotExist();
    }

    @Test
    void aCompactionForWhichThereIsNoRoomIsLeftOut() throws IOException {
        JournalFiles.write(file(), records());
        byte[] before = Files.readAllBytes(file());
        FailingDisk disk = new FailingDisk();
        Files.createFile(Compaction.part(file()));
        disk.failNextWrite(Compaction.part(file()), 100);

        try (Journal journal = JournalThread.open(file(), disk, 1)) {
            assertThat(jobs(journal)).hasSize(52);
        }

        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        assertThat(Compaction.part(file())).doesNotExist();
    }
}
