// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.http;

import java.io.IOException;
import java.io.OutputStream;

/** Lets this many bytes pass and drops the others. */
final class FirstBytes extends OutputStream {

    private final OutputStream out;
    private long left;

    FirstBytes(OutputStream out, long count) {
        this.out = out;
        this.left = count;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[]{(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        int n = (int) Math.min(left, length);
        out.write(source, offset, n);
        left -= n;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
