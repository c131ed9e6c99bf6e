// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The permits of downloads, apart from those of the remote operations: a slow line must not keep the service idle. First come,
 * first served, since what was made first expires first. Thread-safe.
 *
 * @since 1.0
 */
public final class DownloadPermits {
    private final Semaphore permits;
    private final int limit;
    private final int congestedAt;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();

    /**
     * Nothing is downloading.
     *
     * @param limit how many downloads run at once
     * @param congestedAt from how many waiting downloads on no more should be submitted, since results expire
     */
    public DownloadPermits(int limit, int congestedAt) {
        if (limit < 1 || congestedAt < 1) {
            throw new IllegalArgumentException(
                    "At least one download runs, and one waits: " + limit + ", " + congestedAt);
        }
        this.permits = new Semaphore(limit, true);
        this.limit = limit;
        this.congestedAt = congestedAt;
    }

    /**
     * Waits for a permit.
     *
     * @throws InterruptedException when the thread was interrupted; it has no permit then
     */
    public void acquire() throws InterruptedException {
        waiting.incrementAndGet();
        try {
            permits.acquire();
            running.incrementAndGet();
        } finally {
            waiting.decrementAndGet();
        }
    }

    /**
     * Gives a permit back.
     *
     * @throws IllegalStateException when none is in use: somebody gave one back twice
     */
    public void release() {
        if (running.getAndUpdate(now -> Math.max(0, now - 1)) == 0) {
            throw new IllegalStateException("A permit was given back that nobody held");
        }
        permits.release();
    }

    /** Whether so many downloads wait that nothing more should be submitted. */
    public boolean isCongested() {
        return waiting.get() >= congestedAt;
    }

    /** How many run and wait, each read for itself. */
    public Downloads snapshot() {
        return new Downloads(limit, running.get(), waiting.get());
    }

    /**
     * The downloads at one moment.
     *
     * @param limit how many run at once
     * @param running how many do
     * @param waiting how many wait for a permit
     */
    public record Downloads(int limit, int running, int waiting) {}
}
