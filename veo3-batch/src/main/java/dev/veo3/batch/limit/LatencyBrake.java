// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A limit for services that never refuse and let jobs queue instead: more in flight makes nothing faster there, and every job takes
 * longer. It looks at how long generations take compared with what is usual for their kind, by the median of as many as are in
 * flight, since single times vary by a factor of three. Generations that began before the limit last fell say nothing about it.
 * Not thread-safe: {@link AdaptiveLimit} locks.
 */
final class LatencyBrake {
    private static final int FEWEST = 20;
    private static final int MOST = 64;
    /** So many of a kind say what is usual for it. */
    private static final int OF_A_KIND = 20;
    /** What is usual may become so much more with each further so many: a service that has become slow is not slow for ever. */
    private static final double RISE = 1.002;
    private static final double TOO_SLOW = 1.6;
    private static final double FAST_ENOUGH = 1.3;
    private static final double TARGET = 1.1;
    /** The brake has helped when the time has become so much shorter. */
    private static final double HELPED = 0.85;

    private final int most;
    private final Map<String, Kind> kinds = new HashMap<>();
    private final double[] times = new double[MOST];
    private int count;
    private int limit;
    private boolean braked;
    /** The time for which the brake was put on last, until it is known whether it has helped. */
    private double before = Double.MAX_VALUE;
    private int limitBefore;
    private long brakedAt;

    LatencyBrake(int most) {
        this.most = most;
        this.limit = Math.min(QuotaSearch.START, most);
    }

    int limit() {
        return limit;
    }

    /** Something that was accepted in an earlier run runs already. */
    void raiseTo(int running) {
        limit = Math.max(limit, Math.min(most, running));
    }

    /**
     * A generation ended.
     *
     * @param sent when it began
     * @param now in elapsed nanoseconds
     * @param used whether the limit is used up
     */
    void generated(String kind, long sent, long now, boolean used) {
        double time = kinds.computeIfAbsent(kind, name -> new Kind()).compare((double) (now - sent));
        if (braked && sent - brakedAt < 0) {
            return;
        }
        if (!braked && used && time <= TOO_SLOW) {
            limit = Math.min(most, limit + 1);
        }
        times[count++] = time;
        if (count >= Math.clamp(limit, FEWEST, MOST)) {
            judge(median(times, count), used, now);
            count = 0;
        }
    }

    private void judge(double time, boolean used, long now) {
        boolean inVain = time > before * HELPED;
        before = Double.MAX_VALUE;
        if (time > TOO_SLOW && inVain) {
            // Less in flight made nothing faster, so nothing queues: this is how long it takes now.
            kinds.values().forEach(kind -> kind.slowDown(time));
            limit = Math.max(limit, limitBefore);
        } else if (time > TOO_SLOW) {
            // In a queue, the time grows with what is in flight.
            limitBefore = limit;
            limit = (int) Math.max(1, limit * TARGET / time);
            // At first the limit grew all the while, and the times are those of a smaller one: nothing to compare with.
            before = braked ? time : Double.MAX_VALUE;
            braked = true;
            brakedAt = now;
        } else if (time <= FAST_ENOUGH && braked && used) {
            limit = Math.min(most, limit + Math.max(2, limit / 4));
        }
    }

    private static double median(double[] values, int count) {
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[count / 2];
    }

    /** What is usual for one kind of job: the smallest median of some in a row. */
    private static final class Kind {
        private final double[] times = new double[OF_A_KIND];
        private int count;
        private double usual = Double.MAX_VALUE;

        /** So much longer is usual now. */
        void slowDown(double ratio) {
            usual *= ratio;
            count = 0;
        }

        /** How much longer than usual this is; 1 while nothing is usual yet. */
        double compare(double time) {
            double ratio = usual == Double.MAX_VALUE ? 1 : time / usual;
            times[count++] = time;
            if (count == OF_A_KIND) {
                double now = median(times, count);
                usual = usual == Double.MAX_VALUE ? now : now < usual ? (usual + now) / 2 : usual * RISE;
                count = 0;
            }
            return ratio;
        }
    }
}
