// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds the next marker in the data of a JPEG: a byte {@code ff} with another byte than {@code 00} behind it. One byte in some
 * 250 of such data is an {@code ff} with a {@code 00} behind it, so a search that stops at each {@code ff} is slow. This one looks
 * at eight bytes at once beside the eight bytes that stand one further, and at several hundred such pairs in one loop without a
 * branch. Reading both from the buffer is faster than vector instructions on arrays, into which the bytes would be copied first.
 */
final class MarkerSearch {

    private static final int MARKER = 0xff;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long SEVEN_BITS = 0x7f7f_7f7f_7f7f_7f7fL;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    /** How many bytes a loop without a branch takes. */
    private static final int STRETCH = 4096;
    /** How far it looks before it takes whole stretches: there are images with a marker every few hundred bytes. */
    private static final int NEAR = 512;

    private final BlockReader in;
    private final ByteBuffer bytes;

    MarkerSearch(BlockReader in) {
        this.in = in;
        this.bytes = in.block().duplicate().clear().order(ByteOrder.nativeOrder());
    }

    /** Goes to the next marker, which then is what comes next. */
    void seek(String inside) throws IOException {
        ByteBuffer block = in.block();
        do {
            in.need(2, inside);
            block.position(find(block.position(), block.limit() - 1));
            // What stands behind the last byte of a block shows in the next one.
        } while (block.remaining() == 1);
    }

    /** The first place of a marker from here on, which is before {@code to}; {@code to} if there is none. */
    private int find(int from, int to) {
        int at = from;
        int near = Math.min(to, from + NEAR);
        while (at < to) {
            int end = to;
            if (at < near) {
                end = near;
            } else if (to - at >= STRETCH) {
                end = at + STRETCH;
                if (isClean(at, end)) {
                    at = end;
                    continue;
                }
            }
            at = findNear(at, end);
            if (at < end) {
                return at;
            }
        }
        return to;
    }

    private int findNear(int from, int to) {
        int at = from;
        while (to - at >= Long.BYTES) {
            if (hasMarker(bytes.getLong(at), bytes.getLong(at + 1))) {
                int found = findBytes(at, at + Long.BYTES);
                if (found < at + Long.BYTES) {
                    return found;
                }
            }
            at += Long.BYTES;
        }
        return findBytes(at, to);
    }

    private int findBytes(int from, int to) {
        int at = from;
        while (at < to && !((bytes.get(at) & 0xff) == MARKER && bytes.get(at + 1) != 0)) {
            at++;
        }
        return at;
    }

    private boolean isClean(int from, int to) {
        long found = 0;
        for (int at = from; at < to; at += Long.BYTES) {
            found |= markers(bytes.getLong(at), bytes.getLong(at + 1));
        }
        return (found & HIGH_BITS) == 0;
    }

    private static boolean hasMarker(long eight, long next) {
        return (markers(eight, next) & HIGH_BITS) != 0;
    }

    /**
     * Has the high bit of each byte set that is {@code ff} and whose follower is not {@code 00}. The addition carries from an
     * {@code ff} into the byte above it, which can set that byte's bit as well: then there is a marker if either is {@code ff}, and a
     * look at the bytes decides.
     */
    private static long markers(long eight, long next) {
        long isMarker = ~(eight + ONES) & eight;
        long isFollowed = ((next & SEVEN_BITS) + SEVEN_BITS) | next;
        return isMarker & isFollowed;
    }
}
