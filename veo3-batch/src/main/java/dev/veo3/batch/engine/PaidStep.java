// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.execute.JobEndedException;
import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.limit.Budget;
import dev.veo3.batch.limit.RetryPolicy.Failure;
import dev.veo3.batch.plan.Job;
import dev.veo3.error.ServiceError;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step of one job that must happen once: attempt after attempt, each with its intent on the disk before it and its result
 * after it, until it has happened, or is over, or nobody knows.
 */
final class PaidStep {
    /** So often an attempt may turn out not to have been taken before the job has failed. */
    private static final int MOST_ABSENT = 3;

    private final Parts parts;
    private final JobRun run;
    private final Job job;
    private final String step;
    private final Effect effect;
    private final StepWatch watch;
    /** Where the attempt that is being made may leave a trace. */
    private Optional<String> trace = Optional.empty();
    private int absent;
    /** What the attempt of unknown fate costs that another one is to follow. */
    private Optional<Usd> risked = Optional.empty();
    /** Whether the attempt that was made last was not this worker's any more when it was to leave. */
    private boolean overtaken;
    /** The attempt that listeners were told of last. */
    private int announced;

    PaidStep(Parts parts, JobRun run, String step, Effect effect) {
        this.parts = parts;
        this.run = run;
        this.job = run.job();
        this.step = step;
        this.effect = effect;
        this.watch = new StepWatch(parts, run, step);
    }

    /**
     * Makes it happen.
     *
     * @return the result, which is on the disk
     * @throws JobEndedException when the job is over
     * @throws InterruptedException when the job was interrupted; inside the effect that has made it ambiguous
     */
    String happen() throws InterruptedException {
        watch.wanted();
        Steps.Doubt doubt = run.steps().takeDoubt(step);
        if (doubt != null) {
            trace = doubt.trace();
            // The clocks of two machines are never compared.
            Duration since = parts.logbook().age(job.id(), step, doubt.attempt())
                    .orElseGet(() -> doubt.since(parts.time().now()));
            Optional<String> found = settle(doubt.attempt(), since, doubt.why());
            if (found.isPresent()) {
                return found.get();
            }
        }
        while (true) {
            Optional<String> result = attempt(run.steps().attempt(step));
            if (result.isPresent()) {
                return result.get();
            }
        }
    }

    /** Makes one attempt: its result, or nothing when another one is to follow. */
    private Optional<String> attempt(int attempt) throws InterruptedException {
        // What it submitted before is over, or counted as lost: it has one place at the service and not two.
        run.leftService();
        LogContext.attempt(attempt);
        trace = effect.trace();
        parts.funds().reserve(run);
        Admission.Pass pass = watch.enter();
        Ending ending;
        try {
            ending = ending(attempt, pass);
        } catch (HeldBackException e) {
            // What all workers share did not let it through: nothing was recorded, and the same attempt is tried again.
            watch.awaitOthers(e.pause().orElseThrow(
                    () -> new JobEndedException(new JobOutcome.Skipped("not submitted: " + e.getMessage()))));
            return Optional.empty();
        } catch (AttemptTakenException e) {
            throw run.leave("not submitted from here: " + e.getMessage());
        }
        if (attempt == 1) {
            parts.retryBudget().submitted(pass.sent());
        }
        run.steps().over(step, attempt);
        return switch (ending) {
            case Ending.Happened(String result) -> {
                // Known before it is written down: whatever goes wrong then, the job is not one that was never submitted.
                run.steps().happened(step, result);
                watch.force(() -> parts.logbook().submitted(job, step, attempt, result));
                run.stake().atService();
                run.stake().begun();
                run.worker().crew().spawn(pass.accepted());
                told(attempt, result);
                yield Optional.of(result);
            }
            case Ending.Refused(ServiceError error) when error.isQuota() -> {
                parts.logbook().refused(job, step, attempt, error.describe(), true);
                Duration pause = pass.refused(error);
                run.steps().throttled();
                watch.throttled(attempt, error, pause);
                if (parts.announcer().isHeard()) {
                    parts.announcer().tell(new JobEvent.Throttled(job, step, attempt, error, pause));
                }
                yield Optional.empty();
            }
            case Ending.Refused(ServiceError error) -> {
                pass.withdrawn();
                parts.logbook().refused(job, step, attempt, error.describe(), false);
                yield again(attempt, new Failure.Refused(error.httpStatus(), error.status()),
                        "the service refused it: " + error.describe());
            }
            case Ending.NotSent(String reason) -> {
                pass.notSent();
                parts.logbook().notSent(job, step, attempt, reason);
                yield again(attempt, new Failure.NotSent(), "nothing was sent: " + reason);
            }
            case Ending.Unknown(String reason) -> {
                parts.logbook().ambiguous(job, step, attempt, reason, trace);
                run.stake().atService();
                pass.unknown();
                // However long this program stood still in between: what has left has left by now.
                run.stake().sent(parts.time().nanos());
                yield settle(attempt, Duration.ZERO, reason);
            }
        };
    }

    private void told(int attempt, String result) {
        run.submitted(step);
        if (step.equals(JobContext.SUBMIT)) {
            watch.submitted();
        }
        if (parts.announcer().isHeard()) {
            parts.announcer().tell(new JobEvent.Submitted(job, step, attempt, result));
        }
    }

