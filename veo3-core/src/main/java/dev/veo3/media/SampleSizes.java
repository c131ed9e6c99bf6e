// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How many bytes each sample of a track has, in their order. */
final class SampleSizes {

    private final MediaFile file;
    private final Box box;
    private final long count;
    /** How many bytes each sample has; 0 when the table says it. */
    private final long each;
    /** How many bits an entry of the table has. */
    private final int bits;
    private final @Nullable EntryTable table;
    private long next;

    /** Begins with the first sample of a box {@code stsz} or {@code stz2}. */
    SampleSizes(MediaFile file, HeaderWindow in, Box box) throws IOException {
        this.file = file;
        this.box = box;
        this.count = in.u32(box.field(in, 8, 4));
        boolean compact = box.type() == MovieBoxes.STZ2;
        this.each = compact ? 0 : in.u32(box.field(in, 4, 4));
        this.bits = compact ? in.u8(box.field(in, 7, 1)) : Integer.SIZE;
        if (bits != 4 && bits != Byte.SIZE && bits != Short.SIZE && bits != Integer.SIZE) {
            throw file.damaged(box.start(), "the box stz2 has entries of %d bits".formatted(bits));
        }
        if (each != 0) {
            this.table = null;
        } else if (bits == 4) {
            this.table = new EntryTable(file, box, 12, 1, count / 2 + count % 2);
        } else {
            this.table = new EntryTable(file, box, 12, bits / Byte.SIZE, count);
        }
    }

    long count() {
        return count;
    }

    /** The size of the next sample, which there must be. */
    long next() throws IOException {
        long index = next++;
        if (table == null) {
            return each;
        }
        if (bits == 4) {
            if (index % 2 == 0) {
                table.next();
                return table.u8(0) >> 4;
            }
            return table.u8(0) & 0xf;
        }
        table.next();
        return switch (bits) {
            case Byte.SIZE -> table.u8(0);
            case Short.SIZE -> table.u16(0);
            default -> table.u32(0);
        };
    }

    /** The size of so many of the next samples together. */
    long sum(long samples) throws IOException {
        if (table == null) {
            next += samples;
            if (samples > Long.MAX_VALUE / each) {
                throw file.damaged(box.start(), "the samples have 2^63 bytes or more");
            }
            return samples * each;
        }
        long sum = 0;
        for (long i = 0; i < samples; i++) {
            sum += next();
        }
        return sum;
    }
}
