// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.util.Locale;

/**
 * What the samples of a profile count.
 *
 * @since 1.0
 */
public enum Measure {
    /** Nanoseconds of CPU time. */
    CPU_TIME("CPU time"),
    /** Moments at which a thread was seen running: in proportion to the CPU time, where the JDK does not sample that itself. */
    RUNNING("running threads"),
    /** Bytes that were allocated, estimated from samples. */
    ALLOCATION("allocation");

    private final String title;

    Measure(String title) {
        this.title = title;
    }

    /** What it is called: {@code CPU time}. */
    public String title() {
        return title;
    }

    /** An amount of it with its unit: {@code 1.25 s}, {@code 130 samples}, {@code 3.4 MB}. */
    public String describe(long amount) {
        return switch (this) {
            case CPU_TIME -> seconds(amount / 1e9);
            case RUNNING -> amount + (amount == 1 ? " sample" : " samples");
            case ALLOCATION -> bytes(amount);
        };
    }

    private static String seconds(double seconds) {
        return seconds < 1
                ? String.format(Locale.ROOT, "%.0f ms", seconds * 1000)
                : String.format(Locale.ROOT, "%.2f s", seconds);
    }

    /** In units of 1,000. */
    static String bytes(long bytes) {
        String sign = bytes < 0 ? "-" : "";
        double amount = Math.abs((double) bytes);
        if (amount < 1000) {
            return sign + (long) amount + " B";
        }
        String[] units = {"kB", "MB", "GB", "TB"};
        int unit = -1;
        while (amount >= 999.95 && unit < units.length - 1) {
            amount /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%s%.1f %s", sign, amount, units[unit]);
    }
}
