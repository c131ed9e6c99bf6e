// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a file into lines, or into CSV records, whose quotes may hold the ends of lines. Blank ones are passed over. It holds one
 * of them at a time, and of one that is too long only the beginning. Not thread-safe.
 */
final class RecordReader implements AutoCloseable {
    /** A longer record is no job. */
    static final int LONGEST = 1 << 20;
    static final int LONGEST_MB = LONGEST >> 20;

    private static final int PIECE = 1 << 16;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final boolean quoted;
    private byte[] buffer = new byte[PIECE];
    /** The bytes from here on have been read and not yet given. */
    private int start;
    private int end;
    /** The place in the file of the byte at {@link #start}. */
    private long startOffset;
    private boolean isAtEnd;
    private int nextLine = 1;

    private int length;
    private long offset;
    private int line;
    private int from;
    private boolean tooLong;

    RecordReader(InputStream in, boolean quoted) {
        this.in = in;
        this.quoted = quoted;
    }

    /** Goes to the next record; false when there is none. */
    boolean next() throws IOException {
        while (readRecord()) {
            if (tooLong || !isBlank()) {
                return true;
            }
        }
        return false;
    }

    private boolean readRecord() throws IOException {
        if (startOffset == 0 && start == 0) {
            skipByteOrderMark();
        }
        line = nextLine;
        offset = startOffset;
        tooLong = false;
        boolean inQuotes = false;
        boolean hasEnd = false;
        int scanned = 0;
        while (!hasEnd && (start + scanned < end || more())) {
            scanned = nextLetter(scanned);
            if (start + scanned < end) {
                inQuotes ^= quoted && buffer[start + scanned] == '"';
                nextLine += buffer[start + scanned] == '\n' ? 1 : 0;
                hasEnd = buffer[start + scanned] == '\n' && (!inQuotes || tooLong);
                scanned += hasEnd ? 0 : 1;
            }
            if (scanned > LONGEST) {
                tooLong = true;
                drop(scanned);
                scanned = 0;
            }
        }
        if (scanned == 0 && !hasEnd && !tooLong) {
            return false;
        }
        from = start;
        length = scanned > 0 && buffer[start + scanned - 1] == '\r' ? scanned - 1 : scanned;
        drop(scanned + (hasEnd ? 1 : 0));
        return true;
    }

    /** Where the next line end or quote stands, or the end of what has been read. */
    private int nextLetter(int scanned) {
        byte[] bytes = buffer;
        int at = start + scanned;
        while (at < end && bytes[at] != '\n' && (!quoted || bytes[at] != '"')) {
            at++;
        }
        return at - start;
    }

    private void drop(int bytes) {
        start += bytes;
        startOffset += bytes;
    }

    private void skipByteOrderMark() throws IOException {
        while (end < BYTE_ORDER_MARK.length && more()) {
            // A stream may give one byte at a time.
        }
        if (end >= BYTE_ORDER_MARK.length && Arrays.equals(buffer, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0,
                BYTE_ORDER_MARK.length)) {
            start = BYTE_ORDER_MARK.length;
            startOffset = start;
        }
    }

    /** Reads on; false at the end of the file. */
    private boolean more() throws IOException {
        if (isAtEnd) {
            return false;
        }
        if (end == buffer.length) {
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, end - start);
                end -= start;
                start = 0;
            } else {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
        }
        int read = in.read(buffer, end, buffer.length - end);
        isAtEnd = read < 0;
        end += Math.max(read, 0);
        return !isAtEnd;
    }

    private boolean isBlank() {
        for (int i = from; i < from + length; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Holds the record from {@link #from()} on, until the next one is read. */
    byte[] buffer() {
        return buffer;
    }

    int from() {
        return from;
    }

    /** How many bytes the record has, without the end of its line. */
    int length() {
        return length;
    }

    /** Where in the file the record begins. */
    long offset() {
        return offset;
    }

    /** The line on which the record begins, and the first column. */
    SourcePosition position() {
        return new SourcePosition(line, 1);
    }

    /** Whether the record is longer than any job; it cannot be read then. */
    boolean isTooLong() {
        return tooLong;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
