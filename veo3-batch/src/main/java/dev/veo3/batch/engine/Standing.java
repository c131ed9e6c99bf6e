// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.ChangedJobsException;
import dev.veo3.batch.journal.Histories;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord.StepRecord;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.model.Usd;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What earlier runs have left of the jobs of a plan. A few bits for each job are kept: what has come to rest is handed on at once,
 * and what has been done of a job that goes on is read from the journal when its turn has come.
 */
final class Standing {
    private final @Nullable Journal journal;
    private final BatchPlan plan;
    private final JournalUse use;
    private final Parts parts;
    private final BitSet begun = new BitSet();
    private final BitSet atService = new BitSet();
    private final Changes changes;
    private final GoingOn goingOn;
    /** What has been done of jobs that are to be begun once more in this run. */
    private final Map<Integer, Steps> again = new ConcurrentHashMap<>();

    private Standing(BatchPlan plan, @Nullable Journal journal, JournalUse use, Parts parts, Changes changes) {
        this.plan = plan;
        this.journal = journal;
        this.use = use;
        this.parts = parts;
        this.changes = changes;
        this.goingOn = new GoingOn(plan, parts);
    }

    /** Is told how a job has come to rest. */
    @FunctionalInterface
    interface Rested {

        /**
         * A result that stands already.
         *
         * @param recorded whether the journal has it like this
         */
        void rests(JobResult result, boolean recorded);
    }

    /** Nothing is known of any job. */
    static Standing none(BatchPlan plan, JournalUse use, Parts parts) {
        return new Standing(plan, null, use, parts, new Changes());
    }

    /** Each job is looked at when it comes: {@link #takeUp}. */
    static Standing served(BatchPlan plan, Journal journal, JournalUse use, Parts parts) {
        return new Standing(plan, journal, use, parts, new Changes());
    }

    /**
     * Looks at a job that was dealt out to this worker. An intent that is open is another run's, which is gone or stands still: it is
     * declared to be of unknown fate.
     *
     * @return whether it is to be run
     */
    boolean takeUp(int index, Rested rested) {
        Job job = plan.jobOrOutline(index);
        // A job of a large manifest is read when it begins, and may not be readable.
        @Nullable
        Journal book = plan.isStreamed() || parts.state().ending() != null ? null : journal;
        JobHistory found = book == null ? history(index) : parts.logbook().takeUp(book, job);
        JobHistory declared = parts.logbook().declare(job, found) ? history(index) : found;
        if (Start.isOther(job, declared)) {
            rested.rests(Start.other(declared, parts.time().now()).result(job), declared.ended().isPresent());
            return false;
        }
        return switch (start(job, declared)) {
            case Start.Run(Steps steps) -> {
                if (book != null && (found.state().phase() == JobState.Phase.NEW || GoingOn.isSaid(found, job))) {
                    steps.takenUp();
                }
                if (!goingOn.ofDealt(declared, job, steps)) {
                    throw new AttemptTakenException("Job \"" + plan.id(index)
                            + "\" is not run here: it had come to rest, and another worker has it or has decided on it.");
                }
                again.put(index, counted(steps, declared));
                yield true;
            }
            case Start.Rest(JobEnd end, boolean recorded) -> {
                rested.rests(end.result(job), recorded);
                yield false;
            }
        };
    }

    /**
     * Reads the journal.
     *
     * @param rested is given the results that stand already, in the order of the plan
     * @throws ChangedJobsException when jobs are not what they were; nothing has been submitted, and nobody told of anything
     */
    static Standing read(BatchPlan plan, Journal journal, JournalUse use, Parts parts, Rested rested) {
        journal.expect(plan.jobCount());
        Changes changes;
        try (Histories histories = journal.histories(plan.ids())) {
            changes = Changes.look(plan, histories, use);
        }
        try (Histories histories = journal.histories(plan.ids())) {
            Standing standing = new Standing(plan, journal, use, parts, changes);
            for (int index = 0; index < plan.jobCount(); index++) {
                JobState state = histories.state(plan.id(index));
                if (state.phase() != JobState.Phase.NEW) {
                    standing.take(index, state, histories.history(plan.id(index)), rested);
                }
            }
            new DroppedJobs(plan, parts).take(journal);
            return standing;
        }
    }

    private void take(int index, JobState state, JobHistory history, Rested rested) {
        // Of a job that is settled the plan need not know more than it keeps.
        Job job = state.isSettled() && !parts.announcer().isHeard() ? plan.outline(index) : plan.jobOrOutline(index);
        history.extras().forEach(extra -> paidBesides(job, extra, history));
        if (changes.isAccepted(index)) {
            history.charged().forEach(before -> paidBesides(job, before, history));
        }
        switch (start(job, history)) {
            case Start.Run(Steps steps) -> begin(job, steps, history);
            case Start.Rest(JobEnd end, boolean recorded) -> rested.rests(end.result(job), recorded);
        }
    }

