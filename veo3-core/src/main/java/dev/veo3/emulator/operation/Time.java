// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.operation;

import dev.veo3.emulator.http.Pause;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The emulator's time: a reading, and waiting for a later one. Thread-safe. */
public final class Time implements Pause {

    /** The reading may be moved by hand, so a wait looks at it again and again. */
    private static final long LONGEST_NAP_NANOS = Duration.ofMillis(10).toNanos();

    private final LongSupplier nanos;

    /** Time by these nanoseconds, which never go back. */
    public Time(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The reading, in nanoseconds. */
    public long nanos() {
        return nanos.getAsLong();
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        until(nanos() + time.toNanos());
    }

    /** Returns when the reading is this or later. */
    void until(long due) throws InterruptedException {
        for (long left = due - nanos(); left > 0; left = due - nanos()) {
            Thread.sleep(Duration.ofNanos(Math.min(left, LONGEST_NAP_NANOS)));
        }
    }
}
