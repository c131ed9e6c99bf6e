// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;

/** Lets bytes pass at a rate, ten times a second. */
final class SlowOutput extends OutputStream {

    private static final Duration STEP = Duration.ofMillis(100);

    private final OutputStream out;
    private final double bytesPerStep;
    private final Pause pause;
    private double allowed;

    SlowOutput(OutputStream out, int bytesPerSecond, Pause pause) {
        this.out = out;
        this.bytesPerStep = bytesPerSecond / 10.0;
        this.pause = pause;
        this.allowed = bytesPerStep;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[]{(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int n = (int) Math.min(allowed, length - done);
            out.write(source, offset + done, n);
            done += n;
            allowed -= n;
            if (done < length) {
                out.flush();
                await();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    private void await() throws IOException {
        try {
            pause.pause(STEP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("The server was stopped");
            stopped.initCause(e);
            throw stopped;
        }
        allowed += bytesPerStep;
    }
}
