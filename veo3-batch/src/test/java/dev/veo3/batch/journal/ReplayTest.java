// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.veo3.batch.journal.Records.admitted;
import static dev.veo3.batch.journal.Records.rejected;
import static dev.veo3.batch.journal.Records.submitted;
import static dev.veo3.batch.journal.Records.submitting;
import static dev.veo3.batch.journal.Records.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Steps of a job are read when its end has not repeated them. */
class ReplayTest {
    private static final String ADMITTED = ",\"t\":\"2027-01-01T00:00:00Z\",\"type\":\"admitted\",\"job\":\"a\",\"spec\":\"1:x\"";
    private static final String STEP = ",\"t\":\"2027-01-01T00:00:00Z\",\"job\":\"a\",\"step\":\"submit\",\"attempt\":1";
    private static final String ENDED = ",\"t\":\"2027-01-01T00:00:00Z\",\"type\":\"ended\",\"job\":\"a\",\"outcome\":\"failed\","
            + "\"files\":[],\"started\":\"2027-01-01T00:00:00Z\",\"duration_nanos\":5,\"attempt\":1,\"was\":{\"spec\":\"1:x\"}";

    @TempDir
    private Path directory;
    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = directory.resolve("jobs.journal");
    }

    private void write(String... fields) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
            lines.append(JournalFiles.line(1, i + 1L, fields[i]));
        }
        Files.writeString(file, lines);
    }

    @Test
    void aStepThatCannotBeUnderstoodIsRefusedWithItsLineWhileItsJobIsUnderWay() throws IOException {
        write(ADMITTED, STEP + ",\"type\":\"submitted\"");

        assertThatThrownBy(() -> JournalReader.of(file)).isInstanceOf(JournalException.class)
                .hasMessageStartingWith(file + ":2 (offset ")
                .hasMessageContaining("the record cannot be understood: the field \"result\" is missing");
    }

    @Test
    void whatAJobsEndHasRepeatedIsNotRead() throws IOException {
        write(ADMITTED, STEP + ",\"type\":\"submitted\"", ENDED);

        try (JournalReader journal = JournalReader.of(file)) {
            assertThat(journal.state("a").outcome()).contains("failed");
        }
    }

    /** What they mean decides whether something is paid again. */
    @Test
    void aCauseAndAVerdictThatAreNotKnownAreRefusedWhateverFollows() throws IOException {
        write(ADMITTED, STEP + ",\"type\":\"rejected\",\"cause\":\"moon\",\"why\":\"\"", ENDED);
        assertThatThrownBy(() -> JournalReader.of(file)).isInstanceOf(JournalException.class)
                .hasMessageContaining("the cause \"moon\" is not known");

        write(ADMITTED, STEP + ",\"type\":\"resolved\",\"verdict\":\"hopeless\"", ENDED);
        assertThatThrownBy(() -> JournalReader.of(file)).isInstanceOf(JournalException.class)
                .hasMessageContaining("the verdict \"hopeless\" is not known");
    }

    @Test
    void jobsThatHaveNotEndedComeInTheOrderOfTheirLines() throws IOException {
        JournalFiles.write(file, List.of(admitted("z"), admitted("done"), submitting("z", 1), admitted("waiting"),
                admitted("b"), submitting("b", 1), succeeded("done", 1), admitted("a"), submitting("a", 1),
                submitted("b", 1), rejected("a", 1, JournalRecord.Rejected.Cause.QUOTA), admitted("done"),
                submitting("done", 2)));

        try (JournalReader journal = JournalReader.of(file)) {
            List<JobHistory> jobs = DurableJournalContract.jobs(journal);
            assertThat(jobs).extracting(JobHistory::job).containsExactlyInAnyOrder("waiting", "z", "b", "done", "a");
            try (var stream = journal.jobs()) {
                assertThat(stream.map(JobHistory::job)).containsExactly("waiting", "z", "b", "done", "a");
            }
            assertThat(journal.history("done").ended()).isEmpty();
            assertThat(journal.history("done").nextAttempt("submit")).isEqualTo(3);
            assertThat(journal.history("b").result("submit")).isPresent();
        }
    }
}
