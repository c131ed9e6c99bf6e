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
import java.util.Set;

/** What a worker may say of a job whose last attempt is another worker's. */
final class OthersWork {
    private static final Set<String> WITH_VIDEO = Set.of("succeeded", "partly_filtered");
    private static final Set<String> GIVEN_UP = Set.of("unfinished", "skipped", "cancelled");

    private OthersWork() {}

    /** Whether somebody has brought the videos home meanwhile of a job that was only given up here, whose attempt it ever was. */
    static boolean isTooLate(JobHistory before, JobRecord record) {
        return record instanceof Ended end && GIVEN_UP.contains(end.outcome())
                && before.ended().filter(OthersWork::isWithVideo).isPresent();
    }

    private static boolean isWithVideo(Ended end) {
        return WITH_VIDEO.contains(end.outcome());
    }

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
                case "skipped", "cancelled" -> before.steps().stream()
                        .noneMatch(step -> step.knownResult().isPresent() || before.isInDoubt(step.step()));
                case "ambiguous", "unfinished" -> before.ended().isEmpty();
                default -> isWithVideo(e) || before.steps().stream().noneMatch(Submitting.class::isInstance);
            };
            case Submitting s -> true;
            case Submitted s -> true;
            case Ambiguous a -> true;
            case Generated g -> true;
            case Downloaded d -> true;
        };
    }
}
