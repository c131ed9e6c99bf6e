// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.schedule;

import java.time.Duration;
import java.util.function.IntUnaryOperator;

/**
 * Where a job stands among those that wait: when it was enqueued, less a step for each point of its priority. The lowest goes
 * first. All jobs age at the same speed, so this never changes while a job waits, and yet nothing starves: a job is overtaken only
 * by those that were enqueued within a step for each point of their lead.
 *
 * @param priorities the priority of the job of that index
 * @param step how much longer a job would have to wait to make up for one point of priority
 */
public record Rank(IntUnaryOperator priorities, Duration step) {

    /** A minute: about as long as one video takes. */
    public static final Duration STANDARD_STEP = Duration.ofMinutes(1);

    /** The rank of a job that was there when the batch began. */
    public long of(int index) {
        return of(index, 0);
    }

    /** The rank of a job that was enqueued later, in nanoseconds since the batch began. */
    public long of(int index, long enqueued) {
        return enqueued - priorities.applyAsInt(index) * step.toNanos();
    }
}
