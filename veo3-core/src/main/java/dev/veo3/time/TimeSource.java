// SPDX-License-Identifier: Apache-2.0
package dev.veo3.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock and the waits of the library. Wall time ({@link #now()}) is for people and for files; elapsed time
 * ({@link #nanos()}) is for every computation of a wait, because the wall clock may jump. Implementations are thread-safe.
 *
 * @since 1.0
 */
public interface TimeSource {

    /** The wall clock's instant. */
    Instant now();

    /** Elapsed nanoseconds since an arbitrary origin; never goes back. Only differences mean anything. */
    long nanos();

    /**
     * Waits. When it returns, at least this much time has passed; a duration of zero or less returns at once.
     *
     * @throws InterruptedException when the thread was interrupted before or during the wait
     */
    void sleep(Duration duration) throws InterruptedException;

    /** The system's clocks and real waits. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }
}
