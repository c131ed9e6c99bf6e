// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.veo3.batch.journal.Records.admitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A job about which one line tells everything is read again from the place of that line. */
class SingleLineTest {
    @TempDir
    private Path directory;

    @Test
    void theLineOfAnotherJobIsNeverTakenForTheOneThatWasThere() throws Exception {
        Path file = JournalFiles.write(directory.resolve("a.journal"), List.of(admitted("one"), admitted("two")));
        try (LineReader reader = LineReader.of(file, LineReader.SMALL)) {
            long length = JournalFiles.lines(file).getFirst().length() + 1L;
            assertThat(SingleLine.read(reader, "two", length).job()).isEqualTo("two");

            assertThatThrownBy(() -> SingleLine.read(reader, "two", 0)).isInstanceOf(JournalException.class)
                    .hasMessageStartingWith(file + " (offset 0): the record of job \"two\" that was here is gone");
            assertThatThrownBy(() -> SingleLine.read(reader, "two", length + 3)).isInstanceOf(JournalException.class)
                    .hasMessageContaining("is gone");
        }
    }
}
