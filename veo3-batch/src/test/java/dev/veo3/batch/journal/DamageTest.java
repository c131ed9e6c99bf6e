// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.veo3.batch.journal.Records.life;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A journal that is not what was written is refused with its place, and nothing in it is changed. */
class DamageTest {
    private static final String REMEDY = " Nothing was changed. Restore the journal from a copy; without what it says,"
            + " jobs that the service has taken would be paid again.";

    @TempDir
    private Path directory;
    private Path file = Path.of("");
    private byte[] bytes = {};
    private List<String> lines = List.of();

    @BeforeEach
    void writeJournal() throws IOException {
        file = JournalFiles.write(directory.resolve("jobs.journal"), life("a")).toRealPath();
        bytes = Files.readAllBytes(file);
        lines = JournalFiles.lines(file).stream().map(line -> line + "\n").toList();
    }

    private static String refusal(Path journal) throws IOException {
        byte[] before = Files.readAllBytes(journal);
        JournalException refused = catchThrowableOfType(JournalException.class, () -> Journal.open(journal).close());
        JournalException unread = catchThrowableOfType(JournalException.class, () -> JournalReader.of(journal).close());

        assertThat(refused).as("the refusal of %s", new String(before, StandardCharsets.UTF_8)).isNotNull();
        assertThat(unread).as("of who only reads").hasMessage(refused.getMessage());
        assertThat(Files.readAllBytes(journal)).isEqualTo(before);
        assertThat(TornTail.aside(journal)).doesNotExist();
        return String.valueOf(refused.getMessage());
    }

    private String refusal(List<String> content) throws IOException {
        Files.writeString(file, String.join("", content));
        return refusal(file);
    }

    @Test
    void aByteThatIsAnotherAnywhereButInTheLastRecordIsFound() throws IOException {
        int lastLine = bytes.length - lines.getLast().length();
        for (int at = 0; at < lastLine; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);

            assertThat(refusal(file)).as("byte %s", at).startsWith(file + ":");
        }
    }

    @Test
    void theLineAndItsOffsetAreNamed() throws IOException {
        byte[] damaged = bytes.clone();
        int second = lines.getFirst().length();
        damaged[second + 40] ^= 1;
        Files.write(file, damaged);

        assertThat(refusal(file)).isEqualTo(file + ":2 (offset " + second + "): this is not what was written, and it is"
                + " no end that a crash has cut off, because there is a whole record behind it." + REMEDY);
    }

    @Test
    void aRecordThatIsMissingIsFound() throws IOException {
        List<String> fewer = new ArrayList<>(lines);
        fewer.remove(2);

        assertThat(refusal(fewer)).isEqualTo(file + ":3 (offset " + (lines.get(0).length() + lines.get(1).length())
                + "): record 3 is missing: here is record 4." + REMEDY);
        assertThat(refusal(lines.subList(1, 3))).startsWith(file + ":1 (offset 0): record 1 is missing");
    }

    @Test
    void recordsInAnotherOrderOrTwiceAreFound() throws IOException {
        assertThat(refusal(List.of(lines.get(0), lines.get(2), lines.get(1)))).contains("record 2 is missing");
        assertThat(refusal(List.of(lines.get(0), lines.get(0)))).contains("record 2 is missing: here is record 1.");
    }

    @Test
    void anotherVersionOfTheFormatIsNamed() throws IOException {
        String other = JournalFiles.line(2, 1, ",\"t\":\"2027-01-01T00:00:00Z\",\"type\":\"resumed\"");

        assertThat(refusal(List.of(other))).isEqualTo(file + ":1 (offset 0): this is a journal in another version of"
                + " the format; this library reads version 1. Use the version of the library that has written it.");
        assertThat(refusal(List.of("{\"v\":23,\"number\":1,\"entry\":{}}\n")))
                .contains("another version of the format");
        assertThat(refusal(List.of(lines.getFirst(), other))).startsWith(file + ":2 ").contains("another version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs:\n  - id: a\n", "{\"total_jobs\": 2}", "\n", "{\"v\":true,\"seq\":1}", "\u0000\u0000",
        "\u007fELF\u0002\u0001\n\n\n"})
    void aFileThatIsNoJournalIsLeftAlone(String content) throws IOException {
        assertThat(refusal(List.of(content))).isEqualTo(file + ":1 (offset 0): this is no journal. Name a file that a"
                + " batch has written, or one that is not there yet.");
    }

    @Test
    void aRecordThatCannotBeUnderstoodIsRefusedWithTheReason() throws IOException {
        String time = ",\"t\":\"2026-11-24T10:00:00.000000000Z\"";
        String step = time + ",\"job\":\"a\",\"step\":\"submit\",\"attempt\":1";

        assertThat(because(time)).isEqualTo("the field \"type\" is missing");
        assertThat(because(",\"type\":\"resumed\"")).isEqualTo("the field \"t\" is missing");
        assertThat(because(",\"t\":\"2026-02-30T10:00:00.000000000Z\",\"type\":\"resumed\""))
                .isEqualTo("this is no point in time");
        assertThat(because(",\"type\":\"submitted\"" + time + ",\"job\":\"a\""))
                .isEqualTo("the field \"step\" is missing");
        assertThat(because(",\"type\":\"resolved\",\"verdict\":\"hopeless\"" + step))
                .isEqualTo("the verdict \"hopeless\" is not known");
        assertThat(because(",\"type\":\"rejected\",\"cause\":\"moon\",\"why\":\"\"" + step))
                .isEqualTo("the cause \"moon\" is not known");
        assertThat(because(",\"type\":\"submitted\",\"result\":5" + step)).isEqualTo("'\"' is missing");
        assertThat(because(",\"type\":\"ambiguous\",\"why\":\"never ends" + step)).startsWith("',' is missing");
        assertThat(because(",\"type\":\"limit\",\"key\":\"k\",\"limit\":1.5" + time))
                .isEqualTo("this is no whole number");
        assertThat(because(",\"type\":\"limit\",\"key\":\"k\",\"limit\":99999999999" + time))
                .isEqualTo("the limit 99999999999 is none");
        assertThat(because(",\"type\":\"admitted\",\"spec\":\"\\x\"" + step)).isEqualTo("an escape is not known");
    }

    private String because(String fields) throws IOException {
        String refusal = refusal(List.of(JournalFiles.line(1, 1, fields)));
        String before = file + ":1 (offset 0): the record cannot be understood: ";
        String after = ". A later version of the library may have written it: use that one.";
        assertThat(refusal).startsWith(before).endsWith(after);
        return refusal.substring(before.length(), refusal.length() - after.length());
    }

    @Test
    void aFileThatIsNotThereOrNoFileIsNamedByWhoReads() {
        Path none = directory.resolve("none.journal");

        assertThat(catchThrowableOfType(JournalException.class, () -> JournalReader.of(none)))
                .hasMessage(none + ": the journal does not exist. Correct the path.");
        assertThat(catchThrowableOfType(JournalException.class, () -> JournalReader.of(directory)))
                .hasMessage(directory + ": this is no journal. Name a file that a batch has written.");
        assertThat(catchThrowableOfType(JournalException.class, () -> Journal.open(directory)))
                .hasMessageStartingWith(directory + ": the journal cannot be opened: ");
        assertThat(none).doesNotExist();
    }
}
