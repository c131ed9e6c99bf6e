// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.metrics.BatchMetrics;
import dev.veo3.batch.metrics.BatchProgress;
import dev.veo3.batch.metrics.Counts;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.schedule.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the jobs of one plan, once. A permit starts a virtual thread, and the thread keeps it and takes one job after the other:
 * handing each job to a thread of its own costs about ten times as much. Thread-safe: while one thread runs it, others may pause
 * and stop it and look how far it is.
 */
public final class BatchEngine {
    private static final Logger LOG = LoggerFactory.getLogger(BatchEngine.class);

    private final BatchPlan plan;
    private final JournalUse use;
    private final Parts parts;
    private final Results results;
    private final Endings endings;
    private final Meters meters;
    private final Lookout lookout;
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private volatile @Nullable Crew crew;
    /** A job that came to rest without a video in an earlier run. */
    private @Nullable JobResult failedBefore;

    /** An engine for one run of the plan. */
    public BatchEngine(BatchPlan plan, BatchSettings settings, JournalUse use) {
        this.plan = plan;
        this.use = use;
        this.parts = new Parts(plan, settings, use.journal().orElse(null), this::journalFailed);
        this.results = Results.of(plan, use.journal().orElse(null), settings.time());
        this.endings = new Endings(plan, parts, results, this::freed);
        this.meters = new Meters(plan, parts);
        this.lookout = new Lookout(parts, meters, () -> crew);
    }

    /**
     * How a run ended.
     *
     * @param interrupted whether the thread that called {@link #run} was interrupted, which has stopped the batch
     * @param fault what went wrong that no job is to blame for, and has ended the batch; empty when nothing did
     */
    public record Run(BatchReport report, boolean interrupted, Optional<Throwable> fault) {}

    /**
     * Runs every job to its end. When this returns, every job has come to rest.
     *
     * @throws dev.veo3.batch.journal.ChangedJobsException when jobs are not what earlier runs have recorded; nothing has been
     *             submitted
     */
    public Run run() {
        Standing standing = use.journal().map(journal -> Standing.read(plan, journal, use, parts, this::restsAlready))
                .orElseGet(() -> Standing.none(plan, use, parts));
        endings.begin(standing);
        JobRunner runner = new JobRunner(plan, parts, standing, endings, this::withoutVideo);
        WorkQueue queue = Order.queue(plan, standing, index -> !results.has(index) && !endings.isBlocked(index));
        Crew hands = new Crew(parts, queue, standing.atService().cardinality(), runner);
        crew = hands;
        plan.deadline().ifPresent(
                time -> parts.timers().after(time, () -> stop("the batch's time of " + time + " was over")));
        LOG.info("Batch {}: {} {}, {} at once", plan.name(), plan.jobCount(), plan.jobCount() == 1 ? "job" : "jobs",
                plan.concurrency());
        lookout.start();
        stopForEarlierFailure();
        work(hands, queue.size());
        restOfThem(standing, hands);
        BatchReport.Totals totals = new BatchReport.Totals(parts.tally().succeeded(), parts.tally().cost(),
                parts.tally().outcomes(), results.duration());
        BatchReport report = new BatchReport(plan.jobCount(), results::all, totals, parts.extras().all(),
                parts.tally().elapsed()).with(meters.end(hands, lookout));
        LOG.info("Batch {}: {}", plan.name(), report.summary());
        return new Run(report, interrupted.get(), Optional.ofNullable(hands.fault()));
    }

    private void work(Crew hands, int jobs) {
        int slice = plan.batchSize().orElse(Math.max(1, jobs));
        for (int from = 0; from == 0 || from < jobs; from += slice) {
            hands.work(from + slice, this::interrupt);
        }
        boolean late = hands.join();
        late |= parts.timers().close();
        late |= lookout.close();
        if (late) {
            interrupted.set(true);
        }
    }

    private void interrupt() {
        interrupted.set(true);
        stop("the batch was interrupted");
    }

    /** A result that an earlier run has left. */
    private void restsAlready(JobResult result, boolean recorded) {
        parts.funds().takeOver(result.job(), result.outcome());
        endings.stands(result, recorded);
        if (failedBefore == null && !result.outcome().isSuccess()) {
            failedBefore = result;
        }
    }

