// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The boxes of a track that say where its samples are and when they are shown. */
final class MovieBoxes {

    static final int EDTS = 0x65647473;
    static final int DINF = 0x64696e66;
    static final int STSC = 0x73747363;
    static final int STSZ = 0x7374737a;
    static final int STZ2 = 0x73747a32;
    static final int STCO = 0x7374636f;
    static final int CO64 = 0x636f3634;
    static final int CTTS = 0x63747473;
    static final int STSS = 0x73747373;

    private final Box trak;
    private final Map<Integer, Box> found = new HashMap<>();

    private MovieBoxes(Box trak) {
        this.trak = trak;
    }

    static MovieBoxes of(HeaderWindow in, Box trak) throws IOException {
        MovieBoxes boxes = new MovieBoxes(trak);
        boxes.collect(in, trak);
        return boxes;
    }

    private void collect(HeaderWindow in, Box parent) throws IOException {
        parent.children(in, box -> {
            // A box can hold another of its own kind only in a file made to exhaust the stack.
            if (isInside(box.type(), parent.type())) {
                if (found.putIfAbsent(box.type(), box) != null) {
                    throw in.damaged(box.start(), "a track has the box %s twice".formatted(FourCc.text(box.type())));
                }
                if (isParent(box.type())) {
                    collect(in, box);
                }
            }
        });
    }

    private static boolean isInside(int type, int parent) {
        return switch (type) {
            case Box.TKHD, Box.MDIA, EDTS -> parent == Box.TRAK;
            case Box.MDHD, Box.HDLR, Box.MINF -> parent == Box.MDIA;
            case DINF, Box.STBL -> parent == Box.MINF;
            case Box.STSD, Box.STTS, STSC, STSZ, STZ2, STCO, CO64, CTTS, STSS -> parent == Box.STBL;
            default -> false;
        };
    }

    private static boolean isParent(int type) {
        return switch (type) {
            case Box.MDIA, Box.MINF, Box.STBL, EDTS, DINF -> true;
            default -> false;
        };
    }

    boolean has(int type) {
        return found.containsKey(type);
    }

    /** The first of these boxes that is there; complains if none is. */
    Box required(HeaderWindow in, int... types) {
        for (int type : types) {
            Box box = found.get(type);
            if (box != null) {
                return box;
            }
        }
        throw in.damaged(trak.start(), "a track has no box " + FourCc.text(types[0]));
    }
}
