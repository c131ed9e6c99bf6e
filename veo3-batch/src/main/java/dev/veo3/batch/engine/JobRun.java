package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.execute.JobEndedException;
import dev.veo3.batch.limit.Budget;
import dev.veo3.batch.plan.Job;
import dev.veo3.model.Usd;
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

    private final Parts parts;
    private final Worker worker;
    private final Job job;
    private final Steps steps;
    private @Nullable JobOutcome ambiguous;
    private Budget.@Nullable Reservation reservation;
    private boolean atService;
    private long lastSent;
    private Usd due = Usd.ZERO;
    private volatile boolean timedOut;

    JobRun(Parts parts, Worker worker, Job job, Steps steps) {
        this.parts = parts;
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

    Steps steps() {
        return steps;
    }

    /** Runs the job on its thread; never throws. */
    JobOutcome execute() {
        JobOutcome outcome;
        try {
            outcome = returned(parts.settings().executor().execute(job, this));
        } catch (InterruptedException e) {
            outcome = interrupted();
        } catch (JobEndedException e) {
            outcome = ended(e.outcome());
        } catch (Throwable e) {
            outcome = crashed(e);
        }
        // Whatever the executor made of it: a submission whose fate is unknown must never look like a failure.
        return ambiguous != null ? ambiguous : outcome;
    }

    /** By its operation a job is taken up again. A job with later steps is not, because those would be done twice. */
    @Nullable
    String operation(JobOutcome outcome) {
        return outcome.isSuccess() || steps.results().size() == 1 ? steps.result(SUBMIT) : null;
    }

    /** An executor is foreign code: what it promises in its signature it may break. */
    private JobOutcome returned(@Nullable JobOutcome outcome) {
        return outcome != null ? outcome : crashed(new IllegalStateException("the executor returned no outcome"));
    }

    /** A later step may be refused or not begun; what has happened before is paid. */
    private JobOutcome ended(JobOutcome outcome) {
        return steps.isEmpty() || outcome.reason().isEmpty() ? outcome : unfinished(outcome.reason().get());
    }

    private JobOutcome interrupted() {
        if (timedOut) {
            String late = "its time of " + job.timeout().map(Object::toString).orElse("") + " was over";
            return steps.isEmpty()
                    ? new JobOutcome.Cancelled(late + " before it was submitted")
                    : unfinished(late + " while the operation ran; it can be taken up again");
        }
        if (!steps.isEmpty()) {
            return unfinished("the batch was stopped while the operation ran; it can be taken up again");
        }
        JobOutcome ending = parts.state().ending();
        return ending != null ? ending : new JobOutcome.Cancelled("the job was interrupted");
    }

    private JobOutcome crashed(Throwable error) {
        String reason = reason(error);
        // A person who reads the log wants the sentence; who wants to know where it comes from asks for more.
        LOG.warn("Job {} ended with an exception: {}", job.id(), reason);
        LOG.debug("The exception that ended job {}", job.id(), error);
        return steps.isEmpty() ? new JobOutcome.Failed(reason) : unfinished(reason);
    }

    static String reason(Throwable error) {
        try {
            return Optional.ofNullable(error.getMessage()).orElseGet(() -> error.getClass().getName());
        } catch (RuntimeException e) {
            return error.getClass().getName();
        }
    }

    private JobOutcome unfinished(String reason) {
        boolean known = steps.results().keySet().equals(Set.of(SUBMIT));
        return new JobOutcome.Unfinished(known ? reason : reason + "; done so far: " + steps.results());
    }

    @Override
    public String once(String step, Effect effect) throws InterruptedException {
        worker.requireCurrent(this);
        String known = steps.result(step);
        if (known != null) {
            return known;
        }
        if (ambiguous != null) {
            // An executor that tries again what may have happened would pay twice.
            throw new JobEndedException(ambiguous);
        }
        String result = new PaidStep(parts, this, step, effect).happen();
        steps.happened(step, result);
        return result;
    }

    /** The job is of unknown fate from now on, whatever its executor says. */
    JobEndedException ambiguous(String reason) {
        JobOutcome outcome = new JobOutcome.Ambiguous(reason);
        ambiguous = outcome;
        return new JobEndedException(outcome);
    }

    @Override
    public int attempt(String step) {
        return steps.attempt(step);
    }

    @Override
    public <T> T download(Transfer<T> transfer) throws InterruptedException {
        worker.requireCurrent(this);
        leftService();
        worker.giveUpPermit();
        return parts.downloads().run(job, transfer);
    }

    @Override
    public void generated(List<String> uris, Optional<Instant> expires) {
        worker.requireCurrent(this);
        parts.logbook().generated(job, uris, expires);
        if (parts.announcer().isHeard()) {
            parts.announcer().tell(new JobEvent.Generated(job, uris));
        }
    }

    @Override
    public void downloaded(Path file) {
        worker.requireCurrent(this);
        parts.logbook().downloaded(job, file);
        if (parts.announcer().isHeard()) {
            parts.announcer().tell(new JobEvent.Downloaded(job, file));
        }
    }

    @Override
    public boolean isStopping() {
        return parts.state().ending() != null;
    }

    /** What is reserved for the attempt that is being made; null when nothing is. */
    Budget.@Nullable Reservation reservation() {
        return reservation;
    }

    void reserved(Budget.@Nullable Reservation amount) {
        reservation = amount;
    }

    /** The service is at work on the job, or may be. */
    void atService() {
        atService = true;
    }

    /** The service is not at work on the job any more. */
    void leftService() {
        if (atService) {
            atService = false;
            parts.inFlight().ended();
        }
    }

    /** A step has happened; the price is due for the first one. */
    void submitted(String step) {
        if (step.equals(SUBMIT) && due.equals(Usd.ZERO)) {
            due = job.price().orElse(Usd.ZERO);
            parts.tally().submitted(due);
        }
    }

    /** A request is about to leave, in elapsed nanoseconds. */
    void sent(long nanos) {
        lastSent = nanos;
    }

    /** When the last request left, in elapsed nanoseconds. */
    long lastSent() {
        return lastSent;
    }

    /** What is due for the job while it runs. */
    Usd due() {
        return due;
    }

    boolean isAtService() {
        return atService;
    }

    void timedOut() {
        timedOut = true;
    }

    boolean isTimedOut() {
        return timedOut;
    }
}
