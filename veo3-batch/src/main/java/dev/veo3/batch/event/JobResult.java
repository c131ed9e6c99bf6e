// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.event;

import dev.veo3.batch.plan.Job;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a job ended, and when.
 *
 * @param operation the name under which the service keeps the job, when it took it
 * @param started when the job was taken up; when it never was, when that was decided
 * @param duration how long it ran
 * @since 1.0
 */
public record JobResult(Job job, JobOutcome outcome, Optional<String> operation, Instant started, Duration duration) {

    /** When it ended. */
    public Instant ended() {
        return started.plus(duration);
    }

    /** What the job has cost, or may have: the price of what was delivered, or the whole price where that is not known. */
    public Usd cost() {
        return cost(job, outcome);
    }

    /** What a job has cost, or may have, that ended like this. */
    public static Usd cost(Job job, JobOutcome outcome) {
        Usd price = job.price().orElse(Usd.ZERO);
        return switch (outcome) {
            case JobOutcome.Succeeded s -> price;
            case JobOutcome.PartlyFiltered p -> new Usd(price.micros() * p.files().size() / job.samples());
            case JobOutcome.Ambiguous a -> price;
            case JobOutcome.Unfinished u -> price;
            case JobOutcome.Empty e -> price;
            case JobOutcome.Filtered f -> Usd.ZERO;
            case JobOutcome.Failed f -> Usd.ZERO;
            case JobOutcome.Skipped s -> Usd.ZERO;
            case JobOutcome.Cancelled c -> Usd.ZERO;
        };
    }
}
