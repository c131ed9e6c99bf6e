// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the zlib stream of a PNG and throws the pixels away: what counts is that it can be unpacked, that its checksum is
 * right, that every row has a filter that there is, and that it has as many rows as the picture, no byte less or more.
 * It unpacks no more than that, so a small file cannot keep it busy for long.
 */
final class PngPixels implements AutoCloseable {

    /** Fits the second cache of common processors together with what zlib itself needs. */
    private static final int SCRATCH = 64 * 1024;
    private static final int LAST_FILTER = 4;

    private final Inflater inflater = new Inflater();
    private final byte[] scratch = new byte[SCRATCH];
    private PngShape shape = new PngShape(1, 1, 8, 0, false);
    private int pass;
    private long rowsLeft;
    private long rowBytes;
    /** How many bytes of the row are still to come before the next one begins. */
    private long untilRow;
    private @Nullable String problem;
    private long problemAt;

    /** Begins with the stream of another picture. */
    void begin(PngShape picture) {
        inflater.reset();
        shape = picture;
        pass = -1;
        rowsLeft = 0;
        untilRow = 0;
        problem = null;
        nextPass();
    }

    /** Takes more of the stream; {@code at} is the place in the file where the data begins. */
    void feed(ByteBuffer data, long at) {
        if (problem != null) {
            return;
        }
        int begin = data.position();
        inflater.setInput(data);
        try {
            while (problem == null && !inflater.finished()) {
                int count = inflater.inflate(scratch);
                rows(count);
                if (inflater.needsDictionary()) {
                    problem = "the picture's data wants a dictionary, which a PNG has none of";
                } else if (count == 0 && !inflater.finished()) {
                    return;
                }
            }
            if (problem == null && data.hasRemaining()) {
                problem = "the picture's data goes on behind its end";
            }
        } catch (DataFormatException e) {
            problem = "the picture's data cannot be unpacked: " + e.getMessage();
        }
        problemAt = at + data.position() - begin;
    }

    private void rows(int count) {
        long at = untilRow;
        while (at < count) {
            if (rowsLeft == 0) {
                problem = "the picture's data holds more than its " + shape.height() + " rows";
                return;
            }
            int filter = scratch[(int) at];
            if (filter < 0 || filter > LAST_FILTER) {
                problem = "a row of the picture has the filter %d, which there is not".formatted(filter & 0xff);
                return;
            }
            at += rowBytes;
            if (--rowsLeft == 0) {
                nextPass();
            }
        }
        untilRow = at - count;
    }

    private void nextPass() {
        while (rowsLeft == 0 && ++pass < shape.passes()) {
            rowsLeft = shape.rows(pass);
            rowBytes = shape.rowBytes(pass);
        }
    }

    /** Complains about what was found so far. */
    void check(BlockReader in) {
        if (problem != null) {
            throw in.damaged(problemAt, problem);
        }
    }

    /** Complains unless the stream is complete, as it must be where the chunk at this place begins. */
    void checkEnd(BlockReader in, long chunk) {
        check(in);
        if (!inflater.finished()) {
            throw in.damaged(chunk, "the picture's data is not complete");
        }
        if (rowsLeft > 0 || untilRow > 0) {
            throw in.damaged(chunk, "the picture's data ends before its last row does");
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
