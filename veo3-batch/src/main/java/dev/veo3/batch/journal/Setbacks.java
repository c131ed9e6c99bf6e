// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

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
import java.time.Duration;

/** How long a job has been kept by attempts that came to nothing, of which a history keeps the last one only. */
final class Setbacks {
    /** An attempt takes at least that, so that the time tells whether there was one since the job was taken up. */
    private static final Duration LEAST = Duration.ofNanos(1);

    private Setbacks() {}

    /** What {@link JobHistory#retried} is after one more record. */
    static Duration after(JobHistory before, JobRecord next) {
        return switch (next) {
            case Admitted a -> Duration.ZERO;
            case Submitting s -> isTakenUpAnew(before, s) ? Duration.ZERO : before.retried().plus(pause(before, s));
            case Rejected r -> before.retried().plus(attempt(before, r));
            case Submitted s -> before.retried();
            case Ambiguous a -> before.retried();
            case Resolved r -> before.retried();
            case Generated g -> before.retried();
            case Downloaded d -> before.retried();
            case Ended e -> before.retried();
        };
    }

    /** The job came to rest, or what the service took of it has failed and it was put back. */
    private static boolean isTakenUpAnew(JobHistory before, Submitting next) {
        return before.ended().isPresent() || before.result(next.step()).isPresent();
    }

    /** After an attempt of this run; between that of an earlier one and the next, nobody was at work on the job. */
    private static Duration pause(JobHistory before, Submitting next) {
        return before.retried().isZero()
                ? Duration.ZERO
                : before.last(next.step()).filter(last -> last instanceof Rejected rejected && counts(before, rejected))
                        .map(last -> between(last, next)).orElse(Duration.ZERO);
    }

    private static Duration attempt(JobHistory before, Rejected next) {
        if (!counts(before, next)) {
            return Duration.ZERO;
        }
        return before.last(next.step()).filter(last -> last instanceof Submitting).map(last -> between(last, next))
                .filter(Duration::isPositive).orElse(LEAST);
    }

    private static boolean counts(JobHistory before, Rejected rejected) {
        return rejected.cause() != Rejected.Cause.QUOTA
                && before.steps().stream().allMatch(step -> step.knownResult().isEmpty());
    }

    /** The clock on the wall may be set back meanwhile. */
    private static Duration between(StepRecord from, StepRecord to) {
        Duration time = Duration.between(from.time(), to.time());
        return time.isNegative() ? Duration.ZERO : time;
    }
}
