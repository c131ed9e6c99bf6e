// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.schedule.Blocked;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Brings jobs to rest: their money, their record, their result, their events, and what becomes of those that wait for them. */
final class Endings {
    private final BatchPlan plan;
    private final Parts parts;
    private final Results results;
    private final Blocked blocked;
    private final IntConsumer freed;
    /** Whether somebody else deals out the jobs that wait for others. */
    private final boolean served;
    /** What earlier runs have left; nothing until {@link #begin}. */
    private @Nullable Standing standing;
    /** Jobs that came to rest in earlier runs, by index, until {@link #begin}: those with a video, and of those without it the ones that others wait for. */
    private final BitSet withVideo = new BitSet();
    private final Map<Integer, JobOutcome> withoutVideo = new TreeMap<>();

    /** The consumer is told the index of each job that waits for nothing any more. */
    Endings(BatchPlan plan, Parts parts, Results results, IntConsumer freed) {
        this(plan, parts, results, freed, false);
    }

    private Endings(BatchPlan plan, Parts parts, Results results, IntConsumer freed, boolean served) {
        this.served = served;
        this.plan = plan;
        this.parts = parts;
        this.results = results;
        this.blocked = new Blocked(plan.dependencies(), plan.jobCount());
        this.freed = freed;
    }

    /** The endings of jobs that somebody else deals out, who sees to those that wait for others. */
    static Endings ofServed(BatchPlan plan, Parts parts, Results results) {
        return new Endings(plan, parts, results, index -> {}, true);
    }

    /** A dealt job that has come to rest already, or must be left alone: the others are told. */
    void standsServed(JobResult result, boolean recorded) {
        boolean known = recorded || parts.logbook().ended(result, 0);
        results.put(result, known);
        parts.tally().ended(result.outcome(), result.cost());
        tell(result, false);
    }

    /** A job is not run because of what became of its parent: whether the journal says so. */
    boolean lostBy(int index, int parent, JobOutcome outcome) {
        return lost(index, fate(plan.id(parent), outcome));
    }

    /** Whether the job waits for others. */
    boolean isBlocked(int index) {
        return blocked.waits(index);
    }

    /** A job that ran has ended; the times are in elapsed nanoseconds. */
    void ran(JobRun run, JobOutcome outcome, long began, long ended) {
        Job job = run.job();
        parts.funds().settle(run, outcome);
        String operation = run.operation(outcome);
        Usd cost = JobResult.cost(job, outcome);
        run.worker().sheet().ended(outcome, cost, run.hasStake() ? run.stake().due() : Usd.ZERO,
                ended - began);
        if (operation == null && !parts.logbook().keeps() && !parts.announcer().isHeard()) {
            results.put(job.index(), outcome, began, ended);
        } else {
            JobResult result = new JobResult(job, outcome, Optional.ofNullable(operation), results.instant(began),
                    Duration.ofNanos(ended - began));
            int attempt = run.hasStake() ? run.steps().attempt(JobContext.SUBMIT) - 1 : 0;
            results.put(result, parts.logbook().ran(result, attempt));
            tell(result, true);
        }
        release(job.index(), outcome);
    }

    /** A job that was taken up here is another worker's, who says how it ends; the times are in elapsed nanoseconds. */
    void left(JobRun run, JobOutcome outcome, long began, long ended) {
        parts.funds().settle(run, outcome);
        run.worker().sheet().ended(outcome, Usd.ZERO, run.hasStake() ? run.stake().due() : Usd.ZERO, ended - began);
        JobResult result = new JobResult(run.job(), outcome, Optional.empty(), results.instant(began),
                Duration.ofNanos(ended - began));
        results.left(result);
        tell(result, true);
        release(run.job().index(), outcome);
    }

    /**
     * A job that did not run in this batch has a result all the same. What waits for it is not told before {@link #begin}.
     *
     * @param recorded whether the journal has it
     */
    void stands(JobResult result, boolean recorded) {
        results.put(result, recorded);
        parts.tally().ended(result.outcome(), result.cost());
        tell(result, false);
        if (standing != null) {
            release(result.job().index(), result.outcome());
        } else {
            restsAlready(result.job().index(), result.outcome());
        }
    }

    /**
     * All that earlier runs have left is known. Jobs that have a result, or of which the service keeps something, wait for no other
     * any more: they are not to be submitted, so it is nothing to them what became of their parents.
     */
    void begin(Standing known) {
        standing = known;
        known.atService().stream().forEach(blocked::free);
        withVideo.stream().forEach(this::freeChildren);
        withoutVideo.forEach(this::release);
        withVideo.clear();
        withoutVideo.clear();
    }

    private void restsAlready(int index, JobOutcome outcome) {
        if (plan.dependencies().isEmpty()) {
            return;
        }
        blocked.free(index);
        if (outcome.isSuccess()) {
            withVideo.set(index);
        } else if (plan.dependencies().children(index).findAny().isPresent()) {
            withoutVideo.put(index, outcome);
        }
    }

