// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Results in memory, in columns: the objects that a reader wants are made when he asks. Jobs that the plan does not keep are not kept here. */
final class KeptResults implements Results {
    private final AtomicReferenceArray<Object> ends;
    /** When a job began and when it ended, side by side: threads whose jobs are neighbours disturb each other less so. */
    private final long[] times;
    private final BatchPlan plan;
    private final Instant origin;
    private final long originNanos;

    /** No job has ended. */
    KeptResults(BatchPlan plan, TimeSource time) {
        this.ends = new AtomicReferenceArray<>(plan.jobCount());
        this.times = new long[2 * plan.jobCount()];
        this.plan = plan;
        // Where the clocks stand together: one reading of the wall clock is enough.
        this.origin = time.now();
        this.originNanos = time.nanos();
    }

    @Override
    public Instant instant(long nanos) {
        return origin.plusNanos(nanos - originNanos);
    }

    @Override
    public boolean has(int index) {
        return ends.get(index) != null;
    }

    @Override
    public void put(JobResult result, boolean recorded) {
        ends.setRelease(result.job().index(), plan.isStreamed() ? JobEnd.of(result) : result);
    }

    @Override
    public void put(int index, JobOutcome outcome, long begin, long end) {
        times[2 * index] = begin;
        times[2 * index + 1] = end;
        ends.setRelease(index, outcome);
    }

    private long ran(int index) {
        return times[2 * index + 1] - times[2 * index];
    }

    private JobResult result(int index) {
        return switch (ends.getAcquire(index)) {
            case JobResult result -> result;
            case JobEnd end -> end.result(plan.jobOrOutline(index));
            case JobOutcome outcome -> new JobResult(plan.jobOrOutline(index), outcome, Optional.empty(),
                    instant(times[2 * index]), Duration.ofNanos(ran(index)));
            case null, default -> throw new IllegalStateException("Job number " + index + " has not ended");
        };
    }

    @Override
    public Stream<JobResult> all() {
        return IntStream.range(0, ends.length()).mapToObj(this::result);
    }

    @Override
    public Duration duration() {
        Duration sum = Duration.ZERO;
        long nanos = 0;
        for (int index = 0; index < ends.length(); index++) {
            switch (ends.get(index)) {
                case JobResult result -> sum = sum.plus(result.duration());
                case JobEnd end -> sum = sum.plus(end.duration());
                case null, default -> nanos += ran(index);
            }
        }
        return sum.plusNanos(nanos);
    }
}
