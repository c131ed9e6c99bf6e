// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.util.OptionalInt;

/**
 * How often something may be submitted. The service gives such quotas to each project and model.
 *
 * @param perMinute at least 1; empty for any number
 * @param perDay at least 1, days begin at midnight Pacific time; empty for any number
 * @since 1.0
 */
public record RateLimit(OptionalInt perMinute, OptionalInt perDay) {
    private static final RateLimit NONE = new RateLimit(OptionalInt.empty(), OptionalInt.empty());

    /** Checks the numbers. */
    public RateLimit {
        check(perMinute, "minute");
        check(perDay, "day");
    }

    private static void check(OptionalInt most, String time) {
        if (most.orElse(1) < 1) {
            throw new IllegalArgumentException(
                    "At least 1 submission a " + time + " is allowed, not " + most.getAsInt());
        }
    }

    /** Any number at any time. */
    public static RateLimit none() {
        return NONE;
    }

    /** So many a minute, any number a day. */
    public static RateLimit perMinute(int submissions) {
        return new RateLimit(OptionalInt.of(submissions), OptionalInt.empty());
    }

    /** The same with so many a day. */
    public RateLimit andPerDay(int submissions) {
        return new RateLimit(perMinute, OptionalInt.of(submissions));
    }
}
