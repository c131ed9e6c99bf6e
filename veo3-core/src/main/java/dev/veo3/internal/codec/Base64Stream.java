// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/** A stream's bytes as base64, encoded while they are read. The JDK has this for writing only. */
final class Base64Stream extends InputStream {
    // A multiple of 3, so that only the last piece is padded.
    private static final int PIECE = 3 * 4096;

    private final InputStream plain;
    private byte[] encoded = new byte[0];
    private int position;

    Base64Stream(InputStream plain) {
        this.plain = plain;
    }

    /** How many characters so many bytes make. */
    static long encodedLength(long bytes) {
        return Math.multiplyExact(Math.ceilDiv(bytes, 3), 4);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == encoded.length) {
            byte[] piece = plain.readNBytes(PIECE);
            if (piece.length == 0) {
                return -1;
            }
            encoded = Base64.getEncoder().encode(piece);
            position = 0;
        }
        int count = Math.min(length, encoded.length - position);
        System.arraycopy(encoded, position, buffer, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }
}
