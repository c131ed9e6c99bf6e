// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The results of the jobs, by their index. Each is written once, by any thread, and read when the batch is over. */
interface Results {

    /**
     * Where the results of a plan are kept: of jobs that are read from the manifest when they are needed, in the journal if there
     * is one; all others in memory.
     *
     * @param journal null when nothing is kept
     */
    static Results of(BatchPlan plan, @Nullable Journal journal, TimeSource time) {
        return journal != null && plan.isStreamed()
                ? new RecordedResults(plan, journal, time)
                : new KeptResults(plan, time);
    }

    /** Whether the job has ended. */
    boolean has(int index);

    /**
     * Keeps a result that is more than an outcome and its time.
     *
     * @param recorded whether the journal has it
     */
    void put(JobResult result, boolean recorded);

    /** Keeps how a job ended here that is another worker's: no journal has it, and it may not have come to rest. */
    default void left(JobResult result) {
        put(result, false);
    }

    /** Keeps the result of a job without an operation, which no journal has; the times are in elapsed nanoseconds. */
    void put(int index, JobOutcome outcome, long began, long ended);

    /** The results in the order of the plan, of which every job has ended. A new stream at each call, to be closed unless used up. */
    Stream<JobResult> all();

    /** How long the jobs have run, taken together. */
    Duration duration();

    /** The instant of a moment in elapsed nanoseconds. */
    Instant instant(long nanos);
}
