package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.plan.Job;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/** The results of the jobs, by their index. Each is written once, by any thread, and read when the batch is over or before. */
interface Results {

    /** Whether the job has ended. */
    boolean has(int index);

    /** Keeps a result that is more than an outcome and its time. */
    void put(JobResult result);

    /** Keeps the result of a job without an operation; the times are in elapsed nanoseconds. */
    void put(int index, JobOutcome outcome, long began, long ended);

    /** The result of a job that has ended. */
    JobResult get(int index);

    /** The instant of a moment in elapsed nanoseconds. */
    Instant instant(long nanos);

    /** In memory, in columns: the objects that a reader wants are made when he asks. */
    final class Kept implements Results {
        private final AtomicReferenceArray<Object> ends;
        private final long[] began;
        private final long[] ended;
        private final IntFunction<Job> jobs;
        private final Instant origin;
        private final long originNanos;

        /** No job has ended. */
        Kept(int count, IntFunction<Job> jobs, TimeSource time) {
            this.ends = new AtomicReferenceArray<>(count);
            this.began = new long[count];
            this.ended = new long[count];
            this.jobs = jobs;
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
        public void put(JobResult result) {
            ends.setRelease(result.job().index(), result);
        }

        @Override
        public void put(int index, JobOutcome outcome, long begin, long end) {
            began[index] = begin;
            ended[index] = end;
            ends.setRelease(index, outcome);
        }

        @Override
        public JobResult get(int index) {
            return switch (ends.getAcquire(index)) {
                case JobResult result -> result;
                case JobOutcome outcome -> new JobResult(jobs.apply(index), outcome, Optional.empty(),
                        instant(began[index]),
                        Duration.ofNanos(ended[index] - began[index]));
                case null, default -> throw new IllegalStateException("Job number " + index + " has not ended");
            };
        }
    }
}