    /** Another attempt follows, after a pause, if the retry policy says so. */
    private Optional<String> again(int attempt, Failure failure, String why) throws InterruptedException {
        Optional<Duration> pause = parts.retryAfter(failure, run.steps().counted(attempt));
        if (pause.isEmpty()) {
            // What kept it back was another worker, or the database: no fault of the job's.
            throw overtaken ? run.leave(why) : new JobEndedException(new JobOutcome.Failed(why));
        }
        if (parts.announcer().isHeard()) {
            parts.announcer().tell(
                    new JobEvent.Retrying(job, attempt, JobEvent.Retrying.Cause.NOT_TAKEN, why, pause.get()));
        }
        watch.pause(pause.get());
        return Optional.empty();
    }

    /** Nobody knows whether that attempt has happened: what has been found out, or nothing when another one is to follow. */
    private Optional<String> settle(int attempt, Duration since, String why) throws InterruptedException {
        Doubts.@Nullable Verdict verdict = null;
        try {
            verdict = parts.doubts().settle(job, new Doubts.Attempt(step, attempt, trace, since, price()), why);
        } finally {
            if (verdict == null) {
                run.ambiguous(why);
            }
        }
        return switch (verdict) {
            case Doubts.Verdict.Park(String reason) -> throw run.ambiguous(reason);
            case Doubts.Verdict.Found(String result) -> {
                parts.logbook().found(job, step, attempt, result);
                told(attempt, result);
                yield Optional.of(result);
            }
            case Doubts.Verdict.Again(String reason, boolean happened) -> {
                if (happened) {
                    risked = price();
                    parts.funds().keep(run);
                    // What ends the job before the next intent leaves it of unknown fate.
                    run.steps().doubt(step, new Steps.Doubt(attempt, parts.time().now().toEpochMilli(), why, trace));
                } else {
                    parts.logbook().absent(job, step, attempt);
                    endIfNeverTaken(why);
                }
                run.leftService();
                if (parts.announcer().isHeard()) {
                    parts.announcer().tell(new JobEvent.Retrying(job, attempt,
                            JobEvent.Retrying.Cause.UNKNOWN_FATE, reason, Duration.ZERO));
                }
                yield Optional.empty();
            }
        };
    }

    /** Whatever keeps the service from taking the job does not go away by itself: a batch must come to its end. */
    private void endIfNeverTaken(String why) {
        if (++absent == MOST_ABSENT) {
            throw new JobEndedException(new JobOutcome.Failed(
                    "the service took none of " + absent + " attempts; of the last one, " + why));
        }
    }

    /** What the attempt costs that was made last: the job's price may have been another one then. */
    private Optional<Usd> price() {
        return run.stake().reservation() != null ? Optional.of(reserved()) : job.price();
    }

    private Usd reserved() {
        Budget.@Nullable Reservation held = run.stake().reservation();
        return held == null ? Usd.ZERO : held.amount();
    }

    private Ending ending(int attempt, Admission.Pass pass) throws InterruptedException {
        boolean entered = false;
        boolean ended = false;
        boolean held = false;
        try {
            // Told first and looked at last: a stop while a listener works is still seen.
            if (parts.announcer().isHeard() && announced != attempt) {
                announced = attempt;
                parts.announcer().tell(new JobEvent.Submitting(job, step, attempt));
            }
            IntentLook look = new IntentLook(parts.time(), parts.logbook().lookAgainAfter(),
                    () -> parts.logbook().overtaken(job, step, attempt));
            watch.force(() -> parts.logbook().submitting(job, step, attempt, reserved(), trace,
                    run.steps().isRedone(step)));
            parts.extras().followed(job, step, run.steps().takeDoubt(step), risked);
            run.worker().enterEffect();
            run.stake().sent(pass.sent());
            entered = true;
            Ending ending = effect(attempt, look);
            overtaken = look.isOvertaken();
            ended = true;
            return ending;
        } catch (HeldBackException | AttemptTakenException e) {
            held = true;
            throw e;
        } finally {
            if (entered) {
                run.worker().leaveEffect();
            }
            if (held) {
                pass.notSent();
            } else if (!ended) {
                run.steps().over(step, attempt);
                cutOff(attempt, entered, pass);
            }
        }
    }

    private void cutOff(int attempt, boolean entered, Admission.Pass pass) {
        if (entered) {
            String why = step + " was cut off: it is not known whether the service took it";
            parts.logbook().ambiguous(job, step, attempt, why, trace);
            run.stake().atService();
            pass.unknown();
            run.ambiguous(why);
        } else {
            parts.logbook().notSent(job, step, attempt, "the batch was stopping");
            pass.notSent();
        }
    }

    /** Whatever an effect throws makes its fate unknown, but for an interrupt that is how it is to be. */
    private Ending effect(int attempt, IntentLook look) throws InterruptedException {
        Optional<String> obstacle = look.obstacle();
        if (obstacle.isPresent()) {
            return new Ending.NotSent(obstacle.get());
        }
        try {
            Ending ending = watch.send(effect, look, attempt);
            return ending != null ? ending : new Ending.Unknown("the effect did not say how it ended");
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            return new Ending.Unknown(
                    step + " ended with an exception, so it is not known whether the service took it: "
                            + JobRun.reason(e));
        }
    }
}
