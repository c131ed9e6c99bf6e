// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.veo3.batch.journal.Records.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;

/** What a later version of the same format has added is passed over and kept. */
class LaterVersionTest {
    private static final String TIME = ",\"t\":\"2027-01-01T00:00:00.000000000Z\"";

    @TempDir
    private Path directory;

    private Path journal(String... fields) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
            lines.append(JournalFiles.line(1, i + 1L, fields[i]));
        }
        return Files.writeString(directory.resolve("jobs.journal"), lines);
    }

    @Test
    void aTypeThatIsNotKnownIsPassedOverAndKept() throws IOException {
        Path file = journal(TIME + ",\"type\":\"admitted\",\"job\":\"a\",\"spec\":\"1:x\"",
                TIME + ",\"type\":\"budget\",\"limit\":\"none\",\"size\":{\"a\":[true,{}]},\"files\":\"all\"",
                TIME + ",\"type\":\"watched\",\"job\":\"a\",\"attempt\":\"first\"");
        List<String> before = JournalFiles.lines(file);

        try (Journal journal = Journal.open(file)) {
            assertThat(journal.history("a").specHash()).contains("1:x");
            assertThat(DurableJournalContract.jobs(journal)).hasSize(1);
            journal.append(Records.admitted("b"));
        }

        assertThat(JournalFiles.lines(file)).startsWith(before.toArray(String[]::new)).hasSize(4);
    }

    @Test
    void aFieldThatIsNotKnownIsPassedOver() throws IOException {
        Path file = journal(TIME + ",\"type\":\"submitted\",\"job\":\"a\",\"step\":\"submit\",\"attempt\":1,"
                + "\"result\":\"op\",\"request_ids\":[\"x\\\"]\",{\"y\":[[]]}],\"score\":-1.5E+7,\"ok\":true,\"no\":null");

        try (Journal journal = Journal.open(file)) {
            assertThat(journal.history("a").result(SUBMIT)).contains("op");
        }
    }

    @Test
    void theOrderOfTheFieldsAndSpacesDoNotMatter() throws IOException {
        Path file = journal(
                ", \"result\" : \"op\" , \"attempt\":1,\"job\":\"a\",\"step\":\"submit\",\"type\":\"submitted\""
                        + TIME);

        try (Journal journal = Journal.open(file)) {
            assertThat(journal.history("a").result(SUBMIT)).contains("op");
        }
    }

    @Test
    void fieldsThatMayBeMissingAre() throws IOException {
        Path file = journal(TIME + ",\"type\":\"submitting\",\"job\":\"a\",\"step\":\"submit\",\"attempt\":1",
                ",\"t\":\"2027-01-01T00:00:00Z\",\"type\":\"generated\",\"job\":\"a\",\"uris\":[]",
                TIME + ",\"type\":\"ended\",\"job\":\"a\",\"outcome\":\"postponed\",\"files\":[],\"started\":"
                        + "\"2027-01-01T00:00:00Z\",\"duration_nanos\":5,\"attempt\":1");

        try (Journal journal = Journal.open(file)) {
            JobHistory history = journal.history("a");
            assertThat(history.last(SUBMIT)).contains(new JournalRecord.Submitting("a",
                    java.time.Instant.parse("2027-01-01T00:00:00Z"), SUBMIT, 1, dev.veo3.model.Usd.ZERO,
                    java.util.Optional.empty()));
            assertThat(history.generated()).isPresent();
            assertThat(history.ended().orElseThrow().outcome()).isEqualTo("postponed");
            assertThat(journal.state("a").outcome()).contains("postponed");
        }
    }
}
