// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.StepRecord;
import dev.veo3.batch.plan.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where a job begins in this run, by what earlier runs have recorded of it. */
sealed interface Start {

    /**
     * It runs.
     *
     * @param steps what has been done of it; where anything has, the service keeps it, and the job goes before those that are to be
     *            submitted
     */
    record Run(Steps steps) implements Start {}

    /**
     * It has come to rest.
     *
     * @param recorded whether the journal says so in the same words
     */
    record Rest(JobEnd end, boolean recorded) implements Start {}

    /** What becomes of a job that is not the recorded one. */
    sealed interface Change {

        /** It begins anew. */
        record Accepted() implements Change {}

        /**
         * It is not run.
         *
         * @param why what is wrong, a clause
         */
        record Refused(String why, String remedy) implements Change {}
    }

    /** Decides for a job that is the recorded one; the history may be empty. */
    static Start of(Job job, JobHistory history, JournalUse use, Doubts doubts) {
        Steps steps = steps(history);
        return history.ended().filter(ended -> isKnown(ended, steps))
                .map(ended -> ended(job, ended, history, steps, use, doubts))
                .orElseGet(() -> open(job, history, steps, use, doubts));
    }

    /** Without a video, a job whose attempt is in doubt has not come to rest, whatever ended it. */
    private static boolean isKnown(Ended ended, Steps steps) {
        return steps.openDoubt() == null || ended.hasVideo();
    }

    /** Whether the job is not the one of which steps are recorded. */
    static boolean isOther(Job job, JobHistory history) {
        return history.specHash().filter(hash -> !hash.equals(job.specHash().value())).isPresent()
                && !history.steps().isEmpty();
    }

    /** The end, for now, of a job that was dealt out and is not the recorded one. */
    static JobEnd other(JobHistory history, Instant now) {
        return new JobEnd(
                new JobOutcome.Unfinished("it is not the job that the journal knows by this id: put it and its"
                        + " files back as they were, and submit the batch again"),
                history.result(JobContext.SUBMIT), now,
                Duration.ZERO);
    }

    /** Decides for a job that is not the recorded one. */
    static Change change(Job job, JobHistory history, JournalUse use) {
        boolean settled = history.ended().filter(ended -> isKnown(ended, steps(history)))
                .filter(ended -> ended.hasVideo() || Set.of("filtered", "failed").contains(ended.outcome())).isPresent()
                || history.steps().stream().allMatch(step -> step.knownResult().isEmpty() && !isDoubt(history, step));
        if (!settled) {
            return new Change.Refused("it has changed while the service may be at work on what it was before",
                    "Put it back as it was, let it end, and change it then");
        }
        if (!use.acceptChanged().contains(job.id())) {
            return new Change.Refused("it is not the job that the journal knows by this id, and would be submitted anew"
                    + " for " + job.price().map(Object::toString).orElse("an unknown price"),
                    "Give it another id, or accept the change by its id");
        }
        return new Change.Accepted();
    }

    private static Start ended(Job job, Ended ended, JobHistory history, Steps steps, JournalUse use,
            Doubts doubts) {
        return switch (ended.outcome()) {
            case "succeeded", "partly_filtered" -> gone(history).isEmpty()
                    ? rest(ended)
                    : missing(ended, steps, gone(history).getFirst());
            case "failed", "filtered" -> use.again() ? new Run(anew(history)) : rest(ended);
            case "skipped", "cancelled" -> new Run(steps);
            case "unfinished" -> open(job, history, steps, use, doubts);
            case "empty" -> use.again() && !steps.isEmpty() ? new Run(steps) : rest(ended);
            case "ambiguous" -> open(job, history, steps, use, doubts);
            default -> rest(ended);
        };
    }

    private static Start open(Job job, JobHistory history, Steps steps, JournalUse use, Doubts doubts) {
        Optional<StepRecord> doubt = history.steps().stream().filter(step -> isDoubt(history, step)).findFirst();
        if (doubt.isEmpty()) {
            return new Run(steps);
        }
        if (use.acceptUnknown()) {
            return new Run(without(steps, history));
        }
        if (doubts.mayEnd(job)) {
            return new Run(steps);
        }
        String why = history.ended().filter(ended -> ended.outcome().equals("ambiguous")).flatMap(Ended::reason)
                .orElseGet(() -> why(doubt.get()));
        return rest(history, new JobOutcome.Ambiguous(why), doubt.get().time());
    }

    private static String why(StepRecord doubt) {
        return doubt instanceof JournalRecord.Ambiguous ambiguous
                ? ambiguous.why()
                : "the program ended while the job was being submitted: it is not known whether the service took it";
    }

    private static Optional<String> trace(StepRecord doubt) {
        return switch (doubt) {
            case JournalRecord.Submitting submitting -> submitting.storagePrefix();
            case JournalRecord.Ambiguous ambiguous -> ambiguous.storagePrefix();
            case JournalRecord.Submitted s -> Optional.empty();
            case JournalRecord.Rejected r -> Optional.empty();
            case JournalRecord.Resolved r -> Optional.empty();
        };
    }

    private static boolean isDoubt(JobHistory history, StepRecord step) {
        return history.isInDoubt(step.step());
    }

    /** The files that were here once and are not any more. */
    private static List<Path> gone(JobHistory history) {
        return history.downloads().stream().map(download -> download.file()).filter(file -> !Files.isRegularFile(file))
                .toList();
    }

    private static Start missing(Ended ended, Steps steps, Path gone) {
        return steps.isEmpty()
                ? new Rest(new JobEnd(
                        new JobOutcome.Ambiguous("its video " + gone + " is gone, and no operation is recorded"),
                        ended.operation(), ended.started(), ended.duration()), false)
                : new Run(steps);
    }

    private static Rest rest(Ended ended) {
        return new Rest(JobEnd.of(ended), true);
    }

    private static Rest rest(JobHistory history, JobOutcome outcome, Instant since) {
        boolean recorded = history.ended().filter(
                ended -> ended.outcome().equals(outcome.name()) && ended.reason().equals(outcome.reason())).isPresent();
        return new Rest(history.ended()
                .map(ended -> new JobEnd(outcome, ended.operation(), ended.started(), ended.duration()))
                .orElseGet(() -> new JobEnd(outcome, Optional.empty(), since, Duration.ZERO)), recorded);
    }

    /** What the records say of each step. */
    static Steps steps(JobHistory history) {
        Steps steps = new Steps();
        for (StepRecord step : history.steps()) {
            steps.over(step.step(), step.attempt());
            step.knownResult().ifPresent(result -> steps.happened(step.step(), result));
            if (isDoubt(history, step)) {
                steps.doubt(step.step(), new Steps.Doubt(step.attempt(), step.time().toEpochMilli(), why(step),
                        trace(step)));
            }
        }
        return steps;
    }

    /** Only how often each step was attempted: what came of it does not count any more. */
    static Steps anew(JobHistory history) {
        Steps steps = new Steps();
        history.steps().forEach(step -> {
            steps.over(step.step(), step.attempt());
            step.knownResult().ifPresent(result -> steps.redo(step.step()));
        });
        return steps;
    }

    private static Steps without(Steps steps, JobHistory history) {
        history.steps().forEach(step -> steps.takeDoubt(step.step()));
        return steps;
    }
}
