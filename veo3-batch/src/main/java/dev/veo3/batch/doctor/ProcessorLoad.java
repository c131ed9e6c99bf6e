// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.doctor;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a batch has used of the processors.
 *
 * @param cpu by the whole process while the batch ran; empty where the system does not tell
 */
record ProcessorLoad(int jobs, Optional<Duration> cpu, Duration elapsed, int processors) {
    /** With so much of them in use, the processors are what more jobs at once would wait for. */
    private static final double BUSY = 0.8;
    /** In milliseconds. Of jobs that take less it says nothing: the service answers at once, as only an emulator does. */
    private static final double LIGHT = 100;
    /** In milliseconds. Of such jobs 22 at once fill a processor even when the service needs 11 seconds for each, its shortest time. */
    private static final double HEAVY = 500;

    private double millisOfAJob() {
        return cpu.orElse(Duration.ZERO).toNanos() / 1e6 / jobs;
    }

    private double share() {
        return cpu.orElse(Duration.ZERO).toNanos() / (double) Math.max(1, elapsed.toNanos() * processors);
    }

    boolean isHeavy() {
        return millisOfAJob() > HEAVY || (share() > BUSY && millisOfAJob() > LIGHT);
    }

    String describe() {
        return String.format(Locale.ROOT, "%d jobs used %.1f ms of CPU time each, %.0f %% of %d processors%s", jobs,
                millisOfAJob(), share() * 100, processors,
                isHeavy() ? ": more jobs at once will wait for these" : "");
    }
}
