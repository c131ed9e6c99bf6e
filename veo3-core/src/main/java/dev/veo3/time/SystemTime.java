// SPDX-License-Identifier: Apache-2.0
package dev.veo3.time;

import java.time.Duration;
import java.time.Instant;

/** The system's clocks. */
enum SystemTime implements TimeSource {
    INSTANCE;

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (duration.isPositive()) {
            Thread.sleep(duration);
        }
    }
}
