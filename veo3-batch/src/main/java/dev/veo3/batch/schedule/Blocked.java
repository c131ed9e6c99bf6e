// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.schedule;

import dev.veo3.batch.plan.Dependencies;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The jobs that wait for others, by their index. Each is handed out once: free, when the last of its parents has its video, or
 * lost, when one of them will not have one in this run. Thread-safe; costs nothing when no job waits for another.
 */
public final class Blocked {
    private static final int HANDED_OUT = -1;

    private final AtomicIntegerArray waitingFor;

    /** Every job that has parents waits for all of them. */
    public Blocked(Dependencies dependencies, int jobs) {
        waitingFor = new AtomicIntegerArray(dependencies.isEmpty() ? 0 : jobs);
        for (int job = 0; job < waitingFor.length(); job++) {
            waitingFor.set(job, dependencies.parentCount(job));
        }
    }

    /** Whether the job waits. */
    public boolean waits(int job) {
        return waitingFor.length() > 0 && waitingFor.get(job) > 0;
    }

    /** The job waits for nothing, whatever becomes of its parents. */
    public void free(int job) {
        if (waitingFor.length() > 0) {
            waitingFor.set(job, HANDED_OUT);
        }
    }

    /** A parent of this job has its video: whether the job is free by that. True once. */
    public boolean parentSucceeded(int child) {
        while (true) {
            int left = waitingFor.get(child);
            if (left == HANDED_OUT) {
                return false;
            }
            int then = left == 1 ? HANDED_OUT : left - 1;
            if (waitingFor.compareAndSet(child, left, then)) {
                return then == HANDED_OUT;
            }
        }
    }

    /** A parent of this job has no video: whether the job is lost by that. True once. */
    public boolean parentFailed(int child) {
        return waitingFor.getAndSet(child, HANDED_OUT) != HANDED_OUT;
    }
}
