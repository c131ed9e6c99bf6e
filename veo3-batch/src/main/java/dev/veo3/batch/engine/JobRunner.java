// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.flight.JobFlight;
import dev.veo3.batch.journal.ChangedJobsException;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.limit.Budget;
import dev.veo3.batch.limit.RetryPolicy.Failure;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes jobs up, runs them on the thread of their worker, and sees to what becomes of them. */
final class JobRunner implements Crew.Runner {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final BatchPlan plan;
    private final Parts parts;
    private final Standing standing;
    private final Endings endings;
    private final Consumer<Job> withoutVideo;

    /** The consumer is told of each job that ended without a video. */
    JobRunner(BatchPlan plan, Parts parts, Standing standing, Endings endings, Consumer<Job> withoutVideo) {
        this.plan = plan;
        this.parts = parts;
        this.standing = standing;
        this.endings = endings;
        this.withoutVideo = withoutVideo;
    }

    @Override
    public long run(int index, Worker worker, long free) {
        LogContext.enterJob(plan.id(index));
        try {
            return take(index, worker, free);
        } finally {
            LogContext.leaveJob();
        }
    }

    private long take(int index, Worker worker, long free) {
        boolean kept = standing.isAtService(index);
        if (kept) {
            worker.crew().tookKept();
        }
        if (parts.state().ending() != null && (!kept || parts.state().isStopped())) {
            return free;
        }
        Job job;
        @Nullable
        Steps before;
        try {
            job = plan.job(index);
            before = standing.of(job);
        } catch (ManifestException | ChangedJobsException | JournalException e) {
            unread(index, kept, String.valueOf(e.getMessage()));
            return free;
        }
        JobRun run = new JobRun(worker, job, before);
        long queued = worker.crew().queuedSince(index);
        // A worker takes the moment in which its last job ended, and the pause of this one may have ended since.
        long began = Math.max(free, queued);
        begin(run, before, kept, queued, began);
        JobFlight flight = new JobFlight();
        flight.begin();
        JobOutcome outcome = job.timeout().isPresent() ? runTimed(run, job.timeout().get()) : run(run);
        long ended = parts.time().nanos();
        flight.end();
        if (flight.shouldCommit()) {
            flight.keep(job.id(), job.request().model().value(), outcome.name(), run.submissions());
        }
        Lookout.ended(parts, job, ended - began);
        if (run.isLeft()) {
            endings.left(run, outcome, began, ended);
            standing.forget(index);
        } else if (!triesAgain(run, outcome, ended - began)) {
            endings.ran(run, outcome, began, ended);
            standing.forget(index);
            if (!outcome.isSuccess()) {
                withoutVideo.accept(job);
            }
        }
        leaveService(run, outcome, ended);
        return ended;
    }

    /** A job that cannot be read any more ends alone. What the service has taken of it stays known. */
    private void unread(int index, boolean kept, String why) {
        JobOutcome outcome;
        if (kept) {
            outcome = new JobOutcome.Unfinished("it cannot be read any more, but the service keeps it: " + why);
        } else if (standing.doubt(index).isPresent()) {
            outcome = new JobOutcome.Ambiguous(
                    "it cannot be read any more, and an earlier attempt is in doubt: " + why);
        } else {
            outcome = new JobOutcome.Failed("it cannot be read any more, and nothing was submitted: " + why);
        }
        endings.unread(index, outcome, kept ? operation(index) : Optional.empty());
        standing.forget(index);
        withoutVideo.accept(plan.outline(index));
    }

    private Optional<String> operation(int index) {
        try {
            return standing.operation(index);
        } catch (JournalException e) {
            return Optional.empty();
        }
    }

    private void begin(JobRun run, @Nullable Steps before, boolean kept, long queued, long now) {
        run.worker().sheet().started(now, queued);
        Budget.@Nullable Reservation reserved = parts.funds().takenOver(run.job().index());
        if (reserved != null) {
            run.stake().reserved(reserved);
        }
        if (kept) {
            run.stake().atService();
            run.stake().goesOn(now);
            parts.inFlight().resumed();
            run.submitted(JobContext.SUBMIT);
        }
        if (parts.announcer().isHeard()) {
            parts.announcer().tell(new JobEvent.Started(run.job(), Duration.ofNanos(now - queued)));
        }
        if (parts.logbook().keeps() && (before == null || !before.isTakenUp())) {
            parts.logbook().admitted(run.job());
        }
    }

    private static JobOutcome run(JobRun run) {
        run.worker().begin(run);
        JobOutcome outcome = run.execute();
        run.worker().end();
        return outcome;
    }

    private JobOutcome runTimed(JobRun run, Duration time) {
        run.worker().begin(run);
        Timers.Timer timer = parts.timers().after(time, () -> run.worker().timeOut(run));
        JobOutcome outcome = run.execute();
        run.worker().endTimed();
        timer.cancel();
        return outcome;
    }

    /** Whether a job that failed for certain is put back into the queue, when its time has come. */
    private boolean triesAgain(JobRun run, JobOutcome outcome, long nanos) {
        if (!(outcome instanceof JobOutcome.Failed failed) || failed.code().isEmpty()
                || parts.state().ending() != null || isInputGone(run.job())) {
            return false;
        }
        int attempt = run.steps().attempt(JobContext.SUBMIT) - 1;
        Optional<Duration> pause = parts.retryAfter(new Failure.OperationFailed(failed.code().get()),
                run.steps().counted(attempt));
        if (pause.isEmpty()) {
            return false;
        }
        parts.funds().settle(run, outcome);
        run.worker().sheet().putBack(run.stake().due(), nanos);
        if (parts.announcer().isHeard()) {
            parts.announcer().tell(new JobEvent.Retrying(run.job(), attempt, JobEvent.Retrying.Cause.FAILED,
                    failed.why(), pause.get()));
        }
        standing.again(run.job().index(), run.steps().anew());
        run.worker().crew().addAfter(pause.get(), run.job().index());
        return true;
    }

    /** What the service has of a job is looked at even when the job that it goes on from is lost; more of it would be in vain. */
    private static boolean isInputGone(Job job) {
        return job.inputFile().filter(file -> !Files.isRegularFile(file)).isPresent();
    }

    private void holdsItsPlace(Job job, Instant until) {
        LOG.info(
                "Job {} is of unknown fate: the service may be at work on it, so it holds its place among the jobs in flight"
                        + " until {}",
                job.id(), until);
        parts.tally().held(until);
        parts.announce(new BatchEvent.PlaceHeld(job.id(), until));
    }

    /** A job of unknown fate holds its place for as long as the service may be at work on it. */
    private void leaveService(JobRun run, JobOutcome outcome, long now) {
        if (!run.hasStake()) {
            return;
        }
        Worker worker = run.worker();
        Duration hold = parts.settings().limits().longestGeneration().minusNanos(now - run.stake().lastSent());
        if (!(outcome instanceof JobOutcome.Ambiguous) || !run.stake().isAtService() || !worker.permit().isHeld()
                || !hold.isPositive()) {
            run.leftService();
            return;
        }
        worker.permit().leaveBehind();
        parts.inFlight().keeps();
        holdsItsPlace(run.job(), parts.time().now().plus(hold));
        Crew crew = worker.crew();
        parts.timers().after(hold, () -> {
            run.leftService();
            parts.inFlight().keepsNoMore();
            parts.inFlight().gate().release();
            crew.permitReleased();
        });
    }
}
