// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.Verification.Damaged;
import dev.veo3.media.Verification.Depth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Verifies bytes as if they were a file: for tests that look at hundreds of thousands of files. */
final class InMemory {

    static final Path PATH = Path.of("in-memory");

    private InMemory() {}

    /** A file that consists of the first so many of these bytes. */
    static MediaFile file(byte[] content, int length) {
        return new MediaFile(PATH, (into, at) -> {
            int count = (int) Math.min(into.remaining(), length - at);
            if (count <= 0) {
                return -1;
            }
            into.put(ByteBuffer.wrap(content, (int) at, count));
            return count;
        }, length);
    }

    static Verification verify(byte[] content) throws IOException {
        return verify(content, content.length, Depth.CONTENT);
    }

    static Verification verify(byte[] content, int length, Depth depth) throws IOException {
        return FileCheck.of(file(content, length), depth);
    }

    /** The damage of these bytes, which there must be. */
    static Damaged damage(byte[] content) throws IOException {
        Verification verification = verify(content);
        assertThat(verification).isInstanceOf(Damaged.class);
        return (Damaged) verification;
    }
}
