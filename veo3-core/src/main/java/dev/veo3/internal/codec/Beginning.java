// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A stream that remembers how it began, for the message about an answer that cannot be read. */
final class Beginning extends FilterInputStream {
    private static final int REMEMBERED = 256;

    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();

    Beginning(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            beginning.write(buffer, offset, Math.min(count, REMEMBERED - beginning.size()));
        }
        return count;
    }

    /** A parser's message, without the rest of a long one: some quote what they could not read. */
    static String bounded(String message) {
        String line = message.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= REMEMBERED ? line : line.substring(0, REMEMBERED) + " …";
    }

    String text() {
        return beginning.toString(StandardCharsets.UTF_8);
    }
}
