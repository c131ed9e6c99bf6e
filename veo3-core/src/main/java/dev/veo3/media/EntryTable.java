// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The entries of a table in a box, one after the other, seen through a small window of its own. */
final class EntryTable {

    /** A number of bytes that every size of an entry divides, so that no entry lies across its edge. */
    private static final int WINDOW = 4 * 3 * 1024;

    private final MediaFile file;
    private final int bytes;
    private final long end;
    private final ByteBuffer window;
    /** Where the entries begin that are not in the window yet. */
    private long at;
    /** Where in the window the current entry is. */
    private int entry;

    /** A table of so many entries of so many bytes, which begins at this place of the content of the box. */
    EntryTable(MediaFile file, Box box, int first, int bytes, long count) {
        this.file = file;
        this.bytes = bytes;
        this.at = box.payload() + first;
        if (count > (box.end() - at) / bytes) {
            throw file.damaged(box.start(), "the box %s has no room for the %d entries that it announces"
                    .formatted(FourCc.text(box.type()), count));
        }
        this.end = at + count * bytes;
        this.window = ByteBuffer.allocate((int) Math.min(WINDOW, end - at)).limit(0);
        this.entry = -bytes;
    }

    /** The entries of a box that has their number behind its version and flags, and then them. */
    static EntryTable of(MediaFile file, HeaderWindow in, Box box, int bytes) throws IOException {
        return new EntryTable(file, box, 8, bytes, in.u32(box.field(in, 4, 4)));
    }

    /** Goes on to the next entry, if there is one. */
    boolean next() throws IOException {
        entry += bytes;
        if (entry < window.limit()) {
            return true;
        }
        if (at == end) {
            return false;
        }
        window.clear().limit((int) Math.min(window.capacity(), end - at));
        file.fill(window, at);
        window.flip();
        at += window.limit();
        entry = 0;
        return true;
    }

    /** A number in the current entry. */
    long u32(int offset) {
        return window.getInt(entry + offset) & 0xffff_ffffL;
    }

    /** Negative when the number has all 64 bits. */
    long i64(int offset) {
        return window.getLong(entry + offset);
    }

    int u16(int offset) {
        return window.getShort(entry + offset) & 0xffff;
    }

    int u8(int offset) {
        return window.get(entry + offset) & 0xff;
    }
}
