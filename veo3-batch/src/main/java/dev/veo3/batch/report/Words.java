// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How reports write things down. */
final class Words {
    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final long MINUTE = 60;
    private static final long HOUR = 3600;

    private Words() {}

    /** A text without halves of characters, which no encoding has; each becomes U+FFFD. */
    static String whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                if (isPair(text, i)) {
                    i++;
                } else {
                    return mended(text);
                }
            }
        }
        return text;
    }

    private static boolean isPair(String text, int i) {
        return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
    }

    private static String mended(String text) {
        StringBuilder mended = new StringBuilder(text.length());
        text.codePoints().forEach(point -> mended
                .appendCodePoint(
                        point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point));
        return mended.toString();
    }

    /** A text in which nothing is taken for HTML, neither between tags nor in a quoted attribute. */
    static String html(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        String whole = whole(text);
        for (int i = 0; i < whole.length(); i++) {
            char unit = whole.charAt(i);
            switch (unit) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '\0' -> safe.append('\uFFFD');
                default -> safe.append(unit);
            }
        }
        return safe.toString();
    }

    /** The text, cut at so many characters. */
    static String cut(String text, int longest) {
        if (text.length() <= longest || text.codePointCount(0, text.length()) <= longest) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, longest)).stripTrailing() + " …";
    }

    /** A duration for people: {@code 850 ms}, {@code 12.4 s}, {@code 3 min 5 s}, {@code 2 h 4 min}. */
    static String duration(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 1) {
            return time.toMillis() == 0 && !time.isZero()
                    ? String.format(Locale.ROOT, "%.2f ms", time.toNanos() / 1e6)
                    : time.toMillis() + " ms";
        }
        if (seconds < MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        }
        return seconds < HOUR
                ? seconds / MINUTE + " min " + seconds % MINUTE + " s"
                : count(seconds / HOUR) + " h " + seconds % HOUR / MINUTE + " min";
    }

    /** An amount for people, with commas: {@code $1,234.50}. */
    static String dollars(Usd amount) {
        String plain = amount.toString();
        int dot = plain.indexOf('.');
        return "$" + count(Long.parseLong(plain, 1, dot, 10)) + plain.substring(dot);
    }

    /** A number for people, with commas. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 job}, {@code 2 jobs}. */
    static String jobs(long number) {
        return count(number) + (number == 1 ? " job" : " jobs");
    }

    static String time(Instant time) {
        return TIME.format(time);
    }

    /** A part of a whole in percent. */
    static String percent(double part) {
        return String.format(Locale.ROOT, "%.0f %%", part * 100);
    }

    /** An outcome for people. */
    static String outcome(String name) {
        return name.replace('_', ' ');
    }

    /** The nanoseconds of a duration; the largest number where they are more. */
    static long nanos(Duration time) {
        return time.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? time.toNanos() : Long.MAX_VALUE;
    }

    /** A constant's name for people: {@code slow job} for {@code SLOW_JOB}. */
    static String of(Enum<?> constant) {
        return outcome(constant.name().toLowerCase(Locale.ROOT));
    }
}
