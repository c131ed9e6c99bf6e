package dev.veo3.batch.schedule;

import dev.veo3.batch.plan.Job;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The jobs that wait, in the order in which they are to run. Any number of threads take from it without waiting. */
public final class WorkQueue {
    private final Job[] jobs;
    private final AtomicInteger next = new AtomicInteger();

    /** The jobs in that order. */
    public WorkQueue(List<Job> jobs) {
        this.jobs = jobs.toArray(Job[]::new);
    }

    /** Takes the next job; null when there is none left. */
    public @Nullable Job take() {
        // Read first: an empty queue that is asked for ever must not overflow the counter.
        if (next.get() >= jobs.length) {
            return null;
        }
        int index = next.getAndIncrement();
        return index < jobs.length ? jobs[index] : null;
    }

    /** Whether every job has been taken. */
    public boolean isEmpty() {
        return next.get() >= jobs.length;
    }
}
