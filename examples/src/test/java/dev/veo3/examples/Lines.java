// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Lines as they are printed, for tests that wait for them. */
final class Lines extends Writer {
    private final BlockingQueue<String> printed = new LinkedBlockingQueue<>();
    private final List<String> all = new CopyOnWriteArrayList<>();
    private final StringBuilder begun = new StringBuilder();

    /** What prints here. */
    PrintWriter writer() {
        return new PrintWriter(this, true);
    }

    @Override
    public void write(char[] text, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (text[i] == '\n') {
                all.add(begun.toString());
                printed.add(begun.toString());
                begun.setLength(0);
            } else {
                begun.append(text[i]);
            }
        }
    }

    /** Waits for the next line that begins so, and passes over those before it. */
    String await(String begin) throws InterruptedException {
        String line = printed.take();
        while (!line.startsWith(begin)) {
            line = printed.take();
        }
        return line;
    }

    /** All lines so far that begin so. */
    List<String> beginning(String begin) {
        return all.stream().filter(line -> line.startsWith(begin)).toList();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
