// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.plan.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A result without its job, which the plan has. */
record JobEnd(JobOutcome outcome, Optional<String> operation, Instant started, Duration duration) {

    static JobEnd of(JobResult result) {
        return new JobEnd(result.outcome(), result.operation(), result.started(), result.duration());
    }

    /** The end that a journal has recorded. */
    static JobEnd of(Ended ended) {
        JobOutcome outcome = ended.asOutcome()
                .orElseGet(() -> new JobOutcome.Ambiguous(
                        "the journal says that it is " + ended.outcome() + ", which this version does not know"));
        return new JobEnd(outcome, ended.operation(), ended.started(), ended.duration());
    }

    JobResult result(Job job) {
        return new JobResult(job, outcome, operation, started, duration);
    }
}
