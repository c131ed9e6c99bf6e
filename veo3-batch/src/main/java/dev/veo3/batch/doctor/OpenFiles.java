// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.doctor;

import dev.veo3.batch.metrics.ProcessFigures;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.util.OptionalLong;

/** The files and connections of this process, counted when those that are about to be closed have been. */
final class OpenFiles {
    static final String SUBJECT = "open files";

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int MOST_LOOKS = 40;
    /** So many looks alike, and nothing is about to be closed. */
    private static final int ALIKE = 5;

    private final TimeSource time;

    OpenFiles(TimeSource time) {
        this.time = time;
    }

    /** How many there are; empty where the system does not tell. */
    OptionalLong count() {
        long before = -1;
        int alike = 0;
        for (int look = 0; look < MOST_LOOKS; look++) {
            OptionalLong open = ProcessFigures.now().openFiles();
            if (open.isEmpty()) {
                return open;
            }
            alike = open.getAsLong() == before ? alike + 1 : 1;
            before = open.getAsLong();
            if (alike == ALIKE || !waited()) {
                break;
            }
        }
        return OptionalLong.of(before);
    }

    /**
     * What a batch has left that was like the one before it, which had opened whatever is kept. It may open one more connection for each
     * job at once, at both ends where the service is in this process.
     */
    static Check left(OptionalLong before, OptionalLong after, int jobs, int atOnce) {
        if (before.isEmpty() || after.isEmpty()) {
            return Check.not(SUBJECT, "this system does not tell.");
        }
        boolean leaks = after.getAsLong() - before.getAsLong() > Math.min(2 * atOnce, jobs / 2);
        return Check.of(SUBJECT, !leaks, before.getAsLong() + " were open after a batch of " + jobs + ", "
                + after.getAsLong() + " after another"
                + (leaks ? ": jobs open files or connections that they do not close." : "."));
    }

    /** False when the thread was interrupted: the batch that follows says so. */
    private boolean waited() {
        try {
            time.sleep(BETWEEN_LOOKS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
