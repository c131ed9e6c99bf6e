// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MutatedFileTest {

    @TempDir
    private Path directory;

    @Test
    void aFileWithSomethingWrongInItIsInspectedOrRefused() throws IOException {
        Mutations.each(10_000, directory, MutatedFileTest::inspect);
    }

    @Test
    @Tag("stress")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void aMillionFilesWithSomethingWrongInThemAreInspectedOrRefused() throws IOException {
        Mutations.each(1_000_000, directory, MutatedFileTest::inspect);
    }

    @Test
    void theSameNumberMakesTheSameFile() throws IOException {
        byte[] original = Fixtures.bytes("clip-2s.mov");

        assertThat(Mutations.of(original, 7)).isEqualTo(Mutations.of(original, 7))
                .isNotEqualTo(Mutations.of(original, 8)).isNotEqualTo(original);
        assertThat(original).isEqualTo(Fixtures.bytes("clip-2s.mov"));
    }

    private static void inspect(Path file) {
        MediaInfo info = MediaInspector.inspect(file);

        assertThat(info.width()).isPositive();
        assertThat(info.height()).isPositive();
    }
}
