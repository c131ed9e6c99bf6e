// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.execute.JobEndedException;
import dev.veo3.batch.plan.Job;
import dev.veo3.video.VideoSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job while it runs: keeps what has happened to it, and decides how it ended whatever its executor says. */
final class JobRun implements JobContext {
    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

    private final Worker worker;
    private final Job job;
    // Both only from the first step on: of a million jobs that do nothing, each is an object of 32 bytes.
    private @Nullable Steps steps;
    private @Nullable Stake stake;
    private volatile boolean timedOut;

    /** The steps are null when nothing has been done of the job. */
    JobRun(Worker worker, Job job, @Nullable Steps steps) {
        this.worker = worker;
        this.job = job;
        this.steps = steps;
    }

    Job job() {
        return job;
    }

    Worker worker() {
        return worker;
    }

    /** What has been done of the job. */
    Steps steps() {
        Steps known = steps;
        if (known == null) {
            known = new Steps();
            steps = known;
        }
        return known;
    }

    /** What is at stake while the job runs. */
    Stake stake() {
        Stake known = stake;
        if (known == null) {
            known = new Stake();
            stake = known;
        }
        return known;
    }

    /** Whether the service, or a budget, knows anything of the job. */
    boolean hasStake() {
        return stake != null;
    }

    private Parts parts() {
        return worker.parts();
    }

    /** How often it was submitted, in this run and in those before it. */
    int submissions() {
        return steps == null ? 0 : steps.attempt(SUBMIT) - 1;
    }

    private boolean nothingDone() {
        return steps == null || steps.isEmpty();
    }

    /** Runs the job on its thread; never throws. */
    JobOutcome execute() {
        JobOutcome outcome;
        try {
            outcome = returned(parts().settings().executor().execute(job, this));
        } catch (InterruptedException e) {
            outcome = interrupted();
        } catch (JobEndedException e) {
            outcome = ended(e.outcome());
        } catch (Throwable e) {
            outcome = crashed(e);
        }
        notGenerating();
        if (stake != null && stake.left() != null) {
            return stake.left();
        }
        // Whatever the executor made of it: a submission whose fate is unknown must never look like a failure.
        return stake != null && stake.ambiguous() != null ? stake.ambiguous() : stillInDoubt(outcome);
    }

    /** What ended the job before anybody looked at an earlier attempt does not say that it has not happened. */
    private JobOutcome stillInDoubt(JobOutcome outcome) {
        Steps.Doubt doubt = steps == null ? null : steps.openDoubt();
        return doubt == null || outcome.isSuccess()
                ? outcome
                : new JobOutcome.Ambiguous(doubt.why() + outcome.reason().map(reason -> "; " + reason).orElse(""));
    }

    /** By its operation a job is taken up again. A job with later steps is not, because those would be done twice. */
    @Nullable
    String operation(JobOutcome outcome) {
        return steps != null && (outcome.isSuccess() || steps.results().size() == 1) ? steps.result(SUBMIT) : null;
    }

    /** An executor is foreign code: what it promises in its signature it may break. */
    private JobOutcome returned(@Nullable JobOutcome outcome) {
        return outcome != null ? outcome : crashed(new IllegalStateException("the executor returned no outcome"));
    }

    /** A later step may be refused or not begun; what has happened before is paid. */
    private JobOutcome ended(JobOutcome outcome) {
        return nothingDone() || outcome.reason().isEmpty() ? outcome : unfinished(outcome.reason().get());
    }

    private JobOutcome interrupted() {
        if (timedOut) {
            String late = "its time of " + job.timeout().map(Object::toString).orElse("") + " was over";
            return nothingDone()
                    ? new JobOutcome.Cancelled(late + " before it was submitted")
                    : unfinished(late + " while the operation ran; it can be taken up again");
        }
        if (!nothingDone()) {
            return unfinished("the batch was stopped while the operation ran; it can be taken up again");
        }
        JobOutcome ending = parts().state().ending();
        return ending != null ? ending : new JobOutcome.Cancelled("the job was interrupted");
    }

    private JobOutcome crashed(Throwable error) {
        Lookout.crashed(parts(), job, error);
        String reason = reason(error);
        // A person who reads the log wants the sentence; who wants to know where it comes from asks for more.
        LOG.warn("Job {} ended with an exception: {}", job.id(), reason);
        LOG.debug("The exception that ended job {}", job.id(), error);
        return nothingDone() ? new JobOutcome.Failed(reason) : unfinished(reason);
    }

