// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The jobs that ended in the last five minutes, found from counts that are looked at now and then. Thread-safe.
 *
 * @since 1.0
 */
public final class ErrorWindow {
    private static final long LENGTH = Duration.ofMinutes(5).toNanos();
    private static final long STEP = Duration.ofSeconds(1).toNanos();

    private final ReentrantLock lock = new ReentrantLock();
    /** The oldest is the last one that lies before the window. */
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long at, long ran, long errors) {}

    /**
     * How many ended in the window, and how many of these came to nothing.
     *
     * @param ended of the jobs that were taken up
     */
    public record Rate(long ended, long errors) {

        /** From 0 to 1; 0 when none ended. */
        public double value() {
            return ended == 0 ? 0 : errors / (double) ended;
        }
    }

    /** A batch that begins at that moment, in elapsed nanoseconds. */
    public ErrorWindow(long begin) {
        samples.add(new Sample(begin, 0, 0));
    }

    /** Looks at the counts at a moment, in elapsed nanoseconds; moments before the last one count as that. */
    public Rate at(long now, long ran, long errors) {
        lock.lock();
        try {
            if (now - samples.getLast().at() >= STEP) {
                samples.addLast(new Sample(now, ran, errors));
            }
            Sample oldest = samples.removeFirst();
            while (!samples.isEmpty() && now - samples.getFirst().at() >= LENGTH) {
                oldest = samples.removeFirst();
            }
            samples.addFirst(oldest);
            return new Rate(Math.max(0, ran - oldest.ran()), Math.max(0, errors - oldest.errors()));
        } finally {
            lock.unlock();
        }
    }
}
