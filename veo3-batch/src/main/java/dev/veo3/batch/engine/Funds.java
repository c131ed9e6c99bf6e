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
import org.jspecify.annotations.Nullable;

/** The money of a batch: reserved before it is spent, settled when it is known what became of it. */
final class Funds {
    private final Budget budget;
    private final RunState state;
    private final Signal signal;
    /** Reservations of jobs that run: each may yet be given back. */
    private final AtomicInteger open = new AtomicInteger();

    private volatile Usd removed = Usd.ZERO;

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
        if (run.stake().reservation() != null || job.price().isEmpty()) {
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

    private String exceeded(Usd price) {
        String left = "the budget does not allow its " + price + ": of " + budget.snapshot().cap().orElse(Usd.ZERO)
                + " there is " + budget.left().orElse(Usd.ZERO) + " left";
        return removed.equals(Usd.ZERO)
                ? left
                : left + ", since videos of jobs that are in the manifest no more have cost " + removed;
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

    /** What an earlier run has spent on a job that is in the manifest no more. */
    void takeOverRemoved(Usd cost) {
        budget.takeOver(cost).spend(cost);
        removed = removed.plus(cost);
    }

    /** What an earlier run has spent, or may have, on an attempt besides those that count. */
    void takeOver(Usd price) {
        budget.takeOver(price);
    }

    /** What an earlier run has spent on a job that has come to rest, or reserved for it and never settled. */
    void takeOver(Job job, JobOutcome outcome) {
        job.price().ifPresent(price -> settle(budget.takeOver(price), job, outcome));
    }

    /** What an earlier run has reserved for a job that goes on, until {@link #takenOver} is asked for it. */
    void takeOver(Job job) {
        job.price().ifPresent(price -> {
            open.incrementAndGet();
            takenOver.put(job.index(), budget.takeOver(price));
        });
    }

    /** What an earlier run has reserved for the job of that index; null when nothing is. */
    Budget.@Nullable Reservation takenOver(int index) {
        return takenOver.remove(index);
    }

    /** A job that was to go on has ended without being taken up. */
    void settleTakenOver(Job job, JobOutcome outcome) {
        Budget.Reservation reservation = takenOver.remove(job.index());
        if (reservation != null) {
            settle(reservation, job, outcome);
            closed();
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
