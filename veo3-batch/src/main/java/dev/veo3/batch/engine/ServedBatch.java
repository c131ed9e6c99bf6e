package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.schedule.Rank;
import dev.veo3.batch.schedule.WorkQueue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a batch that one of many workers runs: its jobs come one by one, from whoever deals them out, and an empty queue does
 * not end it. What the jobs share on one machine they share here too. Dependencies are those of the dealer. Thread-safe.
 */
public final class ServedBatch {
    private static final Logger LOG = LoggerFactory.getLogger(ServedBatch.class);

    private final BatchPlan plan;
    private final Parts parts;
    private final ServedResults results;
    private final Endings endings;
    private final Standing standing;
    private final Crew crew;

    /**
     * A batch of which nothing runs yet.
     *
     * @param use with the journal that all workers share
     * @param withoutVideo is told the id of each job that ended here without a video
     */
    public ServedBatch(BatchPlan plan, BatchSettings settings, JournalUse use, Consumer<String> withoutVideo) {
        this.plan = plan;
        this.parts = new Parts(plan, settings, use.journal().orElseThrow(), this::journalFailed);
        this.results = new ServedResults(plan, settings.time());
        this.endings = Endings.ofServed(plan, parts, results);
        this.standing = Standing.served(plan, use.journal().orElseThrow(), use, parts);
        JobRunner runner = new JobRunner(plan, parts, standing, endings, job -> withoutVideo.accept(job.id()));
        this.crew = new Crew(parts, new WorkQueue(new int[0], new Rank(plan::priority, Rank.STANDARD_STEP)), 0,
                (index, worker, now) -> run(runner, index, worker, now));
    }

    private long run(JobRunner runner, int index, Worker worker, long now) {
        try {
            return runner.run(index, worker, now);
        } finally {
            if (parts.state().ending() != null) {
                results.abandon(index);
            }
        }
    }

    /**
     * Runs the job of that index, or goes on with it, and waits until it has come to rest and the journal says so. An intent that is
     * open is declared ambiguous first: its worker is gone, or stands still.
     *
     * @return how it ended; empty when it did not come to rest here: this worker is ending, or has the job already, or the journal
     *         cannot be written
     * @throws InterruptedException when the calling thread was interrupted; the job goes on
     */
    public Optional<JobOutcome> run(int index) throws InterruptedException {
        Optional<CompletableFuture<Optional<JobResult>>> expected = results.expect(index);
        if (expected.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (parts.state().ending() == null && standing.takeUp(index, endings::standsServed)) {
                crew.addServed(index, standing.isAtService(index));
            }
            if (parts.state().ending() != null) {
                crew.waitingJobs().forEach(results::abandon);
            }
            return expected.get().get().map(JobResult::outcome);
        } catch (JournalException e) {
            LOG.warn("Job {} is not taken up: {}", plan.id(index), e.getMessage());
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } finally {
            results.forget(index);
        }
    }

    /** Brings a job to rest that is not run, because of what became of another one. */
    public void lost(int index, int parent, JobOutcome outcome) {
        endings.lostBy(index, parent, outcome);
    }

    /** Takes up no job and submits nothing until {@link #resume}; what runs is brought home. */
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
            crew.waitingJobs().forEach(results::abandon);
            crew.changed();
        }
    }

    /** Ends soon: a submission that is under way is waited for, everything else is interrupted; asked for again, that too. */
    public void stop(String why) {
        boolean again = parts.state().stop(new JobOutcome.Cancelled(why)) > 0;
        crew.cancel(again);
        crew.waitingJobs().forEach(results::abandon);
        crew.changed();
    }

    /** Waits for the threads of jobs that run, and ends the timers. Whether the calling thread was interrupted meanwhile. */
    public boolean join() {
        return crew.join() | parts.timers().close();
    }

    private void journalFailed(JournalException failure) {
        LOG.error("Nothing more is submitted here, and what runs is brought home: {}", failure.getMessage());
        drain("not begun, because the journal cannot be written: " + failure.getMessage());
    }
}
