// SPDX-License-Identifier: Apache-2.0
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
    /** So often a trace is looked for during the longest generation. */
    private static final int LOOKS = 12;
    /** So often looking may fail when the time is over. */
    private static final int FAILURES = 4;

    private final AmbiguityPolicy policy;
    private final Executor executor;
    private final Duration longestGeneration;
    private final TimeSource time;
    private final Logbook logbook;
    /** By this program alone: where others share the journal, that is where all of it is counted. */
    private final AtomicLong risked = new AtomicLong();

    Doubts(AmbiguityPolicy policy, Executor executor, Duration longestGeneration, TimeSource time, Logbook logbook) {
        this.logbook = logbook;
        this.policy = policy;
        this.executor = executor;
        this.longestGeneration = longestGeneration;
        this.time = time;
    }

    /**
     * An attempt of unknown fate.
     *
     * @param trace where it may have left a trace
     * @param since how long ago its request left
     * @param price what it costs if the service took it
     */
    record Attempt(String step, int number, Optional<String> trace, Duration since, Optional<Usd> price) {

        private Reconciler.Attempt asked(boolean isOver) {
            return new Reconciler.Attempt(step, number, trace, isOver);
        }
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

    /** An earlier run has followed an attempt that may have cost this by another. */
    void riskedBefore(Usd price) {
        risked.addAndGet(price.micros());
    }

    /** Whether an attempt that an earlier run left is worth a look: otherwise its job is not taken up at all. */
    boolean mayEnd(Job job) {
        return switch (policy) {
            case AmbiguityPolicy.Park() -> false;
            case AmbiguityPolicy.Reconcile() -> executor instanceof Reconciler reconciler
                    && reconciler.obstacle(job.request()).isEmpty();
            case AmbiguityPolicy.Resubmit resubmit -> job.price().isPresent();
        };
    }

    /**
     * Decides; where traces are looked for, this waits until one is found or the attempt's time is over.
     *
     * @throws InterruptedException when the batch is stopping; the attempt stays of unknown fate
     */
    Verdict settle(Job job, Attempt attempt, String why) throws InterruptedException {
        return switch (policy) {
            case AmbiguityPolicy.Park() -> new Verdict.Park(why);
            case AmbiguityPolicy.Reconcile() -> executor instanceof Reconciler reconciler
                    ? reconcile(reconciler, job, attempt, why)
                    : new Verdict.Park(why + "; the executor cannot look for its trace");
            case AmbiguityPolicy.Resubmit(Usd upTo) -> attempt.price().isPresent()
                    && logbook.risk(job, attempt.step(), attempt.number(), attempt.price().get(), upTo)
                            .orElseGet(() -> risk(attempt.price().get(), upTo))
                                    ? new Verdict.Again("submitted again although " + why, true)
                                    : new Verdict.Park(why + "; to submit it again would risk more than " + upTo);
        };
    }

    private Verdict reconcile(Reconciler reconciler, Job job, Attempt attempt, String why)
            throws InterruptedException {
        Optional<String> obstacle = reconciler.obstacle(job.request());
        return obstacle.isPresent()
                ? new Verdict.Park(why + "; " + obstacle.get())
                : look(reconciler, job, attempt, why);
    }

    private Verdict look(Reconciler reconciler, Job job, Attempt attempt, String why) throws InterruptedException {
        Duration whole = longestGeneration.plus(longestGeneration.dividedBy(2));
        Duration pause = longestGeneration.dividedBy(LOOKS);
        long sent = time.nanos() - attempt.since().toNanos();
        int failures = 0;
        // Nothing can be there at once: the first look comes after a pause.
        time.sleep(pause.minus(attempt.since()));
        while (true) {
            Duration left = whole.minusNanos(time.nanos() - sent);
            boolean isOver = !left.isPositive();
            try {
                switch (reconciler.reconcile(job, attempt.asked(isOver))) {
                    case Finding.Happened(String result) -> {
                        return new Verdict.Found(result);
                    }
                    case Finding.DidNotHappen() -> {
                        if (isOver) {
                            return new Verdict.Again("the service did not take it", false);
                        }
                    }
                    case Finding.StillUnknown(String reason) -> {
                        return new Verdict.Park(why + "; " + reason);
                    }
                }
            } catch (RuntimeException e) {
                if (isOver && ++failures == FAILURES) {
                    return new Verdict.Park(why + "; looking for its trace failed: " + JobRun.reason(e));
                }
            }
            time.sleep(isOver || left.compareTo(pause) > 0 ? pause : left);
        }
    }

    private boolean risk(Usd price, Usd upTo) {
        long amount = price.micros();
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
