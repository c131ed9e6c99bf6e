// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.JobEndedException;
import dev.veo3.batch.limit.Budget;
import dev.veo3.batch.plan.Job;
import dev.veo3.model.Usd;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The money of a batch: reserved before it is spent, settled when it is known what became of it. */
final class Funds {
    private final Budget budget;
    private final RunState state;
    private final Signal signal;
    /** Reservations of jobs that run: each may yet be given back. */
    private final AtomicInteger open = new AtomicInteger();
    /** What earlier runs have spent, or may have, on jobs that are not in the manifest any more, in millionths. */
    private final AtomicLong removed = new AtomicLong();

    /** By job, what earlier runs have reserved for those that go on. */
    private final Map<Integer, Budget.Reservation> takenOver = new ConcurrentHashMap<>();

    Funds(Budget budget, RunState state, Signal signal) {
        this.budget = budget;
        this.state = state;
        this.signal = signal;
    }

    /**
     * Reserves the job's price, if nothing is reserved for it. While the budget does not allow it, this waits for those that run:
     * they may give back what they have reserved.
     *
     * @throws JobEndedException when the budget does not allow it, or nothing more is submitted
     * @throws InterruptedException when the job was interrupted
     */
    void reserve(JobRun run) throws InterruptedException {
        Job job = run.job();
        if (job.price().isEmpty() || isReserved(run, job.price().get())) {
            return;
        }
        Usd price = job.price().get();
        run.worker().beginWaiting();
        try {
            while (true) {
                run.worker().endIfEnding();
                // Read before the attempt: what is given back in between wakes this up again.
                int others = open.get();
                Optional<Budget.Reservation> reserved = budget.reserve(price);
                if (reserved.isPresent()) {
                    open.incrementAndGet();
                    run.stake().reserved(reserved.get());
                    return;
                }
                if (others == 0) {
                    throw new JobEndedException(new JobOutcome.Skipped(exceeded(price)));
                }
                signal.awaitWhile(
                        () -> open.get() >= others && state.ending() == null && !run.worker().permit().isInTheWay());
                // Whoever has reserved what this one waits for may be waiting for its permit.
                run.worker().permit().yieldToOthers();
            }
        } finally {
            run.worker().endWaiting();
        }
    }

    /** What an earlier run has reserved at another price is given back, unless something has come of it. */
    private boolean isReserved(JobRun run, Usd price) {
        Budget.Reservation held = run.stake().reservation();
        if (held == null) {
            return false;
        }
        if (held.amount().equals(price) || !run.steps().isEmpty()) {
            return true;
        }
        held.giveBack();
        run.stake().reserved(null);
        closed();
        return false;
    }

    private String exceeded(Usd price) {
        Budget.Money money = budget.snapshot();
        String left = "the budget does not allow its " + price + ": of " + money.cap().orElse(Usd.ZERO) + " there is "
                + money.left().orElse(Usd.ZERO) + " left";
        return removed.get() == 0
                ? left
                : left + "; " + money.reserved().plus(money.spent()) + " is spent or reserved, of which "
                        + new Usd(removed.get()) + " for jobs that are no longer in the manifest";
    }

    /** An attempt of unknown fate keeps its money for good; another attempt needs its own. */
    void keep(JobRun run) {
        if (run.stake().reservation() != null) {
            run.stake().reserved(null);
            closed();
        }
    }

    /** The job has ended: what was not charged for certain is given back. */
    void settle(JobRun run, JobOutcome outcome) {
        Budget.Reservation reservation = run.hasStake() ? run.stake().reservation() : null;
        if (reservation == null) {
            return;
        }
        settle(reservation, run.job(), outcome);
        run.stake().reserved(null);
        closed();
    }

    private void closed() {
        open.decrementAndGet();
        signal.raise();
    }

    /** What an earlier run has spent, or may have, on an attempt besides those that count. */
    void takeOver(Usd price) {
        budget.takeOver(price);
    }

    /**
     * What an earlier run has spent on a job that is not in the manifest any more. It counts like that of any other job: a cap that
     * could be passed by editing the manifest would be none.
     */
    void spentOnRemoved(Usd cost) {
        budget.takeOver(cost).spend(cost);
        removed.addAndGet(cost.micros());
    }

    /** The same for what an earlier run may have spent: nobody knows yet. */
    void reservedForRemoved(Usd price) {
        budget.takeOver(price);
        removed.addAndGet(price.micros());
    }

    /** What an earlier run has spent on a job that has come to rest, or reserved for it and never settled. */
    void takeOver(Job job, JobOutcome outcome) {
        job.price().ifPresent(price -> settle(budget.takeOver(price), job, outcome));
    }

    /** What an earlier run has reserved for a job that goes on, until {@link #takenOver} is asked for it. */
    void takeOver(Job job, Usd reserved) {
        takenOver.put(job.index(), budget.takeOver(reserved));
    }

    /**
     * What an earlier run has reserved for the job of that index, which begins now; null when nothing is. Before it begins nobody
     * waits for it to give anything back: it may be waiting for the permit of whoever would.
     */
    Budget.@Nullable Reservation takenOver(int index) {
        Budget.Reservation reservation = takenOver.isEmpty() ? null : takenOver.remove(index);
        if (reservation != null) {
            open.incrementAndGet();
        }
        return reservation;
    }

    /** A job that was to go on has ended without being taken up. */
    void settleTakenOver(Job job, JobOutcome outcome) {
        Budget.Reservation reservation = takenOver.remove(job.index());
        if (reservation != null) {
            settle(reservation, job, outcome);
            signal.raise();
        }
    }

    private static void settle(Budget.Reservation reservation, Job job, JobOutcome outcome) {
        switch (outcome) {
            case JobOutcome.Succeeded s -> reservation.spend(JobResult.cost(job, s));
            case JobOutcome.PartlyFiltered p -> reservation.spend(JobResult.cost(job, p));
            case JobOutcome.Filtered f -> reservation.giveBack();
            case JobOutcome.Failed f -> reservation.giveBack();
            case JobOutcome.Skipped s -> reservation.giveBack();
            case JobOutcome.Cancelled c -> reservation.giveBack();
            // Each of these may be charged yet.
            case JobOutcome.Ambiguous a -> {
            }
            case JobOutcome.Unfinished u -> {
            }
            case JobOutcome.Empty e -> {
            }
        }
    }
}
