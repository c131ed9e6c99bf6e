// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** The jobs that what all workers share holds back: each waits for its time, or until it is told that it may ask before. Thread-safe. */
final class HeldJobs {
    private final Timers timers;
    private final Map<Integer, CountDownLatch> told = new ConcurrentHashMap<>();

    HeldJobs(Timers timers) {
        this.timers = timers;
    }

    /** Waits for so long at the most. */
    void await(int index, Duration most) throws InterruptedException {
        CountDownLatch mine = of(index);
        Timers.Timer timer = timers.after(most, mine::countDown);
        try {
            mine.await();
        } finally {
            timer.cancel();
            told.remove(index, mine);
        }
    }

    /** The job may ask again: it does so now, or instead of waiting when it is about to. */
    void tell(int index) {
        of(index).countDown();
    }

    private CountDownLatch of(int index) {
        return told.computeIfAbsent(index, none -> new CountDownLatch(1));
    }

    /** The job waits for nothing any more. */
    void forget(int index) {
        told.remove(index);
    }
}
