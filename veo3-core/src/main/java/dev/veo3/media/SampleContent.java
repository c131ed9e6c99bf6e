// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.Verification.Depth;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the samples of a video, through one block that moves on. Of H.264 and HEVC it checks that the units of a sample fill it,
 * and that none has a stretch of zeros: these codecs break up more than two of them (emulation prevention). It does not
 * read nor check more than twice the size of the file, however often samples are named.
 */
final class SampleContent implements AutoCloseable {

    /** More zeros than any program puts behind a unit to fill it up, and less than a block of a disk. */
    private static final int ZEROS = 512;
    /** Every stretch of so many zeros has one of the places in it at which it is looked for. */
    private static final int STEP = 256;

    private final MediaFile file;
    private final @Nullable ByteBuffer block;
    private long start;
    /** How many bytes may still be read. */
    private long budget;
    /** How many bytes may still be checked: samples that stay in the block cost no reading. */
    private long checks;

    SampleContent(MediaFile file, Depth depth) {
        this.file = file;
        this.block = depth == Depth.CONTENT ? BlockBuffers.take().limit(0) : null;
        this.budget = file.size() > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * file.size();
        this.checks = budget;
    }

    /** Whether there is something to check in samples of this format. */
    boolean wants(SampleFormat format) {
        return block != null && format.lengthBytes() > 0 && budget > 0 && checks > 0;
    }

    /** Reads what is in the file, so that it is known that it can be read. */
    void pass(long from, long bytes) throws IOException {
        if (block == null) {
            return;
        }
        long at = from;
        while (at < from + bytes && budget > 0) {
            show(block, at, 1);
            at = start + block.limit();
        }
    }

    /** Checks one sample, which is in the file. */
    void sample(long from, long size, SampleFormat format) throws IOException {
        if (block == null) {
            return;
        }
        checks -= size;
        long end = from + size;
        long at = from;
        while (at < end && budget > 0) {
            int prefix = format.lengthBytes();
            long length = end - at > prefix ? length(block, at, prefix) : 0;
            if (length == 0 || length > end - at - prefix) {
                throw file.damaged(at,
                        "the sample of %d bytes that begins at byte %d is not filled by its units: here one of %d"
                                .formatted(size, from, length) + " bytes begins, and %d are left".formatted(end - at));
            }
            unit(block, at + prefix, at + prefix + length);
            at += prefix + length;
        }
    }

    private long length(ByteBuffer bytes, long at, int prefix) throws IOException {
        int place = show(bytes, at, prefix);
        long length = 0;
        for (int i = 0; i < prefix; i++) {
            length = (length << Byte.SIZE) | (bytes.get(place + i) & 0xff);
        }
        return length;
    }

    private void unit(ByteBuffer bytes, long from, long end) throws IOException {
        int header = bytes.get(show(bytes, from, 1));
        if (header < 0) {
            throw file.damaged(from, "a unit of a sample begins with a bit that must be 0");
        }
        long at = from;
        while (at < end && budget > 0) {
            int place = show(bytes, at, 1);
            int count = (int) Math.min(end - at, bytes.limit() - place);
            int zeros = zeros(bytes, place, place + count, at + count == end);
            if (zeros >= 0) {
                throw file.damaged(start + zeros,
                        "a sample has nothing but zeros here, such as an unfinished download leaves behind");
            }
            at += count;
        }
    }

    /** Where a stretch of zeros begins; negative when there is none. A unit may be filled up with zeros at its end. */
    private static int zeros(ByteBuffer bytes, int from, int to, boolean isEnd) {
        int at = (from + STEP - 1) / STEP * STEP;
        while (at <= to - Long.BYTES) {
            if (bytes.getLong(at) == 0) {
                int begin = at;
                while (begin > from && bytes.get(begin - 1) == 0) {
                    begin--;
                }
                while (at < to && bytes.get(at) == 0) {
                    at++;
                }
                if (at - begin >= ZEROS && !(isEnd && at == to)) {
                    return begin;
                }
            }
            at = (at / STEP + 1) * STEP;
        }
        return -1;
    }

    /** Moves the block where it must and returns the place of these bytes in it. */
    private int show(ByteBuffer bytes, long at, int count) throws IOException {
        if (at < start || at + count > start + bytes.limit()) {
            bytes.clear().limit((int) Math.min(bytes.capacity(), file.size() - at));
            file.fill(bytes, at);
            bytes.flip();
            start = at;
            budget -= bytes.limit();
        }
        return (int) (at - start);
    }

    @Override
    public void close() {
        if (block != null) {
            BlockBuffers.give(block);
        }
    }
}
