package dev.veo3.batch.engine;

import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.Reconciler;
import dev.veo3.batch.execute.Reconciler.Finding;
import dev.veo3.batch.plan.Job;
import dev.veo3.model.Usd;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Decides what becomes of attempts of which nobody knows whether the service took them. Thread-safe. */
final class Doubts {
    private final AmbiguityPolicy policy;
    private final Executor executor;
    private final Duration longestGeneration;
    private final TimeSource time;
    private final AtomicLong risked = new AtomicLong();

    Doubts(AmbiguityPolicy policy, Executor executor, Duration longestGeneration, TimeSource time) {
        this.policy = policy;
        this.executor = executor;
        this.longestGeneration = longestGeneration;
        this.time = time;
    }

    /** What becomes of one attempt. */
    sealed interface Verdict {

        /** Nobody knows, and the job is left alone. */
        record Park(String why) implements Verdict {}

        /** It may be done again. */
        record Again(String why, boolean happened) implements Verdict {}

        /** It has happened. */
        record Found(String result) implements Verdict {}
    }

    /** Whether an attempt that an earlier run left is worth a look: otherwise its job is not taken up at all. */
    boolean mayEnd(Job job) {
        return switch (policy) {
            case AmbiguityPolicy.Park() -> false;
            case AmbiguityPolicy.Reconcile() -> executor instanceof Reconciler;
            case AmbiguityPolicy.Resubmit resubmit -> job.price().isPresent();
        };
    }

    /**
     * Decides; where traces are looked for, this waits until the longest generation time is over.
     *
     * @param since how long ago the request left
     * @throws InterruptedException when the batch is stopping; the attempt stays of unknown fate
     */
    Verdict settle(Job job, String step, int attempt, Duration since, String why) throws InterruptedException {
        return switch (policy) {
            case AmbiguityPolicy.Park() -> new Verdict.Park(why);
            case AmbiguityPolicy.Reconcile() -> executor instanceof Reconciler reconciler
                    ? look(reconciler, job, step, attempt, since, why)
                    : new Verdict.Park(why + "; the executor cannot look for its trace");
            case AmbiguityPolicy.Resubmit(Usd upTo) -> risk(job.price(), upTo)
                    ? new Verdict.Again("submitted again although " + why, true)
                    : new Verdict.Park(why + "; to submit it again would risk more than " + upTo);
        };
    }

    private Verdict look(Reconciler reconciler, Job job, String step, int attempt, Duration since, String why)
            throws InterruptedException {
        time.sleep(longestGeneration.minus(since));
        try {
            return switch (reconciler.reconcile(job, step, attempt)) {
                case Finding.Happened(String result) -> new Verdict.Found(result);
                case Finding.DidNotHappen() -> new Verdict.Again("the service did not take it", false);
                case Finding.StillUnknown(String reason) -> new Verdict.Park(why + "; " + reason);
            };
        } catch (RuntimeException e) {
            return new Verdict.Park(why + "; looking for its trace failed: " + JobRun.reason(e));
        }
    }

    private boolean risk(Optional<Usd> price, Usd upTo) {
        if (price.isEmpty()) {
            return false;
        }
        long amount = price.get().micros();
        while (true) {
            long sofar = risked.get();
            if (amount > upTo.micros() - sofar) {
                return false;
            }
            if (risked.compareAndSet(sofar, sofar + amount)) {
                return true;
            }
        }
    }
}
