// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.veo3.batch.journal.Records.NOW;
import static dev.veo3.batch.journal.Records.PRICE;
import static dev.veo3.batch.journal.Records.admitted;
import static dev.veo3.batch.journal.Records.ended;
import static dev.veo3.batch.journal.Records.life;
import static dev.veo3.batch.journal.Records.submitted;
import static dev.veo3.batch.journal.Records.submitting;
import static dev.veo3.batch.journal.Records.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** When a job came how far is read from its line without the rest, and is what its history tells. */
class MilestonesTest {

    @TempDir
    private Path directory;

    private Path journal() throws IOException {
        List<JournalRecord> records = new ArrayList<>(life("whole"));
        records.addAll(List.of(admitted("taken up"), admitted("running"), submitting("running", 1),
                submitted("running", 1)));
        records.addAll(List.of(admitted("never sent"), ended("never sent", "cancelled", "stopped", 0)));
        // The step that was recorded last is not the one that happened first.
        records.addAll(List.of(admitted("of two steps"), submitting("of two steps", 1),
                new Submitted("of two steps", NOW.plusSeconds(9), "submit", 1, "op"),
                new Submitting("of two steps", NOW, "upscale", 1, PRICE, Optional.empty()),
                new Submitted("of two steps", NOW.plusSeconds(5), "upscale", 1, "up"),
                succeeded("of two steps", 1)));
        records.addAll(List.of(admitted("tried again"), submitting("tried again", 1),
                new Rejected("tried again", NOW.plusSeconds(7), "submit", 1, Rejected.Cause.NOT_SENT, "no route"),
                new Submitting("tried again", NOW.plusSeconds(10), "submit", 2, PRICE, Optional.empty()),
                new Submitted("tried again", NOW.plusSeconds(11), "submit", 2, "op"), succeeded("tried again", 2)));
        return JournalFiles.write(directory.resolve("jobs.journal"), records);
    }

    @Test
    void theyAreWhatTheHistoryTells() throws IOException {
        try (Journal journal = Journal.open(journal()); Histories histories = journal.histories(List.of())) {
            for (String job : List.of("whole", "taken up", "running", "never sent", "of two steps", "tried again",
                    "unknown")) {
                assertThat(histories.milestones(job)).as(job).isEqualTo(Milestones.of(histories.history(job)));
            }
            assertThat(histories.milestones("whole"))
                    .isEqualTo(new Milestones(true, Optional.of(NOW), Optional.of(NOW), Duration.ZERO));
            assertThat(histories.milestones("of two steps").submitted()).contains(NOW.plusSeconds(5));
            assertThat(histories.milestones("tried again").retried()).isEqualTo(Duration.ofSeconds(10));
            assertThat(histories.milestones("never sent"))
                    .isEqualTo(new Milestones(true, Optional.empty(), Optional.empty(), Duration.ZERO));
        }
    }

    @Test
    void aLineThatIsAboutAnotherJobTellsNone() throws IOException {
        Path file = JournalFiles.write(directory.resolve("jobs.journal"), List.of(admitted("one"), admitted("two")));
        try (LineReader reader = LineReader.of(file, LineReader.SMALL)) {
            assertThatThrownBy(() -> SingleLine.milestones(reader, "two", 0)).isInstanceOf(JournalException.class)
                    .hasMessageContaining("the record of job \"two\" that was here is gone");
        }
    }
}
