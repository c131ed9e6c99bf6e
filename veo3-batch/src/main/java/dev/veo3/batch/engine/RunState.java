// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobOutcome;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether a batch goes on. Thread-safe; never blocks. */
final class RunState {
    private final AtomicReference<@Nullable JobOutcome> ending = new AtomicReference<>();
    private final AtomicInteger stops = new AtomicInteger();
    private volatile @Nullable String paused;

    /** Nothing more is submitted, what the service has taken is brought home: whether this is news. */
    boolean drain(JobOutcome.Skipped notBegun) {
        return ending.compareAndSet(null, notBegun);
    }

    /** Nothing more is submitted, and nothing is brought home: how often this had been said before. */
    int stop(JobOutcome.Cancelled notBegun) {
        ending.set(notBegun);
        return stops.getAndIncrement();
    }

    /** How jobs end that have not been submitted; null while the batch goes on. */
    @Nullable
    JobOutcome ending() {
        return ending.get();
    }

    /** Whether not even what the service has taken is brought home. */
    boolean isStopped() {
        return stops.get() > 0;
    }

    /** Pauses, for this reason: whether this is news. */
    boolean pause(String reason) {
        boolean news = paused == null;
        paused = reason;
        return news;
    }

    /** Ends the pause: whether there was one. */
    boolean resume() {
        boolean news = paused != null;
        paused = null;
        return news;
    }

    boolean isPaused() {
        return paused != null;
    }
}
