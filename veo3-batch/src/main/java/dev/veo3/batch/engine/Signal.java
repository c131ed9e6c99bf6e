// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Wakes those who wait for something that time alone does not bring: that a pause ends, that money or a place becomes free. */
final class Signal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition raised = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();

    /** Says that something has changed; cheap while nobody waits. */
    void raise() {
        if (waiting.get() > 0) {
            lock.lock();
            try {
                raised.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Waits while this holds. It is looked at again after each signal, under a lock: it must be quick.
     *
     * @throws InterruptedException when the thread was interrupted
     */
    void awaitWhile(BooleanSupplier blocked) throws InterruptedException {
        // Counted before the first look, so that whoever changes something after it sees that somebody waits.
        waiting.incrementAndGet();
        try {
            lock.lockInterruptibly();
            try {
                while (blocked.getAsBoolean()) {
                    raised.await();
                }
            } finally {
                lock.unlock();
            }
        } finally {
            waiting.decrementAndGet();
        }
    }
}
