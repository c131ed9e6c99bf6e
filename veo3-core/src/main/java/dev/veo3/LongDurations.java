// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import java.time.Duration;

/** Times that stand for "without end": beyond 292 years their nanoseconds fit into no long. */
final class LongDurations {
    private static final Duration CENTURY = Duration.ofDays(36_525);

    private LongDurations() {}

    /** The time, or a century if it is longer, in either direction. */
    static Duration bounded(Duration time) {
        if (time.compareTo(CENTURY) > 0) {
            return CENTURY;
        }
        return time.compareTo(CENTURY.negated()) < 0 ? CENTURY.negated() : time;
    }
}
