// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What happens later: a timeout, a place that becomes free, a job that is tried again. Each is a virtual thread that sleeps; there
 * are as many as jobs in flight. All end with the batch.
 */
final class Timers {
    private final TimeSource time;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Timers(TimeSource time) {
        this.time = time;
    }

    /** Ends a timer before its time; afterwards its action does not begin. */
    interface Timer {

        /** Ends it. */
        void cancel();
    }

    /** Does something when the time has come; it must be quick. */
    Timer after(Duration delay, Runnable action) {
        Thread thread = Thread.ofVirtual().name("veo3-timer").unstarted(() -> run(delay, action));
        threads.add(thread);
        thread.start();
        if (closed) {
            thread.interrupt();
        }
        return thread::interrupt;
    }

    /** How many threads it has. */
    int threads() {
        return threads.size();
    }

    private void run(Duration delay, Runnable action) {
        try {
            time.sleep(delay);
            if (!Thread.interrupted() && !closed) {
                action.run();
            }
        } catch (InterruptedException e) {
            // Its time does not come any more.
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    /** Ends all timers and waits for them, whatever happens to the calling thread: whether it was interrupted. */
    boolean close() {
        closed = true;
        boolean interrupted = false;
        for (Thread thread : threads) {
            thread.interrupt();
            interrupted |= Threads.join(thread);
        }
        return interrupted;
    }
}
