// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.execute.Effect;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.flight.PermitWaitFlight;
import dev.veo3.batch.flight.RateLimitHitFlight;
import dev.veo3.batch.flight.SubmitFlight;
import dev.veo3.batch.metrics.Activity;
import dev.veo3.batch.metrics.Phase;
import dev.veo3.batch.plan.Job;
import dev.veo3.error.ServiceError;
import dev.veo3.video.LastLook;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Measures one step of one job, for the figures of the batch and for the flight recorder. For the job's thread. */
final class StepWatch {
    private final Parts parts;
    private final JobRun run;
    private final Job job;
    private final String step;

    StepWatch(Parts parts, JobRun run, String step) {
        this.parts = parts;
        this.run = run;
        this.job = run.job();
        this.step = step;
    }

    private long now() {
        return parts.time().nanos();
    }

    private String model() {
        return job.request().model().value();
    }

    /** The step is wanted. */
    void wanted() {
        run.stake().submitting(now());
    }

    /** Waits until the submission may leave. */
    Admission.Pass enter() throws InterruptedException {
        long since = now();
        // Then it is the downloads that it waits for.
        boolean congested = parts.downloads().areCongested();
        PermitWaitFlight flight = new PermitWaitFlight();
        flight.begin();
        try {
            return parts.admission().enter(run.worker(), model());
        } finally {
            flight.end();
            if (flight.shouldCommit()) {
                flight.keep(job.id(), model());
            }
            long waited = now() - since;
            if (congested) {
                run.worker().sheet().waitedForDownload(waited);
            } else {
                run.worker().sheet().spent(Activity.HELD_BACK, waited);
            }
        }
    }

    /**
     * Waits until what all workers share may let the submission through, so long at the most, or until nothing more is submitted.
     */
    void awaitOthers(Duration pause) throws InterruptedException {
        // Whoever gives back what this one waits for may be waiting for its permit.
        run.worker().permit().yieldToOthers();
        PermitWaitFlight flight = new PermitWaitFlight();
        flight.begin();
        try {
            waitFor(() -> parts.heldJobs().await(job.index(), pause), Activity.HELD_BACK);
        } finally {
            flight.end();
            if (flight.shouldCommit()) {
                flight.keep(job.id(), model());
            }
        }
    }

    /** Waits for so long before another attempt, or until nothing more is submitted. */
    void pause(Duration pause) throws InterruptedException {
        waitFor(() -> parts.time().sleep(pause), Activity.PAUSING);
    }

    private interface Pause {
        void end() throws InterruptedException;
    }

    private void waitFor(Pause pause, Activity activity) throws InterruptedException {
        long since = now();
        run.worker().beginWaiting();
        try {
            pause.end();
        } finally {
            run.worker().endWaiting();
            run.worker().sheet().spent(activity, now() - since);
        }
    }

    /** Writes something that must be on the disk before the job goes on. */
    void force(Runnable writing) {
        long since = now();
        writing.run();
        if (parts.logbook().keeps()) {
            run.worker().sheet().spent(Activity.FORCING, now() - since);
        }
    }

    /** Runs the effect. */
    Ending send(Effect effect, LastLook look, int attempt) throws InterruptedException {
        SubmitFlight flight = new SubmitFlight();
        flight.begin();
        long since = now();
        @Nullable
        Ending ending = null;
        try {
            ending = effect.run(look);
            return ending;
        } finally {
            flight.end();
            if (flight.shouldCommit()) {
                flight.keep(job.id(), model(), step, attempt, word(ending), status(ending));
            }
            run.worker().sheet().spent(activity(ending), now() - since);
        }
    }

    /** What was not taken is no work of the service: its time is that of the attempts, or of the quota. */
    private static Activity activity(@Nullable Ending ending) {
        return switch (ending) {
            case Ending.Happened e -> Activity.SENDING;
            case Ending.Refused(ServiceError error) when error.isQuota() -> Activity.HELD_BACK;
            case Ending.Refused e -> Activity.PAUSING;
            case Ending.NotSent e -> Activity.PAUSING;
            case Ending.Unknown e -> Activity.PAUSING;
            case null -> Activity.SENDING;
        };
    }

    private static String word(@Nullable Ending ending) {
        return switch (ending) {
            case Ending.Happened e -> "accepted";
            case Ending.Refused e -> "refused";
            case Ending.NotSent e -> "not_sent";
            case Ending.Unknown e -> "ambiguous";
            case null -> "ambiguous";
        };
    }

    /** 0 where there is none, or nobody says. */
    private static int status(@Nullable Ending ending) {
        return ending instanceof Ending.Refused(ServiceError error) ? error.httpStatus() : 0;
    }

    /** The service said that a quota is used up. */
    void throttled(int attempt, ServiceError error, Duration pause) {
        run.worker().sheet().throttled();
        RateLimitHitFlight flight = new RateLimitHitFlight();
        if (flight.shouldCommit()) {
            flight.keep(job.id(), model(), attempt, error.httpStatus(), pause.toMillis());
        }
    }

    /** The service has the job. */
    void submitted() {
        run.worker().sheet().took(Phase.SUBMIT, run.stake().taken(now()));
    }
}
