package dev.veo3.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * Finds the next marker in the data of a JPEG: a byte {@code ff} with another byte than {@code 00} behind it. One byte in some
 * 250 of such data is an {@code ff} with a {@code 00} behind it, so a search that stops at each {@code ff} is slow. This one looks
 * at eight bytes at once beside the eight bytes that stand one further, and at several hundred such pairs in one loop without a
 * branch, which the compiler turns into vector instructions: they want the pairs to stand at the same place of two arrays.
 */
final class MarkerSearch {

    private static final int MARKER = 0xff;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long SEVEN_BITS = 0x7f7f_7f7f_7f7f_7f7fL;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    /** How many pairs a loop takes: few enough to stay in the first cache. */
    private static final int ROW = 512;
    private static final int ROW_BYTES = ROW * Long.BYTES;
    /** How far it looks before it takes whole rows: there are images with a marker every few hundred bytes. */
    private static final int NEAR = 512;

    private final BlockReader in;
    private final ByteBuffer bytes;
    private final LongBuffer longs;
    /** The same, beginning at the second byte. */
    private final LongBuffer followers;
    private final long[] row = new long[ROW];
    private final long[] follower = new long[ROW];

    MarkerSearch(BlockReader in) {
        this.in = in;
        ByteBuffer block = in.block();
        this.bytes = block.duplicate().clear().order(ByteOrder.nativeOrder());
        this.longs = bytes.asLongBuffer();
        this.followers = bytes.slice(1, bytes.capacity() - 1).order(ByteOrder.nativeOrder()).asLongBuffer();
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
        int near = Math.min(to, (from + NEAR) & -Long.BYTES);
        while (at < to) {
            int end = to;
            if (at < near) {
                end = near;
            } else if (at % Long.BYTES == 0 && to - at >= ROW_BYTES) {
                end = at + ROW_BYTES;
                if (isClean(at / Long.BYTES)) {
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

    private boolean isClean(int index) {
        longs.get(index, row);
        followers.get(index, follower);
        long found = 0;
        for (int i = 0; i < ROW; i++) {
            found |= markers(row[i], follower[i]);
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
