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
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.journal.JournalRecord.Verdict;

/** What a worker may say of a job whose last attempt is another worker's. */
final class OthersWork {

    private OthersWork() {}

    /**
     * Whether the record may follow that history. It may not when it would make the job look untouched, or take back an intent
     * whose worker may be sending at this moment.
     */
    static boolean mayBeKept(JobHistory before, JobRecord record) {
        return switch (record) {
            case Admitted a -> !before.specHash().filter(a.specHash()::equals).isPresent();
            case Rejected r -> false;
            case Resolved r -> switch (r.verdict()) {
                case Verdict.Absent() -> before.last(r.step()).filter(Submitting.class::isInstance).isEmpty();
                case Verdict.Adopted adopted -> true;
                case Verdict.ByHand byHand -> true;
            };
            case Ended e -> switch (e.outcome()) {
                case "skipped", "cancelled" -> false;
                case "ambiguous", "unfinished" -> before.ended().isEmpty();
                default -> true;
            };
            case Submitting s -> true;
            case Submitted s -> true;
            case Ambiguous a -> true;
            case Generated g -> true;
            case Downloaded d -> true;
        };
    }
}
