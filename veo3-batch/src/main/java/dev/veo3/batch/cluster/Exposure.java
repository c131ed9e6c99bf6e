// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Downloaded;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Generated;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Resolved;
import dev.veo3.batch.journal.JournalRecord.StepRecord;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.journal.JournalRecord.Verdict;
import dev.veo3.model.Usd;
import java.util.Set;

/** What a job uses of the limits that all workers share, as its records say. */
final class Exposure {
    private static final Set<String> WITHOUT_VIDEO = Set.of("failed", "filtered");
    private static final Set<String> STILL_AT_SERVICE = Set.of("ambiguous", "unfinished");

    private Exposure() {}

    /** What becomes of the job's place at the service. */
    enum Place {
        TAKEN, GIVEN_BACK, UNCHANGED
    }

    /**
     * What the job has cost or may cost, in millionths of a dollar: an attempt counts from its intent on, until it is certain that it
     * costs nothing.
     */
    static long committed(JobHistory history) {
        long besides = history.extras().stream().mapToLong(extra -> price(history, extra)).sum();
        // The steps of one job have one price together.
        long open = history.charged().stream().mapToLong(step -> price(history, step)).max().orElse(0);
        return besides + history.ended().map(end -> Math.max(end.cost().micros(),
                hasKnownCost(end) ? Math.max(inDoubt(history), deliveredBefore(history, end)) : open))
                .orElse(open);
    }

    private static boolean hasKnownCost(Ended end) {
        return end.hasVideo() || WITHOUT_VIDEO.contains(end.outcome());
    }

    /** Its video was here, and is gone: that the service keeps none any more does not give back what it has cost. */
    private static long deliveredBefore(JobHistory history, Ended end) {
        return WITHOUT_VIDEO.contains(end.outcome()) && !history.downloads().isEmpty()
                ? history.steps().stream().filter(step -> step.knownResult().isPresent())
                        .mapToLong(step -> price(history, step)).max().orElse(0)
                : 0;
    }

    /** However a job ended: what was sent and not answered may be charged. */
    private static long inDoubt(JobHistory history) {
        return history.steps().stream().filter(step -> history.isInDoubt(step.step()))
                .mapToLong(step -> price(history, step)).max().orElse(0);
    }

    private static long price(JobHistory history, StepRecord attempt) {
        return history.price(attempt)
                .orElseGet(() -> attempt instanceof Submitting intent ? intent.reserved() : Usd.ZERO)
                .micros();
    }

    /** What the record, the last one of that history, says of the job's place. */
    static Place place(JobHistory now, JobRecord record) {
        return switch (record) {
            case Submitting s -> Place.TAKEN;
            case Generated g -> Place.GIVEN_BACK;
            case Rejected r -> isLast(now, r) ? Place.GIVEN_BACK : Place.UNCHANGED;
            case Resolved r -> r.verdict() instanceof Verdict.Absent && isLast(now, r)
                    ? Place.GIVEN_BACK
                    : Place.UNCHANGED;
            case Ended e -> STILL_AT_SERVICE.contains(e.outcome())
                    || now.steps().stream().anyMatch(step -> now.isInDoubt(step.step()))
                            ? Place.UNCHANGED
                            : Place.GIVEN_BACK;
            case Admitted a -> Place.UNCHANGED;
            case Submitted s -> Place.UNCHANGED;
            // Its request may have left long after its intent, but not after this.
            case Ambiguous a -> isLast(now, a) && now.isInDoubt(a.step()) ? Place.TAKEN : Place.UNCHANGED;
            case Downloaded d -> Place.UNCHANGED;
        };
    }

    private static boolean isLast(JobHistory now, StepRecord record) {
        return now.last(record.step()).filter(last -> last.attempt() == record.attempt()).isPresent();
    }
}
