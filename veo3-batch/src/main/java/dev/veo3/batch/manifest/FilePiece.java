// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A piece of a file. To open a file costs as much as to read a job: whoever reads one job after the other reads them in pieces.
 * Immutable, so that any number of threads may read from one.
 */
final class FilePiece {
    static final FilePiece NOTHING = new FilePiece(0, new byte[0]);

    private static final int LENGTH = 1 << 16;
    /** How long the byte order mark is. */
    private static final int MARK = 3;

    private final long offset;
    private final byte[] bytes;

    private FilePiece(long offset, byte[] bytes) {
        this.offset = offset;
        this.bytes = bytes;
    }

    /** Where it begins in the file. */
    long offset() {
        return offset;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean has(long place, int length) {
        return place >= offset && place + length <= end();
    }

    private long end() {
        return offset + bytes.length;
    }

    /** Where in the bytes that place of the file is. */
    int from(long place) {
        return (int) (place - offset);
    }

    /**
     * The piece that begins at a place: a long one where that is the way the file is read, from its beginning to its end, and
     * otherwise no longer than asked for. Shorter where the file ends.
     */
    FilePiece next(Path file, long place, int length) throws IOException {
        return read(file, place, place >= offset && place <= end() + LENGTH ? Math.max(length, LENGTH) : length);
    }

    /** A piece with much of what is before and behind a place. */
    static FilePiece around(Path file, long place, int length) throws IOException {
        long from = Math.max(0, place - LENGTH);
        return read(file, from, (int) (Math.max(0, place) - from) + length + LENGTH);
    }

    private static FilePiece read(Path file, long place, int length) throws IOException {
        // Neither a shared position nor a channel that an interrupt would close.
        try (InputStream in = Files.newInputStream(file)) {
            long from = in.skip(place);
            return new FilePiece(place, from == place ? in.readNBytes(length) : new byte[0]);
        }
    }

    /** Where the first line begins of which the beginning is here; -1 when there is none. */
    int firstLine() {
        return offset == 0 ? 0 : nextLine(0);
    }

    /** Where the line after that place begins; -1 when there is none. */
    int nextLine(int place) {
        if (offset == 0 && place == 0 && bytes.length > MARK && (bytes[0] & 0xFF) == 0xEF) {
            return MARK;
        }
        for (int at = place; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                return at + 1;
            }
        }
        return -1;
    }
}
