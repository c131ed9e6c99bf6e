// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import dev.veo3.batch.metrics.BatchHealth.Finding;
import dev.veo3.batch.metrics.BatchHealth.State;
import java.util.List;

/**
 * What is still there when a batch has ended.
 *
 * @param threads virtual threads of the batch that have not ended
 * @param permits permits of jobs in flight that nobody has given back
 * @param keptPermits of these, those that are kept for jobs of unknown fate on purpose
 * @param downloads downloads that have not ended
 * @since 1.0
 */
public record Leftovers(int threads, int permits, int keptPermits, int downloads) {
    /** The client keeps so many connections at most. */
    private static final int MOST_CONNECTIONS = 256;
    /** What a program opens once, such as libraries. */
    private static final long OTHER_FILES = 32;

    /**
     * Judges them, with the process before the batch and after it.
     *
     * @param atOnce how many jobs may have had a connection at once. Each connection is kept open for the next batch, and is two files
     *     where the service is in this process.
     */
    public BatchHealth judge(ProcessFigures before, ProcessFigures after, long mostHeap, int atOnce) {
        return new BatchHealth(List.of(
                new Finding("virtual threads", threads == 0 ? State.FINE : State.SUSPECT,
                        threads + " of the batch's are left"),
                new Finding("permits", permits == keptPermits && downloads == 0 ? State.FINE : State.SUSPECT,
                        permits + " are not given back, of which " + keptPermits + " for jobs of unknown fate; "
                                + downloads
                                + " downloads have not ended"),
                files(before, after, 2L * Math.min(atOnce, MOST_CONNECTIONS) + OTHER_FILES),
                heap(before, after, mostHeap)));
    }

    private static Finding files(ProcessFigures before, ProcessFigures after, long mayGrow) {
        String subject = "open files";
        if (before.openFiles().isEmpty() || after.openFiles().isEmpty()) {
            return new Finding(subject, State.UNKNOWN, "this system does not tell");
        }
        long then = before.openFiles().getAsLong();
        long now = after.openFiles().getAsLong();
        boolean nearTheEnd = after.mostFiles().isPresent() && now > after.mostFiles().getAsLong() * 0.8;
        return new Finding(subject, nearTheEnd || now - then > mayGrow ? State.SUSPECT : State.FINE,
                now + " are open, " + then + " were before the batch"
                        + (after.mostFiles().isPresent() ? ", " + after.mostFiles().getAsLong() + " may be" : ""));
    }

    private static Finding heap(ProcessFigures before, ProcessFigures after, long most) {
        String subject = "heap after collection";
        if (after.heapAfterCollection() == 0) {
            return new Finding(subject, State.UNKNOWN, "nothing has been collected yet");
        }
        return new Finding(subject, after.heapAfterCollection() > most * 0.8 ? State.SUSPECT : State.FINE,
                megabytes(after.heapAfterCollection()) + " after the last collection, "
                        + megabytes(before.heapAfterCollection()) + " before the batch, " + megabytes(most)
                        + " may be");
    }

    private static String megabytes(long bytes) {
        return bytes / 1_000_000 + " MB";
    }
}