    /**
     * A batch that does not continue on error goes on in a later run only when somebody has decided so: otherwise each run of a
     * program that is started again and again would submit one job more. A retry is such a decision.
     */
    private void stopForEarlierFailure() {
        JobResult failed = failedBefore;
        if (failed != null && !plan.continueOnError() && !use.again()) {
            drain("not begun, because job \"" + failed.job().id() + "\" ended without a video in an earlier run ("
                    + failed.outcome().name() + failed.outcome().reason().map(reason -> ": " + reason).orElse("")
                    + ") and the batch does not continue on error: retry that job, or let the batch continue on error");
        }
    }

    private void freed(int index) {
        Crew hands = crew;
        // Before there is a crew the queue is not made yet, and will have the job.
        if (hands != null) {
            hands.add(index);
        }
    }

    private void withoutVideo(Job job) {
        if (!plan.continueOnError()) {
            drain("not begun, because job \"" + job.id() + "\" ended without a video and the batch does not continue on"
                    + " error");
        }
    }

    private void restOfThem(Standing standing, Crew hands) {
        Instant now = parts.time().now();
        for (int index : hands.lost()) {
            if (!results.has(index)) {
                Optional<String> operation = standing.recordedOperation(index);
                JobOutcome outcome = operation.isPresent()
                        ? new JobOutcome.Unfinished("the batch is broken; the operation can be taken up again")
                        : new JobOutcome.Ambiguous("the batch is broken: what became of the job is not known");
                endings.stands(new JobResult(endings.described(index), outcome, operation, now, Duration.ZERO), false);
            }
        }
        for (int index = 0; index < plan.jobCount(); index++) {
            if (!results.has(index)) {
                boolean kept = standing.isAtService(index);
                endings.stands(new JobResult(endings.described(index), endings.notRun(index, kept),
                        kept ? standing.operation(index) : Optional.empty(), now, Duration.ZERO), false);
            }
        }
    }

    private void journalFailed(JournalException failure) {
        if (parts.state().drain(new JobOutcome.Skipped("not begun, because the journal cannot be written: "
                + failure.getMessage()))) {
            LOG.error("Nothing more is submitted, and what runs is brought home: {}", failure.getMessage());
            ending(failure.getMessage());
        }
    }

    /**
     * Submits nothing more; what the service has taken is brought home.
     *
     * @param why how the jobs end that have not been submitted, a clause
     */
    public void drain(String why) {
        if (parts.state().drain(new JobOutcome.Skipped(why))) {
            ending(why);
        }
    }

    private void ending(@Nullable String why) {
        parts.announce(new BatchEvent.Stopping(String.valueOf(why)));
        Crew hands = crew;
        if (hands != null) {
            hands.giveUpWaiting();
            hands.changed();
        }
    }

    /**
     * Ends the batch soon: nothing more is submitted, a submission that is under way is waited for, everything else is
     * interrupted. The operations that the service keeps stay known. Asked for again, it ends the batch at once:
     * submissions under way are interrupted too, and are ambiguous.
     *
     * @param why how the jobs end that have not been submitted, a clause
     */
    public void stop(String why) {
        boolean again = parts.state().stop(new JobOutcome.Cancelled(why)) > 0;
        if (!again) {
            parts.announce(new BatchEvent.Stopping(why));
        }
        Crew hands = crew;
        if (hands != null) {
            hands.cancel(again);
            hands.changed();
        }
    }

    /** Takes up no job and submits nothing until {@link #resume}; what runs is brought home. */
    public void pause(String why) {
        if (parts.state().pause(why)) {
            parts.announce(new BatchEvent.Paused(why, false));
        }
    }

    /** Goes on after a {@link #pause}. */
    public void resume() {
        if (parts.state().resume()) {
            parts.announce(new BatchEvent.Resumed());
            parts.signal().raise();
            Crew hands = crew;
            if (hands != null) {
                hands.changed();
            }
        }
    }

    /** What was counted so far. */
    public Counts counts() {
        return parts.tally().counts();
    }

    /** What is run. */
    public BatchPlan plan() {
        return plan;
    }

    /** How many jobs wait, by priority. */
    public SortedMap<Integer, Integer> queueDepths() {
        return meters.queueDepths(crew);
    }

    /** How long the job waits that has waited longest. */
    public Duration longestWait() {
        return meters.longestWait(crew);
    }

    /** The figures of the batch now. */
    public BatchMetrics metrics() {
        return meters.read(crew);
    }

    /** How far the batch has come. */
    public BatchProgress progress() {
        return parts.tally().progress();
    }
}
