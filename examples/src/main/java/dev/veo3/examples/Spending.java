// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.journal.JournalReader;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a batch that goes on may cost from here on, and what it has cost.
 *
 * @param most what this run may spend at the most
 * @param before what earlier runs have spent, or may have
 */
record Spending(Usd most, Usd before) {

    /** By what the journal says, which no program needs to have open. */
    static Spending of(BatchPlan plan, Path journal, Set<String> acceptedChanges) {
        Usd most = plan.estimatedCost();
        Usd before = Usd.ZERO;
        try (JournalReader reader = JournalReader.of(journal); Stream<JobHistory> jobs = reader.jobs()) {
            for (JobHistory job : (Iterable<JobHistory>) jobs::iterator) {
                before = before.plus(spent(job));
                OptionalInt index = plan.find(job.job());
                if (index.isPresent() && !mayBeSubmitted(job.state()) && !acceptedChanges.contains(job.job())) {
                    most = most.minus(plan.outline(index.getAsInt()).price().orElse(Usd.ZERO));
                }
            }
        }
        return new Spending(most, before);
    }

    private static Usd spent(JobHistory job) {
        Usd extras = job.extras().stream().map(extra -> job.price(extra).orElse(Usd.ZERO)).reduce(Usd.ZERO, Usd::plus);
        return extras.plus(job.ended().map(JournalRecord.Ended::cost).orElseGet(() -> job.charged().stream().findFirst()
                .flatMap(job::price).orElse(Usd.ZERO)));
    }

    private static boolean mayBeSubmitted(JobState job) {
        return switch (job.phase()) {
            case NEW, ADMITTED -> true;
            case SUBMITTING, AMBIGUOUS, SUBMITTED -> false;
            case ENDED -> Set.of("skipped", "cancelled").contains(job.outcome().orElse(""));
        };
    }

    /** For example {@code , at most $6.40 more, $3.20 spent before}. */
    String describe() {
        return before.equals(Usd.ZERO)
                ? ", at most " + most
                : ", at most " + most + " more, " + before + " spent before";
    }
}
