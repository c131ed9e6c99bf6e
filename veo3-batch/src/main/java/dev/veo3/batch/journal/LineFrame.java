// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What is around a record in a line of a journal: {@code {"v":1,"seq":17,} before it, and after it
 * {@code ,"crc":"89abcdef"}} and a line feed. The check is the CRC-32C of everything before the comma in front of it.
 */
final class LineFrame {
    /** The version of the format. Within one, fields and types of records may be added. */
    static final int VERSION = 1;

    /** No line is longer, the line feed included. */
    static final int LONGEST = 16 << 20;

    private static final byte[] BRACE_V = ascii("{\"v\":");
    private static final byte[] HEAD = ascii("{\"v\":" + VERSION + ",\"seq\":");
    private static final byte[] CHECK = ascii(",\"crc\":\"");
    private static final byte[] FIRST = ascii("{\"v\":" + VERSION + ",\"seq\":1,");
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final int DIGITS = 8;

    /** The check with all that belongs to it, without the line feed. */
    private static final int TAIL = CHECK.length + DIGITS + 2;

    /** The most that a frame adds to a record. */
    static final int OVERHEAD = HEAD.length + 19 + TAIL + 1;

    private LineFrame() {}

    /** What a line is. */
    enum Kind {
        /** Whole, as it was written. */
        WHOLE,
        /** Not what was written. */
        DAMAGED,
        /** Of a version of the format that is not known here. */
        OTHER_VERSION
    }

    /**
     * Puts a record into its frame, with its check still to come.
     *
     * @return where the line ends
     */
    static int put(byte[] to, int at, long number, byte[] record, int from, int length) {
        int end = copy(HEAD, 0, HEAD.length, to, at);
        end = Decimal.put(to, end, number);
        end = copy(record, from, length, to, end);
        end = copy(CHECK, 0, CHECK.length, to, end) + DIGITS;
        to[end++] = '"';
        to[end++] = '}';
        to[end++] = '\n';
        return end;
    }

    private static int copy(byte[] bytes, int from, int length, byte[] to, int at) {
        System.arraycopy(bytes, from, to, at, length);
        return at + length;
    }

    /** Puts in the check of a line that begins and ends here, its line feed included. */
    static void seal(byte[] bytes, int start, int end, CRC32C crc) {
        int digits = end - 3 - DIGITS;
        int value = check(bytes, start, digits - CHECK.length, crc);
        for (int i = DIGITS - 1; i >= 0; i--) {
            bytes[digits + i] = HEX[value & 15];
            value >>>= 4;
        }
    }

    /** What the line is that begins and ends here, its line feed not included. */
    static Kind kind(byte[] bytes, int start, int end, CRC32C crc) {
        if (end - start < HEAD.length + TAIL || !isAt(BRACE_V, bytes, start)) {
            return Kind.DAMAGED;
        }
        int tail = end - TAIL;
        boolean whole = isAt(CHECK, bytes, tail) && bytes[end - 2] == '"' && bytes[end - 1] == '}'
                && isHex(bytes, end - 2 - DIGITS, check(bytes, start, tail, crc));
        if (!whole) {
            return Kind.DAMAGED;
        }
        return isAt(HEAD, bytes, start) ? Kind.WHOLE : Kind.OTHER_VERSION;
    }

    /** Whether this is the beginning of a line of another version, whole or not. */
    static boolean isOfOtherVersion(byte[] bytes, int start, int end) {
        int digit = start + BRACE_V.length;
        return end - start >= HEAD.length && isAt(BRACE_V, bytes, start) && bytes[digit] >= '0' && bytes[digit] <= '9'
                && !isAt(HEAD, bytes, start);
    }

    /** Whether a whole line is hidden at the end of this one: then it is the line feed in front of it that is damaged. */
    static boolean hidesWhole(byte[] bytes, int start, int end, CRC32C crc) {
        for (int at = start + 1; at <= end - HEAD.length; at++) {
            if (isAt(HEAD, bytes, at) && kind(bytes, at, end, crc) == Kind.WHOLE) {
                return true;
            }
        }
        return false;
    }

    /** Whether this may be what a crash has left of the first line of a journal. */
    static boolean isBeginningOfFirst(byte[] bytes, int start, int end) {
        int length = Math.min(FIRST.length, end - start);
        return length > 0 && Arrays.equals(FIRST, 0, length, bytes, start, start + length);
    }

    /** The number of a whole line. */
    static long number(byte[] bytes, int start) {
        return Decimal.read(bytes, start + HEAD.length);
    }

    /** Where the record begins in a whole line. */
    static int recordStart(byte[] bytes, int start) {
        int at = start + HEAD.length;
        while (bytes[at] != ',') {
            at++;
        }
        return at;
    }

    /** Where the record ends in a whole line that ends here. */
    static int recordEnd(int end) {
        return end - TAIL;
    }

    private static int check(byte[] bytes, int start, int end, CRC32C crc) {
        crc.reset();
        crc.update(bytes, start, end - start);
        return (int) crc.getValue();
    }

    private static boolean isHex(byte[] bytes, int at, int value) {
        for (int i = DIGITS - 1; i >= 0; i--) {
            if (bytes[at + i] != HEX[value & 15]) {
                return false;
            }
            value >>>= 4;
        }
        return true;
    }

    private static boolean isAt(byte[] expected, byte[] bytes, int at) {
        return Arrays.equals(expected, 0, expected.length, bytes, at, at + expected.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
