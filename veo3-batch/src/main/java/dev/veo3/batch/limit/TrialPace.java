// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.time.Duration;

/**
 * When one more job may try whether there is more room at the service. A try that is refused costs little, but refusals are to be
 * rare: each acceptance earns a part of one, and while nothing is saved up there is only the occasional try that shows a quota
 * that was raised. Far below a level that has fitted before, there are more of them: what has shrunk is likely to come back. Not
 * thread-safe: {@link AdaptiveLimit} locks.
 */
final class TrialPace {
    private static final long SHORTEST = Duration.ofSeconds(30).toNanos();
    private static final long LONGEST = Duration.ofMinutes(10).toNanos();
    private static final long WITHOUT_SAVINGS = Duration.ofMinutes(30).toNanos();

    /** Below a level that has fitted: at the latest after this time and so many acceptances. */
    private static final long BELOW = Duration.ofMinutes(3).toNanos();
    private static final int ACCEPTED_BELOW = 6;

    private static final double EARNED = 0.04;
    private static final double MOST_SAVED = 3;
    private static final double MOST_OWED = 1;

    private double saved = 2;
    private long since;
    private int accepted;
    private long interval = SHORTEST;

    void accepted() {
        accepted++;
        saved = Math.min(MOST_SAVED, saved + EARNED);
    }

    void refused() {
        saved = Math.max(-MOST_OWED, saved - 1);
    }

    /** A refusal has turned out to be no news about the quota. */
    void forgive() {
        saved = Math.min(MOST_SAVED, saved + 1);
    }

    /** The limit is where it should be for all that is known, and the time until the next try begins. */
    void settled(long now, boolean asBefore) {
        postpone(now);
        interval = asBefore ? Math.min(LONGEST, interval * 2) : SHORTEST;
    }

    /** The time until the next try begins anew. */
    void postpone(long now) {
        since = now;
        accepted = 0;
    }

    boolean mayTry(long now, boolean below) {
        long passed = now - since;
        if (passed >= WITHOUT_SAVINGS) {
            return true;
        }
        return below
                ? passed >= Math.min(interval, BELOW) && accepted >= ACCEPTED_BELOW
                : passed >= interval && saved >= 1;
    }
}
