// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to poll next: an interval that grows by half each time up to a longest one, of which half is fixed and half is chance, so that a
 * batch does not poll in step. Pure arithmetic.
 */
record PollSchedule(Duration first, Duration longest) {

    /** The wait after so many polls, at least one. */
    Duration after(int polls, RandomGenerator random) {
        // An exponent beyond 100 would only overflow what is cut off anyway.
        double grown = first.toNanos() * Math.pow(1.5, Math.min(polls - 1, 100));
        long interval = (long) Math.min(grown, (double) longest.toNanos());
        long fixed = interval / 2;
        return Duration.ofNanos(fixed + random.nextLong(interval - fixed + 1));
    }
}
