// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.Verification.Damaged;
import dev.veo3.media.Verification.Depth;
import dev.veo3.media.Verification.Intact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MutatedVerificationTest {

    @TempDir
    private Path directory;

    @Test
    void aFileWithSomethingWrongInItIsVerifiedOrRefused() throws IOException {
        Mutations.each(10_000, directory, MutatedVerificationTest::verify);
    }

    @Test
    @Tag("stress")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void aMillionFilesWithSomethingWrongInThemAreVerifiedOrRefused() throws IOException {
        Mutations.each(1_000_000, directory, MutatedVerificationTest::verify);
    }

    private static void verify(Path file) throws IOException {
        Verification content = verify(file, Depth.CONTENT);
        Verification structure = verify(file, Depth.STRUCTURE);

        assertThat(content.path()).isEqualTo(file);
        // Whoever looks closer does not find less.
        if (structure instanceof Damaged) {
            assertThat(content).isInstanceOf(Damaged.class);
        } else if (content instanceof Intact) {
            assertThat(structure).isEqualTo(content);
        }
    }

    private static Verification verify(Path file, Depth depth) throws IOException {
        Verification verification;
        try {
            verification = MediaInspector.verify(file, depth);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this test", e);
        }
        long size = Files.size(file);
        switch (verification) {
            case Damaged damaged -> assertThat(damaged.offset()).isBetween(0L, size);
            case Intact intact -> assertThat(intact.trailingBytes()).isBetween(0L, size);
        }
        return verification;
    }
}
