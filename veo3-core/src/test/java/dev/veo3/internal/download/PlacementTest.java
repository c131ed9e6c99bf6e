// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import dev.veo3.video.IfExists;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlacementTest {

    @TempDir
    Path directory;

    @Test
    void aCopyFromAnotherFileSystemReplacesTheTargetAndTakesThePartFileAway() throws Exception {
        Path part = Files.writeString(directory.resolve("x.part"), "new");
        Path target = Files.writeString(directory.resolve("film.mp4"), "old");

        Placement.copyThenPlace(part, target, IfExists.REPLACE);

        assertThat(target).hasContent("new");
        assertThat(Files.list(directory)).containsExactly(target);
    }

    @Test
    void aCopyThatFailsLeavesTheTargetAsItWas() throws Exception {
        Path target = Files.writeString(directory.resolve("film.mp4"), "old");

        assertThatThrownBy(() -> Placement.copyThenPlace(directory.resolve("gone.part"), target, IfExists.REPLACE))
                .isInstanceOf(NoSuchFileException.class);

        assertThat(target).hasContent("old");
        assertThat(Files.list(directory)).containsExactly(target);
    }

    @Test
    void aPartFileIsDeletedUnlessItIsKeptOrMoved() throws IOException {
        try (PartFile part = PartFile.create(directory, "film.mp4")) {
            part.write("half".getBytes(StandardCharsets.UTF_8));
            assertThat(part.size()).isEqualTo(4);
            assertThat(Files.list(directory)).containsExactly(part.path());
        }
        assertThat(directory).isEmptyDirectory();

        try (PartFile part = PartFile.create(directory, "film.mp4")) {
            part.write('x');
            part.finish();
            part.keep();
        }
        assertThat(Files.list(directory)).singleElement().satisfies(file -> assertThat(file).hasContent("x"));
    }

    @Test
    void theLongestNameLeavesRoomForThatOfItsPartFile() throws Exception {
        // 250 bytes, of 255 that are common.
        Path target = directory.resolve("\ud83c\udf0a".repeat(61) + "xx.mp4");
        Path part = Files.writeString(directory.resolve("x.part"), "video");

        Placement.copyThenPlace(part, target, IfExists.REPLACE);

        assertThat(Files.list(directory)).containsExactly(target);
    }

    @Test
    void aTargetWithoutADirectoryIsInTheCurrentOne() {
        assertThat(Placement.directoryOf(Path.of("film.mp4"))).isEqualTo(Path.of("").toAbsolutePath());
    }
}
