// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.model.Usd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Writes the figures of many jobs, as {@link Instant}, {@link java.math.BigDecimal} and {@link Usd} write one: a report has a dozen of
 * them for each job. For one thread.
 */
final class Numerals {
    private static final int DOLLAR_DECIMALS = 6;
    private static final int SECOND_DECIMALS = 3;
    private static final long DAY = 86_400;
    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
    private static final long FIRST_DAY = LocalDate.of(0, 1, 1).toEpochDay();

    private final byte[] text = new byte[32];
    /** The day whose date is at the text's beginning. */
    private long day = Long.MIN_VALUE;

    /** A point in time, as its {@link Instant#toString} writes it. */
    String time(Instant time) {
        long thatDay = Math.floorDiv(time.getEpochSecond(), DAY);
        if (thatDay < FIRST_DAY || thatDay > LAST_DAY) {
            return time.toString();
        }
        if (thatDay != day) {
            byte[] date = LocalDate.ofEpochDay(thatDay).toString().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(date, 0, text, 0, date.length);
            day = thatDay;
        }
        int second = (int) Math.floorMod(time.getEpochSecond(), DAY);
        put('T', 10, second / 3_600, 2);
        put(':', 13, second / 60 % 60, 2);
        put(':', 16, second % 60, 2);
        int end = fraction(time.getNano());
        text[end] = 'Z';
        return new String(text, 0, end + 1, StandardCharsets.ISO_8859_1);
    }

    /** Three, six or nine decimals, or none; where they end. */
    private int fraction(int nanos) {
        if (nanos == 0) {
            return 19;
        }
        if (nanos % 1_000_000 == 0) {
            return put('.', 19, nanos / 1_000_000, 3);
        }
        return nanos % 1_000 == 0 ? put('.', 19, nanos / 1_000, 6) : put('.', 19, nanos, 9);
    }

    private int put(char mark, int at, int number, int digits) {
        text[at] = (byte) mark;
        int rest = number;
        for (int i = at + digits; i > at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits + 1;
    }

    /** An amount without its sign, with two decimals at the least: {@code 3.20}. */
    static String dollars(Usd amount) {
        return decimal(amount.micros(), DOLLAR_DECIMALS, 2);
    }

    /** An amount with no more decimals than it needs: {@code 3.2}. */
    static String shortDollars(Usd amount) {
        return decimal(amount.micros(), DOLLAR_DECIMALS, 0);
    }

    /** Seconds to a thousandth, with no more decimals than they need: {@code 12.4}. */
    static String seconds(Duration time) {
        return decimal(time.toMillis(), SECOND_DECIMALS, 0);
    }

    private static String decimal(long number, int decimals, int fewest) {
        long rest = number;
        int left = decimals;
        while (left > fewest && rest % 10 == 0) {
            rest /= 10;
            left--;
        }
        StringBuilder text = new StringBuilder(24).append(Math.abs(rest));
        while (text.length() <= left) {
            text.insert(0, '0');
        }
        if (left > 0) {
            text.insert(text.length() - left, '.');
        }
        return (rest < 0 ? text.insert(0, '-') : text).toString();
    }
}
