// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.Histories;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.schedule.Rank;
import dev.veo3.batch.schedule.WorkQueue;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a batch that one of many workers runs: its jobs come one by one, from whoever deals them out, and an empty queue does
 * not end it. What the jobs share on one machine they share here too. Dependencies are the dealer's, and so is what becomes of the batch
 * after a job without a video. Thread-safe.
 */
public final class ServedBatch {
    private static final Logger LOG = LoggerFactory.getLogger(ServedBatch.class);

    private final BatchPlan plan;
    private final Parts parts;
    private final ServedResults results;
    private final Endings endings;
    private final Standing standing;
    private final Crew crew;
    private final Set<Integer> running = ConcurrentHashMap.newKeySet();
    private volatile boolean journalFailed;

    /**
     * A batch of which nothing runs yet.
     *
     * @param use with the journal that all workers share
     */
    public ServedBatch(BatchPlan plan, BatchSettings settings, JournalUse use) {
        this.plan = plan;
        this.parts = new Parts(plan, settings, use.journal().orElseThrow(), this::journalFailed);
        this.results = new ServedResults(plan, settings.time());
        this.endings = Endings.ofServed(plan, parts, results);
        this.standing = Standing.served(plan, use.journal().orElseThrow(), use, parts);
        JobRunner runner = new JobRunner(plan, parts, standing, endings, job -> {});
        this.crew = new Crew(parts, new WorkQueue(new int[0], new Rank(plan::priority, Rank.STANDARD_STEP)), 0,
                (index, worker, now) -> run(runner, index, worker, now));
    }

    private long run(JobRunner runner, int index, Worker worker, long now) {
        running.add(index);
        try {
            return runner.run(index, worker, now);
        } catch (RuntimeException | Error e) {
            results.abandon(index);
            throw e;
        } finally {
            running.remove(index);
            if (parts.state().ending() != null) {
                results.abandon(index);
            }
        }
    }

    /**
     * Compares the jobs of a plan with what is recorded of them.
     *
     * @throws dev.veo3.batch.journal.ChangedJobsException when there are some that are not what the journal knows by their ids
     */
    public static void failIfChanged(BatchPlan plan, Journal journal) {
        try (Histories histories = journal.histories(plan.ids())) {
            Changes.look(plan, histories, new JournalUse(Optional.of(journal), false, false, Set.of()));
        }
    }

    /**
     * Runs the job of that index, or goes on with it, and waits until it has come to rest and the journal says so. An intent that is
     * open is declared ambiguous first: its worker is gone, or stands still.
     *
     * @return how it ended; empty when it did not come to rest here: this worker is ending, or has the job already, or the journal
     *         cannot be written
     * @throws AttemptTakenException when it is left to another worker, which has an attempt of it or has decided on one: nothing was sent
     *             from here that the journal does not know
     * @throws InterruptedException when the calling thread was interrupted; the job goes on
     */
    public Optional<JobOutcome> run(int index) throws InterruptedException {
        Optional<CompletableFuture<Optional<JobResult>>> expected = results.expect(index);
        if (expected.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (!parts.state().isStopped() && standing.takeUp(index, endings::standsServed)) {
                if (standing.isAtService(index)) {
                    crew.bringHome(index);
                } else if (parts.state().ending() == null) {
                    crew.addServed(index);
                } else if (!parts.state().isStopped()) {
                    standing.doubt(index).ifPresent(why -> endings.staysInDoubt(index, why));
                    standing.forget(index);
                }
            }
            abandonWaiting();
            return expected.get().get().map(JobResult::outcome);
        } catch (JournalException e) {
            LOG.warn("Job {} is not taken up: {}", plan.id(index), e.getMessage());
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AttemptTakenException taken) {
                throw new AttemptTakenException(String.valueOf(taken.getMessage()));
            }
            throw new CompletionException(e.getCause());
        } finally {
            // In this order: from then on the job may be run again here, and wait to be told.
            parts.heldJobs().forget(index);
            results.forget(index);
        }
    }

    /** What all workers share may let the submission of that job through, if it is held back: it asks again now. */
    public void askAgain(int index) {
        parts.heldJobs().tell(index);
    }

    /** Brings a job to rest that is not run, because of what became of another one; false when another worker is at it. */
    public boolean lost(int index, int parent, JobOutcome outcome) {
        return endings.lostBy(index, parent, outcome);
    }

    /** Takes up no job and submits nothing until {@link #resume}; what the service has is brought home. */
    public void pause(String why) {
        parts.state().pause(why);
    }

    /** Goes on after a {@link #pause}. */
    public void resume() {
        if (parts.state().resume()) {
            parts.signal().raise();
            crew.changed();
        }
    }

    /** Submits nothing more; what the service has taken of the jobs that run is brought home. */
    public void drain(String why) {
        if (parts.state().drain(new JobOutcome.Skipped(why))) {
            crew.giveUpWaiting();
            crew.changed();
            abandonWaiting();
        }
    }

    /** Ends soon: a submission that is under way is waited for, everything else is interrupted; asked for again, that too. */
    public void stop(String why) {
        boolean again = parts.state().stop(new JobOutcome.Cancelled(why)) > 0;
        crew.cancel(again);
        abandonWaiting();
        crew.changed();
    }

    /** Once it is ending nobody takes up what waits, but for that which is brought home. */
    private void abandonWaiting() {
        if (parts.state().ending() != null) {
            results.awaited().filter(index -> !running.contains(index))
                    .filter(index -> parts.state().isStopped() || !standing.isAtService(index))
                    .forEach(results::abandon);
        }
    }

    /** Whether it has come to an end by itself, because the journal or this batch is broken: another one goes on. */
    public boolean isBroken() {
        return journalFailed || crew.fault() != null;
    }

    /** Waits for the threads of jobs that run, and ends the timers. Whether the calling thread was interrupted meanwhile. */
    public boolean join() {
        boolean interrupted = crew.join();
        interrupted |= parts.timers().close();
        return interrupted;
    }

    private void journalFailed(JournalException failure) {
        journalFailed = true;
        LOG.error("Nothing more is submitted here, and what runs is brought home: {}", failure.getMessage());
        drain("not begun, because the journal cannot be written: " + failure.getMessage());
    }
}