    static String reason(Throwable error) {
        try {
            return Optional.ofNullable(error.getMessage()).orElseGet(() -> error.getClass().getName());
        } catch (RuntimeException e) {
            return error.getClass().getName();
        }
    }

    private JobOutcome unfinished(String reason) {
        boolean known = steps().results().keySet().equals(Set.of(SUBMIT));
        return new JobOutcome.Unfinished(known ? reason : reason + "; done so far: " + steps().results());
    }

    @Override
    public String once(String step, Effect effect) throws InterruptedException {
        worker.requireCurrent(this);
        endIfItsVideosWouldLeave();
        String known = steps().result(step);
        if (known != null) {
            return known;
        }
        JobOutcome doubt = stake().ambiguous();
        if (doubt != null) {
            // An executor that tries again what may have happened would pay twice.
            throw new JobEndedException(doubt);
        }
        String result = new PaidStep(parts(), this, step, effect).happen();
        steps().happened(step, result);
        return result;
    }

    /** Nothing is paid for a video that has no place, and what is paid already is kept at the service. */
    private void endIfItsVideosWouldLeave() {
        parts().outputs().wayOut(job).ifPresent(why -> {
            throw new JobEndedException(new JobOutcome.Failed(why));
        });
    }

    /** The job is of unknown fate from now on, whatever its executor says. */
    JobEndedException ambiguous(String reason) {
        JobOutcome outcome = new JobOutcome.Ambiguous(reason);
        stake().ambiguous(outcome);
        return new JobEndedException(outcome);
    }

    /** The job is left to the other workers from now on, whatever its executor says: nothing more is recorded of it here. */
    JobEndedException leave(String why) {
        JobOutcome outcome = new JobOutcome.Cancelled(why);
        stake().left(outcome);
        return new JobEndedException(outcome);
    }

    /** Whether it is left to the other workers. */
    boolean isLeft() {
        return stake != null && stake.left() != null;
    }

    @Override
    public int attempt(String step) {
        return steps().attempt(step);
    }

    @Override
    public <T> T download(Transfer<T> transfer) throws InterruptedException {
        worker.requireCurrent(this);
        endIfItsVideosWouldLeave();
        notGenerating();
        leftService();
        worker.permit().giveUp();
        return parts().downloads().run(job, worker.sheet(), transfer);
    }

    @Override
    public void generated(List<String> uris, Optional<Instant> expires) {
        worker.requireCurrent(this);
        timed();
        notGenerating();
        parts().logbook().generated(job, uris, expires);
        if (parts().announcer().isHeard()) {
            parts().announcer().tell(new JobEvent.Generated(job, uris));
        }
    }

    /** The service has done its part, if it had begun. */
    private void notGenerating() {
        if (stake != null) {
            stake.generated(parts().time().nanos(), worker.sheet());
        }
    }

    /** Generations of the same model, size and length take equally long if nothing is in the way. */
    private void timed() {
        if (parts().inFlight().isTimed() && stake().takeTimed()) {
            VideoSettings settings = job.request().settings();
            String kind = job.request().model() + " " + settings.resolution() + " " + settings.duration() + " "
                    + job.samples();
            worker.crew().spawn(
                    parts().inFlight().generated(kind, stake().lastSent(), parts().time().nanos()));
        }
    }

    @Override
    public void downloaded(Path file) {
        worker.requireCurrent(this);
        parts().logbook().downloaded(job, file);
        if (parts().announcer().isHeard()) {
            parts().announcer().tell(new JobEvent.Downloaded(job, file));
        }
    }

    @Override
    public boolean isStopping() {
        return parts().state().ending() != null;
    }

    /** The service is not at work on the job any more. */
    void leftService() {
        if (stake != null && stake.leaveService()) {
            parts().inFlight().ended();
        }
    }

    /** A step has happened; the price is due for the first one. */
    void submitted(String step) {
        if (step.equals(SUBMIT) && stake().isDue(job.price())) {
            worker.sheet().submitted(stake().due());
        }
    }

    void timedOut() {
        timedOut = true;
    }

    boolean isTimedOut() {
        return timedOut;
    }
}
