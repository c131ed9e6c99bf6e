// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import java.io.IOException;
import java.io.InputStream;

/** A stream that takes back what was read too early. It holds nothing until then. Used by one thread. */
final class PutBackStream extends InputStream {
    private final InputStream in;
    private byte[] back = new byte[0];
    private int position;

    PutBackStream(InputStream in) {
        this.in = in;
    }

    /** These bytes are read next, and then those that were put back before and not read again. They are copied. */
    void putBack(byte[] bytes, int from, int to) {
        int left = back.length - position;
        byte[] all = new byte[to - from + left];
        System.arraycopy(bytes, from, all, 0, to - from);
        System.arraycopy(back, position, all, to - from, left);
        back = all;
        position = 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int left = back.length - position;
        if (left == 0) {
            return in.read(buffer, offset, length);
        }
        int count = Math.min(left, length);
        System.arraycopy(back, position, buffer, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
