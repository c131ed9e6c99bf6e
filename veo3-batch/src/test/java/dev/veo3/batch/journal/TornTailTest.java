// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JobState.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.veo3.batch.journal.Records.admitted;
import static dev.veo3.batch.journal.Records.submitted;
import static dev.veo3.batch.journal.Records.submitting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a crash has left of the last write is kept aside and cut off. */
class TornTailTest {
    private static final List<JournalRecord> RECORDS = List.of(admitted("a"), submitting("a", 1), submitted("a", 1));

    @TempDir
    private Path directory;
    private Path whole = Path.of("");
    private byte[] bytes = {};
    private int lastLine;

    @BeforeEach
    void writeJournal() throws IOException {
        whole = JournalFiles.write(directory.resolve("whole.journal"), RECORDS);
        bytes = Files.readAllBytes(whole);
        String text = new String(bytes, StandardCharsets.US_ASCII);
        lastLine = text.lastIndexOf('\n', text.length() - 2) + 1;
    }

    private Path torn(int length) throws IOException {
        return JournalFiles.beginning(whole, length, directory.resolve("torn-" + length + ".journal"));
    }

    @Test
    void aTailThatIsTornAnywhereInTheLastRecordIsKeptAsideAndCutOff() throws IOException {
        for (int length = lastLine + 1; length < bytes.length; length++) {
            Path file = torn(length);

            try (Journal journal = Journal.open(file)) {
                assertThat(journal.state("a").phase()).as("torn at %s", length).isEqualTo(Phase.SUBMITTING);
                journal.force(submitted("a", 1));
            }

            assertThat(Files.readAllBytes(file)).as("torn at %s", length).isEqualTo(bytes);
            assertThat(Files.readAllBytes(TornTail.aside(file))).as("torn at %s", length)
                    .isEqualTo(withLineFeed(Arrays.copyOfRange(bytes, lastLine, length)));
        }
    }

    private static byte[] withLineFeed(byte[] fragment) {
        byte[] all = Arrays.copyOf(fragment, fragment.length + 1);
        all[fragment.length] = '\n';
        return all;
    }

    @Test
    void aJournalThatEndsWithAWholeRecordIsNotTorn() throws IOException {
        Path file = torn(lastLine);

        Journal.open(file).close();

        assertThat(Files.size(file)).isEqualTo(lastLine);
        assertThat(TornTail.aside(file)).doesNotExist();
    }

    @Test
    void aTailThatIsTornTwiceInARowIsKeptTwice() throws IOException {
        Path file = torn(bytes.length - 5);
        Journal.open(file).close();
        byte[] first = Files.readAllBytes(TornTail.aside(file));
        Files.write(file, Arrays.copyOfRange(bytes, lastLine, lastLine + 9), StandardOpenOption.APPEND);

        Journal.open(file).close();

        assertThat(Files.size(file)).isEqualTo(lastLine);
        assertThat(Files.readString(TornTail.aside(file)))
                .isEqualTo(new String(first, StandardCharsets.US_ASCII) + "{\"v\":1,\"s\n");
    }

    @Test
    void aTailIsTornAndTheNextWriteFails() throws IOException {
        Path file = torn(bytes.length - 5);
        FailingDisk disk = new FailingDisk();
        try (Journal journal = JournalThread.open(file, disk, Long.MAX_VALUE)) {
            disk.failNextWrite(file, 7);

            assertThatThrownBy(() -> journal.force(submitted("a", 1))).isInstanceOf(JournalException.class);
            assertThat(journal.state("a").phase()).isEqualTo(Phase.SUBMITTED);
            assertThatThrownBy(journal::close).isInstanceOf(JournalException.class);
        }
        assertThat(Files.size(file)).as("half a record is there").isEqualTo(lastLine + 7);

        try (Journal journal = Journal.open(file)) {
            assertThat(journal.state("a").phase()).isEqualTo(Phase.SUBMITTING);
            journal.force(submitted("a", 1));
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void aLastRecordThatIsNotWhatWasWrittenIsTornEvenWithItsLineFeed() throws IOException {
        for (int at = lastLine; at < bytes.length - 1; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            Path file = Files.write(directory.resolve("damaged-" + at + ".journal"), damaged);

            try (Journal journal = Journal.open(file)) {
                assertThat(journal.state("a").phase()).as("damaged at %s", at).isEqualTo(Phase.SUBMITTING);
            }
            assertThat(Files.size(file)).isEqualTo(lastLine);
        }
    }

    @Test
    void aTailOfSeveralRecordsAndEmptyBlocksIsCutOffWhole() throws IOException {
        byte[] grown = Arrays.copyOf(bytes, bytes.length + 10_000);
        Arrays.fill(grown, lastLine + 3, lastLine + 60, (byte) '\n');
        Path file = Files.write(directory.resolve("blocks.journal"), grown);

        Journal.open(file).close();

        assertThat(Files.size(file)).isEqualTo(lastLine);
        assertThat(Files.size(TornTail.aside(file))).isEqualTo(grown.length - lastLine + 1);
    }

    @Test
    void aFirstRecordThatIsTornAnywhereLeavesAnEmptyJournal() throws IOException {
        int first = new String(bytes, StandardCharsets.US_ASCII).indexOf('\n');
        for (int length = 1; length <= first; length++) {
            Path file = torn(length);

            try (Journal journal = Journal.open(file)) {
                assertThat(journal.state("a")).isEqualTo(JobState.NEW);
                RECORDS.forEach(journal::append);
            }
            assertThat(Files.readAllBytes(file)).as("torn at %s", length).isEqualTo(bytes);
        }
    }

    @Test
    void aReaderPassesOverATornTailAndChangesNothing() throws IOException {
        for (int length = lastLine; length < bytes.length; length++) {
            Path file = torn(length);

            try (JournalReader reader = JournalReader.of(file)) {
                assertThat(reader.state("a").phase()).isEqualTo(Phase.SUBMITTING);
                assertThat(DurableJournalContract.jobs(reader)).containsExactly(reader.history("a"));
            }
            assertThat(Files.size(file)).isEqualTo(length);
            assertThat(TornTail.aside(file)).doesNotExist();
        }
    }

    @Test
    void whatWasCutOffAndTheCutAreOnTheDiskBeforeAnythingIsWrittenBehindIt() throws IOException {
        Path file = torn(bytes.length - 5);
        CrashingDisk disk = new CrashingDisk(Integer.MAX_VALUE, directory);

        TornTail.cut(file, lastLine, disk);
        disk.crash();

        assertThat(Files.size(file)).isEqualTo(lastLine);
        assertThat(Files.readAllBytes(TornTail.aside(file)))
                .isEqualTo(withLineFeed(Arrays.copyOfRange(bytes, lastLine, bytes.length - 5)));
    }
}
