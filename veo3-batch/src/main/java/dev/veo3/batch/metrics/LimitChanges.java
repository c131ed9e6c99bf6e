// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import dev.veo3.time.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many jobs might be in flight in one batch, over its time. Of very many changes every second one is forgotten,
 * so that they stay few and reach from the batch's begin to its end. Thread-safe.
 *
 * @since 1.0
 */
public final class LimitChanges {
    private static final int MOST = 4_000;

    private final TimeSource time;
    private final Instant origin;
    private final long originNanos;
    private final ReentrantLock lock = new ReentrantLock();
    /** The changes whose number is a multiple of the stride. Guarded by the lock, like what follows. */
    private final List<LimitChange> kept = new ArrayList<>();
    private LimitChange last;
    private long number;
    private int stride = 1;
    private boolean fallen;

    /** That limit from now on. */
    public LimitChanges(int limit, TimeSource time) {
        this.time = time;
        // One reading of the wall clock: what is set meanwhile changes no distance between two moments.
        this.origin = time.now();
        this.originNanos = time.nanos();
        this.last = new LimitChange(origin, limit, "as the batch began");
        kept.add(last);
    }

    /** Another limit from now on. */
    public void add(int limit, String reason) {
        lock.lock();
        try {
            fallen |= limit < last.limit();
            last = new LimitChange(origin.plusNanos(time.nanos() - originNanos), limit, reason);
            number++;
            if (number % stride == 0) {
                kept.add(last);
            }
            if (kept.size() > MOST) {
                forget();
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        stride *= 2;
        for (int i = 0; 2 * i < kept.size(); i++) {
            kept.set(i, kept.get(2 * i));
        }
        kept.subList((kept.size() + 1) / 2, kept.size()).clear();
    }

    /** Whether it has ever become smaller. */
    public boolean hasFallen() {
        lock.lock();
        try {
            return fallen;
        } finally {
            lock.unlock();
        }
    }

    /** The changes in the order of time, the limit at the batch's begin first. */
    public List<LimitChange> all() {
        lock.lock();
        try {
            List<LimitChange> all = new ArrayList<>(kept);
            if (number % stride != 0) {
                all.add(last);
            }
            return List.copyOf(all);
        } finally {
            lock.unlock();
        }
    }
}
