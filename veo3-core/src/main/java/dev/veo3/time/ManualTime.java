// SPDX-License-Identifier: Apache-2.0
package dev.veo3.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A time source that stands still until it is moved, for tests of this library and of applications that use it.
 * In the stepping kind ({@link #stepping}) a sleeping thread waits until {@link #advance} has moved time far enough;
 * in the self-advancing kind ({@link #selfAdvancing}) every sleep moves time by its own length and returns at once.
 * Thread-safe.
 *
 * @since 1.0
 */
public final class ManualTime implements TimeSource {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Instant start;
    private final boolean selfAdvancing;
    private long elapsed;
    private int sleepers;

    private ManualTime(Instant start, boolean selfAdvancing) {
        this.start = start;
        this.selfAdvancing = selfAdvancing;
    }

    /** Time that moves only by {@link #advance}. */
    public static ManualTime stepping(Instant start) {
        return new ManualTime(start, false);
    }

    /** Time that every {@link #sleep} moves forward by its own length. */
    public static ManualTime selfAdvancing(Instant start) {
        return new ManualTime(start, true);
    }

    @Override
    public Instant now() {
        return start.plusNanos(nanos());
    }

    @Override
    public long nanos() {
        lock.lock();
        try {
            return elapsed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long due = elapsed + Math.max(0, duration.toNanos());
            if (selfAdvancing) {
                elapsed = due;
                return;
            }
            sleepers++;
            changed.signalAll();
            try {
                while (elapsed < due) {
                    changed.await();
                }
            } finally {
                sleepers--;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Moves time forward; sleepers whose time has come wake up. */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("Time goes forward only, not by " + by);
        }
        lock.lock();
        try {
            elapsed += by.toNanos();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits (in real time) until this many threads sleep here, so that a test knows that they have come to rest.
     *
     * @throws InterruptedException when the thread was interrupted
     */
    public void awaitSleepers(int count) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (sleepers < count) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