    private void tell(JobResult result, boolean ran) {
        if (parts.announcer().isHeard()) {
            parts.announcer().tell(new JobEvent.Finished(result, ran));
        }
    }

    /** Frees the jobs that wait for this one, or brings them to rest too, and those that wait for them. */
    private void release(int index, JobOutcome outcome) {
        if (served || plan.dependencies().isEmpty()) {
            return;
        }
        if (outcome.isSuccess()) {
            freeChildren(index);
            return;
        }
        Deque<Integer> ended = new ArrayDeque<>();
        ended.add(index);
        JobOutcome fate = fate(plan.id(index), outcome);
        for (Integer parent = ended.poll(); parent != null; parent = ended.poll()) {
            for (PrimitiveIterator.OfInt children = plan.dependencies().children(parent).iterator(); children
                    .hasNext();) {
                int child = children.nextInt();
                if (blocked.parentFailed(child) && !results.has(child)) {
                    lost(child, fate);
                    ended.add(child);
                }
            }
        }
    }

    private void freeChildren(int index) {
        plan.dependencies().children(index).filter(blocked::parentSucceeded).forEach(freed);
    }

    private boolean lost(int index, JobOutcome fate) {
        return record(new JobResult(described(index), unlessInDoubt(index, fate), Optional.empty(), parts.time().now(),
                Duration.ZERO));
    }

    /** How a job ends that is not taken up: an attempt that an earlier run left in doubt stays so. */
    private JobOutcome unlessInDoubt(int index, JobOutcome outcome) {
        Optional<String> doubt = standing == null ? Optional.empty() : standing.doubt(index);
        return doubt.map(why -> inDoubt(why, outcome)).orElse(outcome);
    }

    private static JobOutcome inDoubt(String why, JobOutcome outcome) {
        return new JobOutcome.Ambiguous(
                why + outcome.reason().map(reason -> "; not looked at, because " + reason).orElse(""));
    }

    /** A dealt job that is not run, because nothing more is submitted, while nobody knows what became of an attempt: that is its end. */
    void staysInDoubt(int index, String why) {
        JobOutcome ending = Objects.requireNonNull(parts.state().ending());
        record(new JobResult(described(index), inDoubt(why, ending), Optional.empty(), parts.time().now(),
                Duration.ZERO));
    }

    /** Whether the journal has it. */
    private boolean record(JobResult result) {
        boolean recorded = parts.logbook().ended(result, 0);
        results.put(result, recorded);
        parts.tally().ended(result.outcome(), result.cost());
        tell(result, false);
        return recorded;
    }

    /** A job that was to be taken up and could not be read. */
    void unread(int index, JobOutcome outcome, Optional<String> operation) {
        Job job = plan.outline(index);
        parts.funds().settleTakenOver(job, outcome);
        record(new JobResult(job, outcome, operation, parts.time().now(), Duration.ZERO));
        release(job.index(), outcome);
    }

    /** A job that need not be read unless somebody is told of it. */
    Job described(int index) {
        return parts.announcer().isHeard() ? plan.jobOrOutline(index) : plan.outline(index);
    }

    /** What becomes of the jobs that wait for one that has no video. */
    private static JobOutcome fate(String id, JobOutcome outcome) {
        String parent = "job \"" + id + "\"";
        return switch (outcome) {
            case JobOutcome.Succeeded s -> throw new IllegalArgumentException("A success holds nobody up");
            case JobOutcome.PartlyFiltered p -> throw new IllegalArgumentException("A success holds nobody up");
            // These may have a video yet: those that wait for it go on waiting, in a later run.
            case JobOutcome.Ambiguous a -> new JobOutcome.Cancelled("it waits for " + parent + ", which is ambiguous");
            case JobOutcome.Unfinished u ->
                new JobOutcome.Cancelled("it waits for " + parent + ", which is unfinished");
            case JobOutcome.Cancelled c -> new JobOutcome.Cancelled("it waits for " + parent + ", which was not run");
            case JobOutcome.Filtered f -> skipped(parent, outcome);
            case JobOutcome.Failed f -> skipped(parent, outcome);
            case JobOutcome.Empty e -> skipped(parent, outcome);
            case JobOutcome.Skipped s -> skipped(parent, outcome);
        };
    }

    private static JobOutcome skipped(String parent, JobOutcome outcome) {
        return new JobOutcome.Skipped("it needs the video of " + parent + ", which ended as " + outcome.name()
                + outcome.reason().map(reason -> ": " + reason).orElse(""));
    }

    /** How a job ends that was never taken up, because the batch was stopping. */
    JobOutcome notRun(int index, boolean atService) {
        JobOutcome ending = parts.state().ending();
        if (ending == null) {
            return new JobOutcome.Ambiguous(
                    "the job's thread ended without saying how: what became of it is not known");
        }
        return atService
                ? new JobOutcome.Unfinished("the batch was stopped before the job was taken up again")
                : unlessInDoubt(index, ending);
    }
}
