// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.journal.JournalRecord.StepRecord;
import dev.veo3.batch.metrics.Tally;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.ExtraAttempt;
import dev.veo3.model.Usd;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The attempts besides those that count, which the service may charge: each is a video that may be paid twice, so there are few. Thread-safe. */
final class Extras {
    private final Tally tally;
    private final Queue<ExtraAttempt> attempts = new ConcurrentLinkedQueue<>();

    Extras(Tally tally) {
        this.tally = tally;
    }

    /** An earlier run has left one. */
    void left(String job, StepRecord record, Optional<Usd> price) {
        add(new ExtraAttempt(job, record.step(), record.attempt(), record.knownResult(), price));
    }

    /** One of unknown fate, if there is one, is followed by another from here on. */
    void followed(Job job, String step, Steps.@Nullable Doubt doubt, Optional<Usd> price) {
        if (doubt != null) {
            add(new ExtraAttempt(job.id(), step, doubt.attempt(), Optional.empty(), price));
        }
    }

    private void add(ExtraAttempt attempt) {
        attempts.add(attempt);
        tally.extra(attempt.cost());
    }

    List<ExtraAttempt> all() {
        return List.copyOf(attempts);
    }
}
