// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;

/**
 * One box of an MP4 or QuickTime file: a size, a type and the content, which may be more boxes.
 *
 * @param type the four characters of its name
 * @param start where its size stands
 * @param payload where its content begins
 * @param end where the next box begins; the largest number there is when the size cannot be right
 * @param size how many bytes it says it has; negative when the number has all 64 bits
 */
record Box(int type, long start, long payload, long end, long size) {

    static final int FTYP = 0x66747970;
    static final int MOOV = 0x6d6f6f76;
    static final int MVHD = 0x6d766864;
    static final int TRAK = 0x7472616b;
    static final int TKHD = 0x746b6864;
    static final int MDIA = 0x6d646961;
    static final int MDHD = 0x6d646864;
    static final int HDLR = 0x68646c72;
    static final int MINF = 0x6d696e66;
    static final int STBL = 0x7374626c;
    static final int STSD = 0x73747364;
    static final int STTS = 0x73747473;
    static final int STSZ = 0x7374737a;
    static final int STZ2 = 0x73747a32;
    static final int MVEX = 0x6d766578;
    static final int MEHD = 0x6d656864;
    static final int TREX = 0x74726578;
    static final int MOOF = 0x6d6f6f66;
    static final int TRAF = 0x74726166;
    static final int TFHD = 0x74666864;
    static final int TRUN = 0x7472756e;
    static final int MDAT = 0x6d646174;
    static final int FREE = 0x66726565;
    static final int SKIP = 0x736b6970;
    static final int WIDE = 0x77696465;
    static final int PNOT = 0x706e6f74;
    static final int STYP = 0x73747970;

    /** The size of a box that has nothing but a header. */
    static final int HEADER = 8;

    /** What is done with each box inside another one. */
    interface Visitor {

        void visit(Box box) throws IOException;
    }

    /**
     * Reads the header of the box at this place. When its size cannot be right or goes beyond the limit, its end is beyond
     * the limit, and the caller decides what that means.
     */
    static Box at(HeaderWindow in, long start, long limit) throws IOException {
        long size = in.u32(start);
        int type = in.i32(start + 4);
        long payload = start + HEADER;
        if (size == 1 && limit - payload >= Long.BYTES) {
            size = in.i64(payload);
            payload += Long.BYTES;
        } else if (size == 0) {
            size = limit - start;
        }
        boolean fits = size >= payload - start && size <= limit - start;
        return new Box(type, start, payload, fits ? start + size : Long.MAX_VALUE, size);
    }

    /** The complaint that this box does not end where it may. */
    MediaException misfit(HeaderWindow in, String limit) {
        String name = FourCc.text(type);
        return in.damaged(start, size >= 0 && size < HEADER
                ? "the box %s says that it has %d bytes, fewer than its header".formatted(name, size)
                : "the box %s says that it has %s bytes and goes beyond %s".formatted(name, Long.toUnsignedString(size),
                        limit));
    }

    /** Visits the boxes inside this one, one level deep. Less than a header at the end is padding. */
    void children(HeaderWindow in, Visitor visitor) throws IOException {
        long at = payload;
        while (end - at >= HEADER) {
            Box child = at(in, at, end);
            if (child.end > end) {
                throw child.misfit(in, "the box " + FourCc.text(type) + " that it is in");
            }
            visitor.visit(child);
            at = child.end;
        }
    }

    /** The place of a field in the content, which must hold this many bytes from there. */
    long field(HeaderWindow in, int offset, int bytes) {
        if (payload + offset + bytes > end) {
            throw in.damaged(start, "the box %s has only %d bytes".formatted(FourCc.text(type), end - start));
        }
        return payload + offset;
    }

    /** Whether the box has 64-bit times, which version 1 of a box has. */
    boolean isWide(HeaderWindow in) throws IOException {
        return in.u8(field(in, 0, 4)) == 1;
    }
}
