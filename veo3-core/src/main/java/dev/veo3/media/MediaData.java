// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.util.Arrays;

/**
 * The stretches of a video in which its samples may lie: the contents of its boxes {@code mdat}, in the order of the file. Keeps
 * a bounded number of them; where there are more, what lies between the last ones counts as theirs.
 */
final class MediaData {

    private static final int MOST = 1 << 16;

    private long[] edges = new long[16];
    private int count;
    private int last;

    void add(long from, long to) {
        if (from == to) {
            return;
        }
        if (count == MOST) {
            edges[2 * count - 1] = to;
            return;
        }
        if (2 * count == edges.length) {
            edges = Arrays.copyOf(edges, 2 * edges.length);
        }
        edges[2 * count] = from;
        edges[2 * count + 1] = to;
        count++;
    }

    /** Whether all of these bytes lie in one of the stretches. No bytes lie anywhere. */
    boolean holds(long from, long bytes) {
        if (bytes == 0) {
            return true;
        }
        if (!isIn(last, from)) {
            int place = Arrays.binarySearch(edges, 0, 2 * count, from);
            // An edge that is met is the beginning of a stretch, or the end of one and the place before the next.
            last = place >= 0 ? place / 2 : (-place - 1 - 1) / 2;
            if (!isIn(last, from)) {
                return false;
            }
        }
        return from >= 0 && bytes <= edges[2 * last + 1] - from;
    }

    private boolean isIn(int stretch, long place) {
        return stretch >= 0 && stretch < count && place >= edges[2 * stretch] && place < edges[2 * stretch + 1];
    }
}
