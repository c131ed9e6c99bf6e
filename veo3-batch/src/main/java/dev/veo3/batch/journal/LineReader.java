// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads the lines of a file one after the other. Through a {@link RandomAccessFile}, which an interrupt does not close. For one
 * thread.
 */
final class LineReader implements Closeable {
    /** For reading a whole file. */
    static final int LARGE = 1 << 18;
    /** For reading one line. */
    static final int SMALL = 1 << 11;
    /** For reading lines that mostly stand near each other. */
    static final int MEDIUM = 1 << 16;

    private final Path file;
    private final RandomAccessFile in;
    private final boolean owned;
    private final CRC32C crc = new CRC32C();
    private byte[] window;
    /** Where the window begins in the file. */
    private long base;
    private int filled;
    private int start;
    private int end;
    /** Where the line after the current one begins in the window. */
    private int next;
    private boolean complete;
    private long lineNumber;

    private LineReader(Path file, RandomAccessFile in, boolean owned, int window) {
        this.file = file;
        this.in = in;
        this.owned = owned;
        this.window = new byte[window];
    }

    /** Reads from the beginning of a file, through a window of so many bytes at the least. */
    static LineReader of(Path file, int window) throws IOException {
        return new LineReader(file, new RandomAccessFile(file.toFile(), "r"), true, window);
    }

    /** The same for a file that is open, and that stays open when the reader is closed. */
    static LineReader over(RandomAccessFile in, Path file, int window) {
        return new LineReader(file, in, false, window);
    }

    /** A second reader of the same open file, for the same thread. */
    LineReader beside(int windowOfIt) {
        return new LineReader(file, in, false, windowOfIt);
    }

    Path file() {
        return file;
    }

    /** Goes on with the line that begins here. */
    void seek(long offset) {
        if (offset >= base && offset < base + filled) {
            // What has been read of a journal does not change.
            next = (int) (offset - base);
            start = next;
            end = next;
            return;
        }
        base = offset;
        filled = 0;
        start = 0;
        end = 0;
        next = 0;
    }

    /**
     * Goes to the next line.
     *
     * @param limit where the file ends as far as this reader is concerned
     * @return whether there is one
     */
    boolean next(long limit) throws IOException {
        start = next;
        int from = start;
        while (true) {
            int feed = ByteSearch.lineFeed(window, from, filled);
            if (feed < filled) {
                return found(feed, feed + 1, true);
            }
            from = filled;
            if (from - start >= LineFrame.LONGEST) {
                return found(from, from, false);
            }
            int moved = start;
            if (!fill(limit)) {
                // What has been read may have moved; the file may have more lines by the next call.
                next = start;
                return filled > start && found(filled, filled, false);
            }
            from -= moved - start;
        }
    }

    private boolean found(int lineEnd, int nextStart, boolean whole) {
        end = lineEnd;
        next = nextStart;
        complete = whole;
        lineNumber++;
        return true;
    }

    /** Reads on, keeping the line that has begun; whether there was anything. */
    private boolean fill(long limit) throws IOException {
        if (start > 0) {
            System.arraycopy(window, start, window, 0, filled - start);
            base += start;
            filled -= start;
            start = 0;
        }
        if (filled == window.length) {
            window = Arrays.copyOf(window, window.length * 2);
        }
        long position = base + filled;
        int room = (int) Math.min(window.length - filled, limit - position);
        if (room <= 0) {
            return false;
        }
        in.seek(position);
        int read = in.read(window, filled, room);
        if (read <= 0) {
            return false;
        }
        filled += read;
        return true;
    }

    /** The bytes in which the line is, from {@link #start} to {@link #end}. */
    byte[] bytes() {
        return window;
    }

    int start() {
        return start;
    }

    /** Where the line ends, its line feed not included. */
    int end() {
        return end;
    }

    /** Where the line begins in the file. */
    long offset() {
        return base + start;
    }

    /** Where the next one begins in the file. */
    long nextOffset() {
        return base + next;
    }

    /** The line's length, its line feed included. */
    int length() {
        return next - start;
    }

    /** Counted from 1, where reading began with the first. */
    long lineNumber() {
        return lineNumber;
    }

    /** What the line is; one without a line feed is not whole. */
    LineFrame.Kind kind() {
        return complete ? LineFrame.kind(window, start, end, crc) : LineFrame.Kind.DAMAGED;
    }

    /** Whether the line, which is damaged, ends with a whole one. */
    boolean hidesWhole() {
        return complete && LineFrame.hidesWhole(window, start, end, crc);
    }

    /** Of a whole line what is needed to find it again. */
    Gist gist() {
        return Gist.of(window, LineFrame.recordStart(window, start), LineFrame.recordEnd(end));
    }

    /** What the line says, which is whole. */
    RecordReader.Said said() {
        return RecordReader.read(window, LineFrame.recordStart(window, start), LineFrame.recordEnd(end));
    }

    /** The fields of the line, which is whole; the first has a comma in front. */
    JsonScanner fields() {
        return new JsonScanner(window, LineFrame.recordStart(window, start), LineFrame.recordEnd(end));
    }

    /** Goes to the whole line that begins here; whether there is one. */
    boolean isWholeAt(long offset) throws IOException {
        seek(offset);
        return next(Long.MAX_VALUE) && kind() == LineFrame.Kind.WHOLE;
    }

    @Override
    public void close() throws IOException {
        if (owned) {
            in.close();
        }
    }
}
