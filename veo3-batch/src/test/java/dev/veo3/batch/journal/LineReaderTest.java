// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LineReaderTest {
    @TempDir
    private Path directory;

    @Test
    void aFileThatGrowsIsReadOnBehindItsFormerEnd() throws Exception {
        Path file = Files.writeString(directory.resolve("a.journal"), "the first line\n");
        try (LineReader lines = LineReader.of(file, LineReader.SMALL)) {
            assertThat(lines.next(Files.size(file))).isTrue();
            assertThat(lines.next(Files.size(file))).isFalse();
            assertThat(lines.nextOffset()).isEqualTo(15);

            Files.writeString(file, "the second\n", StandardOpenOption.APPEND);

            assertThat(lines.next(Files.size(file))).isTrue();
            assertThat(lines.offset()).isEqualTo(15);
            assertThat(lines.length()).isEqualTo(11);
            assertThat(lines.next(Files.size(file))).isFalse();
        }
    }
}
