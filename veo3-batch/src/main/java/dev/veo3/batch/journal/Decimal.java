// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

/** Whole numbers in decimal digits. */
final class Decimal {
    /** No number has more. */
    static final int MOST_DIGITS = 19;

    private Decimal() {}

    /**
     * Writes a number that is not negative.
     *
     * @return where it ends
     */
    static int put(byte[] to, int at, long number) {
        return put(to, at, number, digits(number));
    }

    /**
     * Writes a number that is not negative with so many digits.
     *
     * @return where it ends
     */
    static int put(byte[] to, int at, long number, int digits) {
        long rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            to[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }

    /** The number whose digits begin here; -1 where none begins or it is too large. */
    static long read(byte[] bytes, int at) {
        long number = 0;
        int i = at;
        for (; i < bytes.length && isDigit(bytes[i]); i++) {
            if (i - at == MOST_DIGITS) {
                return -1;
            }
            number = number * 10 + bytes[i] - '0';
        }
        return i == at || number < 0 ? -1 : number;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
