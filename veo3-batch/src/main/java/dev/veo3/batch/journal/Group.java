// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Lines that are written together, and whoever waits for them. Filled under the lock of its {@link GroupWriter}. */
final class Group implements GroupWriter.Wait {
    private static final int USUAL_SIZE = 1 << 16;
    private static final int USUAL_LINES = 256;

    private final long offset;
    private final long firstNumber;
    private final List<Told> told = new ArrayList<>();
    private final List<Thread> waiting = new ArrayList<>();
    private byte[] bytes;
    private int[] ends = new int[USUAL_LINES];
    private int size;
    private int lines;
    private boolean forced;
    private @Nullable JournalException failure;
    private volatile boolean over;

    /**
     * A group without lines.
     *
     * @param offset where its first line will begin in the file
     * @param firstNumber the number that its first line will have
     * @param buffer that nobody else uses any more
     */
    Group(long offset, long firstNumber, byte @Nullable [] buffer) {
        this.offset = offset;
        this.firstNumber = firstNumber;
        this.bytes = buffer != null ? buffer : new byte[USUAL_SIZE];
    }

    /** A job about which one line of the group tells everything. */
    record Told(JobHistory history, long offset, int length) {}

    void add(JsonLine line, @Nullable JobHistory history) {
        int most = line.size() + LineFrame.OVERHEAD;
        if (bytes.length - size < most) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, most)));
        }
        if (lines == ends.length) {
            ends = Arrays.copyOf(ends, lines * 2);
        }
        int start = size;
        size = LineFrame.put(bytes, start, firstNumber + lines, line.bytes(), 0, line.size());
        ends[lines++] = size;
        if (history != null) {
            told.add(new Told(history, offset + start, size - start));
        }
    }

    /** Lets the calling thread be woken when the group is over; it then waits for this. */
    GroupWriter.Wait join() {
        waiting.add(Thread.currentThread());
        return this;
    }

    void force() {
        forced = true;
    }

    boolean hasWork() {
        return lines > 0 || forced;
    }

    boolean isForced() {
        return forced;
    }

    long offset() {
        return offset;
    }

    /** Where its last line ends in the file. */
    long end() {
        return offset + size;
    }

    int size() {
        return size;
    }

    long nextNumber() {
        return firstNumber + lines;
    }

    List<Told> told() {
        return told;
    }

    /** The bytes to write, of which the first {@link #size} count, each line with its check. */
    byte[] sealed(CRC32C crc) {
        int start = 0;
        for (int line = 0; line < lines; line++) {
            LineFrame.seal(bytes, start, ends[line], crc);
            start = ends[line];
        }
        return bytes;
    }

    /** Wakes everyone who waits. Called once, by the journal's thread, outside its lock. */
    void finish(@Nullable JournalException why) {
        failure = why;
        over = true;
        waiting.forEach(LockSupport::unpark);
    }

    @Override
    public void await() {
        boolean interrupted = false;
        while (!over) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure.again();
        }
    }
}
