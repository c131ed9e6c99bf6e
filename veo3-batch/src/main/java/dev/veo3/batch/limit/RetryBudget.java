// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many retries a batch makes: at most a fifth of its submissions in the last ten minutes, and at least ten. When everything
 * fails, trying everything again makes it worse. A window of time, because a share of what is in flight means nothing where
 * little is. Refusals for quota are no retries, and ambiguous jobs are never retried: neither is asked for here. Thread-safe;
 * never blocks.
 *
 * @since 1.0
 */
public final class RetryBudget {
    private static final int LEAST = 10;
    private static final int SHARE = 5;
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int PARTS = 60;
    private static final long PART = WINDOW.toNanos() / PARTS;

    private final ReentrantLock lock = new ReentrantLock();
    private final int[] submissions = new int[PARTS];
    private final int[] retries = new int[PARTS];
    private final long origin;
    /** The latest part of the window, counted from the origin. */
    private long current;

    /** Nothing has been submitted. */
    public RetryBudget(long now) {
        origin = now;
    }

    /** Something was submitted for the first time. */
    public void submitted(long now) {
        lock.lock();
        try {
            submissions[part(now)]++;
        } finally {
            lock.unlock();
        }
    }

    /** Takes one retry out of the budget, if there is one. */
    public boolean tryRetry(long now) {
        lock.lock();
        try {
            int part = part(now);
            if (sum(retries) >= allowed()) {
                return false;
            }
            retries[part]++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** What the window holds. */
    public Retries snapshot(long now) {
        lock.lock();
        try {
            part(now);
            return new Retries(sum(submissions), sum(retries), allowed());
        } finally {
            lock.unlock();
        }
    }

    private int allowed() {
        return Math.max(LEAST, sum(submissions) / SHARE);
    }

    /** The index of now's part; what has left the window is forgotten. */
    private int part(long now) {
        long part = Math.max(current, (now - origin) / PART);
        for (long old = Math.max(current + 1, part - PARTS + 1); old <= part; old++) {
            submissions[(int) (old % PARTS)] = 0;
            retries[(int) (old % PARTS)] = 0;
        }
        current = part;
        return (int) (part % PARTS);
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    /**
     * A budget at one moment.
     *
     * @param submissions how many there were in the window
     * @param used how many retries
     * @param allowed how many retries there may be
     */
    public record Retries(int submissions, int used, int allowed) {}
}
