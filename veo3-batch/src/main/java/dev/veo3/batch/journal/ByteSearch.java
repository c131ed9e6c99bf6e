// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks for bytes, eight at once: a journal is read byte by byte, and most of its bytes are of no interest. For bytes of ASCII.
 */
final class ByteSearch {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;
    private static final long LINE_FEEDS = '\n' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    private ByteSearch() {}

    /** The eight bytes that begin here, which must be there; the first is the lowest. */
    static long eight(byte[] bytes, int at) {
        return (long) EIGHT.get(bytes, at);
    }

    /** Where the first line feed is; the end when there is none. */
    static int lineFeed(byte[] bytes, int from, int end) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long found = zeros(eight(bytes, at) ^ LINE_FEEDS);
            if (found != 0) {
                return at + first(found);
            }
        }
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Where the first quote or backslash is; the end when there is none. */
    static int quoteOrBackslash(byte[] bytes, int from, int end) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long eight = eight(bytes, at);
            long found = zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES);
            if (found != 0) {
                return at + first(found);
            }
        }
        while (at < end && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    /** Has a bit in the lowest byte that is zero; above that, also where there is none. */
    private static long zeros(long eight) {
        return eight - ONES & ~eight & HIGHS;
    }

    private static int first(long found) {
        return Long.numberOfTrailingZeros(found) / Byte.SIZE;
    }
}
