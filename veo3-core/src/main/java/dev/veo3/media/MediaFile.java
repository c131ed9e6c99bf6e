// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * An open file that is checked as a whole.
 *
 * @param path the file, as it was given to the inspector
 * @param source where its bytes come from; an interrupt makes it fail and so ends the check
 * @param size how many bytes it had when it was opened
 */
record MediaFile(Path path, HeaderWindow.Source source, long size) {

    HeaderWindow window() throws IOException {
        return new HeaderWindow(path, source, size);
    }

    /** Fills the buffer up to its limit with what stands at this place. */
    void fill(ByteBuffer buffer, long at) throws IOException {
        int begin = buffer.position();
        while (buffer.hasRemaining()) {
            long next = at + buffer.position() - begin;
            if (source.read(buffer, next) < 0) {
                throw damaged(next, "the file became shorter while it was read");
            }
        }
    }

    MediaException damaged(long at, String what) {
        return MediaException.damaged(path, at, what);
    }

    MediaException cutOff(String inside) {
        return damaged(size, "the file is cut off inside " + inside);
    }
}
