// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.Histories;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Results that stand in the journal: four bytes a job are kept in memory. What the journal does not have is kept beside it, once
 * for all jobs that ended alike: a job that the batch did not begin, or every job after the journal has failed.
 */
final class RecordedResults implements Results {
    private static final int OPEN = 0;
    private static final int RECORDED = -1;

    private final BatchPlan plan;
    private final Journal journal;
    private final Instant origin;
    private final long originNanos;
    /** For each job {@link #OPEN}, {@link #RECORDED}, or one more than its place in {@link #beside}. */
    private final AtomicIntegerArray places;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock, like what follows. */
    private final List<JobEnd> beside = new ArrayList<>();
    private final Map<JobEnd, Integer> numbers = new HashMap<>();
    private Duration duration = Duration.ZERO;

    /** No job has ended. */
    RecordedResults(BatchPlan plan, Journal journal, TimeSource time) {
        this.plan = plan;
        this.journal = journal;
        this.origin = time.now();
        this.originNanos = time.nanos();
        this.places = new AtomicIntegerArray(plan.jobCount());
    }

    @Override
    public Instant instant(long nanos) {
        return origin.plusNanos(nanos - originNanos);
    }

    @Override
    public boolean has(int index) {
        return places.get(index) != OPEN;
    }

    @Override
    public void put(JobResult result, boolean recorded) {
        lock.lock();
        try {
            duration = duration.plus(result.duration());
            places.set(result.job().index(), recorded ? RECORDED : place(JobEnd.of(result)));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void put(int index, JobOutcome outcome, long began, long ended) {
        put(new JobEnd(outcome, Optional.empty(), instant(began), Duration.ofNanos(ended - began))
                .result(plan.outline(index)), false);
    }

    private int place(JobEnd end) {
        return numbers.computeIfAbsent(end, added -> {
            beside.add(added);
            return beside.size();
        });
    }

    @Override
    public Duration duration() {
        lock.lock();
        try {
            return duration;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Stream<JobResult> all() {
        Reading reading = new Reading();
        return StreamSupport.stream(reading, false).onClose(reading::close);
    }

    private JobEnd end(int index, Histories histories) {
        int place = places.get(index);
        if (place != RECORDED) {
            lock.lock();
            try {
                return beside.get(place - 1);
            } finally {
                lock.unlock();
            }
        }
        JobHistory history = histories.history(plan.id(index));
        return history.ended().map(JobEnd::of).orElseGet(() -> new JobEnd(
                new JobOutcome.Unfinished("a later run has taken it up again"), history.result(JobContext.SUBMIT),
                origin, Duration.ZERO));
    }

    /** Reads the results one after the other, and holds the journal's file from the first to the last. */
    private final class Reading extends AbstractSpliterator<JobResult> {
        private @Nullable Histories histories;
        private int next;

        Reading() {
            super(plan.jobCount(), SIZED | ORDERED | NONNULL | IMMUTABLE);
        }

        @Override
        public boolean tryAdvance(Consumer<? super JobResult> action) {
            if (next == plan.jobCount()) {
                close();
                return false;
            }
            Histories open = histories;
            if (open == null) {
                open = journal.histories(plan.ids());
                histories = open;
            }
            JobResult result = end(next, open).result(plan.jobOrOutline(next));
            next++;
            action.accept(result);
            return true;
        }

        void close() {
            if (histories != null) {
                histories.close();
                histories = null;
            }
        }
    }
}
