// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState;
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

/** What a worker may say of a job whose last attempt is another worker's. */
final class OthersWork {
    private OthersWork() {}

    /**
     * Whether the job has gone on, whose attempt it ever was: somebody has brought its videos home, or a later attempt than the one that
     * ended here without a video has come to something. Or it has come to rest, and who says that it is taken up, or that no trace of an
     * attempt was found, does not know how: what takes an end back is written by {@link RecordKeeper#reopen}.
     */
    static boolean isTooLate(JobHistory before, JobRecord record) {
        boolean hasVideo = before.ended().filter(OthersWork::isWithVideo).isPresent();
        return switch (record) {
            case Ended end -> !isWithVideo(end) && (hasVideo || isOfAFormerAttempt(before, end));
            case Generated g -> hasVideo;
            case Downloaded d -> hasVideo;
            case Admitted a -> before.ended().isPresent();
            case Resolved r -> r.verdict() instanceof Verdict.Absent && before.ended().isPresent();
            case StepRecord s -> false;
        };
    }

    /** An end that knows of no attempt says nothing of which one it is. */
    private static boolean isOfAFormerAttempt(JobHistory before, Ended end) {
        return end.attempt() > 0 && before.last(JobContext.SUBMIT)
                .filter(last -> last.attempt() > end.attempt() && last.knownResult().isPresent()).isPresent();
    }

    /** Whether a job that had come to rest rests after this record too, which is not kept: it is told of the same operation. */
    static boolean restsAllTheSame(JobHistory before, JobRecord record) {
        return record instanceof Ended end && before.ended()
                .filter(rest -> !isTooLate(before, end) || rest.operation().equals(end.operation())).isPresent();
    }

    /**
     * Whether the record, which is kept, takes back how the job had come to rest, and leaves nothing at the service: an attempt that was
     * given up as being of unknown fate was refused. The job's row is gone then, and nobody looks for it as for what is at the service.
     */
    static boolean isFreedBy(JobHistory before, JobRecord record) {
        return before.ended().isPresent() && before.then(record).state().phase() == JobState.Phase.ADMITTED;
    }

    private static boolean isWithVideo(Ended end) {
        return end.hasVideo();
    }

    /**
     * Whether the record may follow that history. It may not when it would make the job look untouched, or take back an intent
     * whose worker may be sending at this moment.
     */
    static boolean mayBeKept(JobHistory before, JobRecord record) {
        return switch (record) {
            case Admitted a -> !before.specHash().filter(a.specHash()::equals).isPresent()
                    || !before.price().equals(a.price());
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
