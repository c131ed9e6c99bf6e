// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a generation takes: evenly distributed from a shortest to a longest time, and the same for the same seed and
 * the same order of submissions.
 *
 * @param shortest no generation is faster
 * @param longest no generation is slower
 * @param seed where the numbers come from
 * @since 1.0
 */
public record Latency(Duration shortest, Duration longest, long seed) {

    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s)");

    /** Checks the times: {@link IllegalArgumentException} when one is negative or they stand in the wrong order. */
    public Latency {
        if (shortest.isNegative() || shortest.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "A latency goes from a shortest to a longest time, not from " + shortest + " to " + longest);
        }
    }

    /** Always the same time. */
    public static Latency fixed(Duration time) {
        return new Latency(time, time, 0);
    }

    /** Evenly distributed between two times. */
    public static Latency between(Duration shortest, Duration longest) {
        return new Latency(shortest, longest, 0);
    }

    /**
     * Reads {@code 200ms}, {@code 2s} or {@code 500ms-3s}.
     *
     * @throws IllegalArgumentException when it is written otherwise
     */
    public static Latency parse(String text) {
        String[] times = text.split("-", 2);
        Duration shortest = time(times[0], text);
        return between(shortest, times.length == 1 ? shortest : time(times[1], text));
    }

    /** The time of the submission with this number. */
    Duration of(long sequence) {
        long width = longest.minus(shortest).toNanos();
        return width == 0
                ? shortest
                : shortest.plusNanos(new SplittableRandom(seed * 31 + sequence).nextLong(width + 1));
    }

    private static Duration time(String part, String text) {
        Matcher matcher = TIME.matcher(part);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "A latency is written like 200ms, 2s or 500ms-3s, not \"" + text + "\"");
        }
        long number = Long.parseLong(matcher.group(1));
        return matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
    }
}
