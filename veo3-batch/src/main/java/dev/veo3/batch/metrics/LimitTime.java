// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import java.util.concurrent.locks.ReentrantLock;

/**
 * How much was allowed over time: the limit, added up over every moment. Thread-safe.
 *
 * @since 1.0
 */
public final class LimitTime {
    private final ReentrantLock lock = new ReentrantLock();
    private int limit;
    private long since;
    private double sum;

    /** That limit from that moment on, in elapsed nanoseconds. */
    public LimitTime(int limit, long begin) {
        this.limit = limit;
        this.since = begin;
    }

    /** Another limit from that moment on, in elapsed nanoseconds. */
    public void changed(int to, long now) {
        lock.lock();
        try {
            sum += (double) limit * Math.max(0, now - since);
            since = now;
            limit = to;
        } finally {
            lock.unlock();
        }
    }

    /** In nanoseconds times permits, up to that moment. */
    public double until(long now) {
        lock.lock();
        try {
            return sum + (double) limit * Math.max(0, now - since);
        } finally {
            lock.unlock();
        }
    }
}