    private Start start(Job job, JobHistory history) {
        if (changes.isAccepted(job.index())) {
            return new Start.Run(Start.anew(history));
        }
        return Start.of(job, history, use, parts.doubts());
    }

    /** An attempt that another one followed: it may be charged, and has been risked. */
    private void paidBesides(Job job, StepRecord attempt, JobHistory history) {
        Optional<Usd> price = history.price(attempt).or(job::price);
        price.ifPresent(parts.funds()::takeOver);
        price.ifPresent(parts.doubts()::riskedBefore);
        parts.extras().left(job.id(), attempt, price);
    }

    private void begin(Job job, Steps steps, JobHistory history) {
        if (!history.steps().isEmpty() || (history.ended().isPresent() && journal != null && journal.isShared())) {
            begun.set(job.index());
        }
        List<StepRecord> doubts = history.steps().stream().filter(step -> history.isInDoubt(step.step())).toList();
        if (use.acceptUnknown()) {
            doubts.forEach(doubt -> givenUp(job, doubt, history.price(doubt).or(job::price)));
        }
        if (!steps.isEmpty()) {
            atService.set(job.index());
            job.price().ifPresent(price -> parts.funds().takeOver(job, price));
        } else if (!use.acceptUnknown() && !doubts.isEmpty()) {
            history.price(doubts.getFirst()).or(job::price).ifPresent(price -> parts.funds().takeOver(job, price));
        }
    }

    /** A person has decided that another attempt takes the place of this one, which may be charged all the same. */
    private void givenUp(Job job, StepRecord doubt, Optional<Usd> price) {
        price.ifPresent(parts.funds()::takeOver);
        parts.logbook().acceptedByHand(job, doubt.step(), doubt.attempt());
        parts.extras().left(job.id(), doubt, price);
    }

    /** The jobs of which the service keeps something, in the order of the plan. */
    BitSet atService() {
        return (BitSet) atService.clone();
    }

    boolean isAtService(int index) {
        Steps steps = again.isEmpty() ? null : again.get(index);
        return steps == null ? atService.get(index) : !steps.isEmpty();
    }

    /**
     * What has been done of a job; null when nothing has.
     *
     * @throws dev.veo3.batch.journal.JournalException when the journal cannot be read
     * @throws ChangedJobsException when the job could not be read at first, and is another one now
     */
    @Nullable
    Steps of(Job job) {
        Steps steps = again.isEmpty() ? null : again.get(job.index());
        if (steps != null || !begun.get(job.index())) {
            return steps;
        }
        JobHistory history = history(job.index());
        if (!changes.isAccepted(job.index()) && Start.isOther(job, history)) {
            throw new ChangedJobsException(List.of("it is not the job that the journal knows by this id"));
        }
        if (start(job, history) instanceof Start.Run(Steps known)) {
            goingOn.of(history, job, known);
            return counted(known, history);
        }
        return counted(Start.steps(history), history);
    }

    /** With what earlier runs were refused for a quota, which no retry policy counts. */
    private Steps counted(Steps steps, JobHistory history) {
        if (!history.steps().isEmpty()) {
            steps.throttledBefore(parts.logbook().refusedForQuota(history.job()));
        }
        return steps;
    }

    /** The operation under which the service keeps a job, as far as that is known. */
    Optional<String> operation(int index) {
        Steps steps = again.get(index);
        if (steps != null) {
            return Optional.ofNullable(steps.result(JobContext.SUBMIT));
        }
        return atService.get(index) ? history(index).result(JobContext.SUBMIT) : Optional.empty();
    }

    /** The operation of a job that ran in this run and said no more, as far as the journal knows it. */
    Optional<String> recordedOperation(int index) {
        try {
            return history(index).result(JobContext.SUBMIT);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * What is known, a clause, of an attempt at the job of which nobody knows whether the service took it; empty when no earlier run
     * has left any.
     */
    Optional<String> doubt(int index) {
        Steps dealt = again.get(index);
        if (dealt != null) {
            return Optional.ofNullable(dealt.openDoubt()).map(Steps.Doubt::why);
        }
        if (!begun.get(index) || changes.isAccepted(index)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(Start.steps(history(index)).openDoubt()).map(Steps.Doubt::why);
        } catch (JournalException e) {
            // Nobody knows: to take it for a failure might pay twice.
            return Optional.of("an earlier attempt may be in doubt, and the journal cannot be read: " + e.getMessage());
        }
    }

    private JobHistory history(int index) {
        String job = plan.id(index);
        return journal == null ? JobHistory.none(job) : journal.history(job);
    }

    /** The job is to be begun once more, after so much has been done of it. */
    void again(int index, Steps steps) {
        again.put(index, steps);
    }

    /** The job has ended: nothing of it is needed any more. */
    void forget(int index) {
        if (!again.isEmpty()) {
            again.remove(index);
        }
    }
}
