package dev.veo3.batch;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.Effect;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.execute.JobEndedException;
import dev.veo3.batch.plan.Job;
import dev.veo3.error.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job while it runs: keeps what has happened to it, and decides how it ended whatever its executor says. */
final class JobRun implements JobContext {
    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

    /** What the job's thread is doing, as far as an interrupt is concerned. */
    private enum Phase {
        /** Polling, downloading, or whatever an executor does. */
        WORKING,
        /** Holding back a submission. */
        WAITING,
        /** Inside an effect that may cost money: an interrupt would make it ambiguous. */
        IN_EFFECT
    }

    private final BatchEngine engine;
    private final Job job;
    private final Thread thread;
    private final Map<String, String> recorded = new TreeMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private Phase phase = Phase.WORKING;
    private boolean cancelled;
    private @Nullable JobOutcome ambiguous;

    JobRun(BatchEngine engine, Job job, @Nullable String operation, Thread thread) {
        this.engine = engine;
        this.job = job;
        this.thread = thread;
        if (operation != null) {
            recorded.put(SUBMIT, operation);
        }
    }

    /** Runs the job on its thread; never throws. */
    JobResult execute(Executor executor) {
        Instant started = engine.time().now();
        long begin = engine.time().nanos();
        if (engine.isHeard()) {
            engine.tell(new JobEvent.Started(job));
        }
        JobOutcome outcome = outcome(executor);
        return new JobResult(job, outcome, operation(outcome), started,
                Duration.ofNanos(engine.time().nanos() - begin));
    }

    /** By its operation a job is taken up again. A job with later steps is not, because those would be done twice. */
    private Optional<String> operation(JobOutcome outcome) {
        return outcome.isSuccess() || recorded.size() == 1
                ? Optional.ofNullable(recorded.get(SUBMIT))
                : Optional.empty();
    }

    private JobOutcome outcome(Executor executor) {
        JobOutcome outcome;
        try {
            outcome = returned(executor.execute(job, this));
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

    /** An executor is foreign code: what it promises in its signature it may break. */
    private JobOutcome returned(@Nullable JobOutcome outcome) {
        return outcome != null ? outcome : crashed(new IllegalStateException("the executor returned no outcome"));
    }

    /** A later step may be refused or not begun; what has happened before is paid. */
    private JobOutcome ended(JobOutcome outcome) {
        return recorded.isEmpty() || outcome.reason().isEmpty() ? outcome : unfinished(outcome.reason().get());
    }

    private JobOutcome interrupted() {
        if (!recorded.isEmpty()) {
            return unfinished("the batch was stopped while the operation ran; it can be taken up again");
        }
        JobOutcome stopped = engine.stopped();
        return stopped != null ? stopped : new JobOutcome.Cancelled("the job was interrupted");
    }

    private JobOutcome crashed(Throwable error) {
        String reason = reason(error);
        // A person who reads the log wants the sentence; who wants to know where it comes from asks for more.
        LOG.warn("Job {} ended with an exception: {}", job.id(), reason);
        LOG.debug("The exception that ended job {}", job.id(), error);
        return recorded.isEmpty() ? new JobOutcome.Failed(reason) : unfinished(reason);
    }

    private static String reason(Throwable error) {
        try {
            return Optional.ofNullable(error.getMessage()).orElseGet(() -> error.getClass().getName());
        } catch (RuntimeException e) {
            return error.getClass().getName();
        }
    }

    private JobOutcome unfinished(String reason) {
        boolean known = recorded.keySet().equals(Set.of(SUBMIT));
        return new JobOutcome.Unfinished(known ? reason : reason + "; done so far: " + recorded);
    }

    @Override
    public String once(String step, Effect effect) throws InterruptedException {
        String known = recorded.get(step);
        if (known != null) {
            return known;
        }
        if (ambiguous != null) {
            // An executor that tries again what may have happened would pay twice.
            throw new JobEndedException(ambiguous);
        }
        for (int attempt = 1;; attempt++) {
            hold();
            long sent = engine.time().nanos();
            switch (attempt(step, attempt, effect)) {
                case Ending.Happened(String result) -> {
                    recorded.put(step, result);
                    engine.cooldown().accepted(sent);
                    engine.tell(new JobEvent.Submitted(job, step, attempt, result));
                    return result;
                }
                case Ending.Refused(ServiceError error) when error.isQuota() -> {
                    Duration pause = engine.cooldown().refused(sent, engine.time().nanos(), error.retryAfter());
                    engine.tell(new JobEvent.Throttled(job, step, attempt, error, pause));
                }
                case Ending.Refused(ServiceError error) ->
                    throw new JobEndedException(new JobOutcome.Failed("the service refused it: " + error.describe()));
                case Ending.NotSent(String reason) ->
                    throw new JobEndedException(new JobOutcome.Failed("nothing was sent: " + reason));
                case Ending.Unknown(String reason) -> throw ambiguous(reason);
            }
        }
    }

    private Ending attempt(String step, int attempt, Effect effect) throws InterruptedException {
        // Told first and looked at last: a stop while a listener works is still seen.
        engine.tell(new JobEvent.Submitting(job, step, attempt));
        enter();
        boolean ended = false;
        try {
            Ending ending = known(effect.run());
            ended = true;
            return ending;
        } finally {
            if (!ended) {
                ambiguous(step + " was cut off: it is not known whether the service took it");
            }
            leave();
        }
    }

    private static Ending known(@Nullable Ending ending) {
        return ending != null ? ending : new Ending.Unknown("the effect did not say how it ended");
    }

    private JobEndedException ambiguous(String reason) {
        JobOutcome outcome = new JobOutcome.Ambiguous(reason);
        ambiguous = outcome;
        return new JobEndedException(outcome);
    }

    /** Waits until the batch no longer holds back its submissions. */
    private void hold() throws InterruptedException {
        change(Phase.WAITING);
        try {
            Duration wait = engine.cooldown().remaining(engine.time().nanos());
            while (wait.isPositive()) {
                endIfStopping();
                engine.time().sleep(wait);
                wait = engine.cooldown().remaining(engine.time().nanos());
            }
        } finally {
            change(Phase.WORKING);
        }
    }

    /** From here on a stop waits for the effect. */
    private void enter() throws InterruptedException {
        lock.lock();
        try {
            endIfStopping();
            if (cancelled || Thread.interrupted()) {
                throw new InterruptedException();
            }
            phase = Phase.IN_EFFECT;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            phase = Phase.WORKING;
            if (cancelled) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private void change(Phase to) {
        lock.lock();
        try {
            phase = to;
        } finally {
            lock.unlock();
        }
    }

    private void endIfStopping() {
        JobOutcome stopped = engine.stopped();
        if (stopped != null) {
            throw new JobEndedException(stopped);
        }
    }

    @Override
    public boolean isStopping() {
        return engine.stopped() != null;
    }

    /** Wakes the job if it holds back a submission, which will not be made any more. Called by other threads. */
    void giveUpWaiting() {
        lock.lock();
        try {
            if (phase == Phase.WAITING) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Interrupts the job, now or as soon as the effect that it is in has ended. Called by other threads.
     *
     * @param atOnce whether even the effect is interrupted, which makes the job ambiguous
     */
    void cancel(boolean atOnce) {
        lock.lock();
        try {
            cancelled = true;
            if (atOnce || phase != Phase.IN_EFFECT) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }
}
