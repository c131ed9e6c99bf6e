// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.veo3.batch.cluster.BatchTable.Orders;
import dev.veo3.batch.engine.BatchSettings;
import dev.veo3.batch.engine.JournalUse;
import dev.veo3.batch.engine.ServedBatch;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.plan.BatchPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's share of one batch: db-scheduler deals out jobs, the engine runs them as on one machine, and what becomes of the rows is
 * decided here. Thread-safe.
 */
final class BatchShare {
    private static final Logger LOG = LoggerFactory.getLogger(BatchShare.class);
    /**
     * A row of a task that a worker does not know is another batch's, and stays whatever its age; and what workers have left that are
     * gone, is looked for by {@link ClusterWorker}, for all batches at once and by the database's clock.
     */
    private static final Duration NEVER = Duration.ofDays(36_500);
    private static final int FEWEST_HEARTBEATS = 4;
    private static final double FEW = 0.5;

    private final StoredBatch stored;
    private final BatchPlan plan;
    private final PostgresJournal journal;
    private final Database database;
    private final DatabaseClock clock;
    private final ServedBatch served;
    private final Descendants descendants;
    private final RemovedJobs removed;
    private final Scheduler scheduler;
    private final Duration lease;
    /**
     * Deals out what workers that are gone have left at the service. It has threads of its own: while a batch is paused, and while all
     * those of the other one are held back, because what is at the service takes up all places, that is brought home.
     */
    private final Scheduler home;
    /** What was ordered last, and what this worker has found out itself. */
    private volatile boolean paused;
    private volatile boolean stopped;
    private volatile boolean closing;

    /** Takes up nothing before {@link #start}. */
    BatchShare(StoredBatch stored, BatchPlan plan, PostgresJournal journal, BatchSettings settings,
            WorkerParts worker) {
        this.stored = stored.withoutManifest();
        this.plan = plan;
        this.journal = journal;
        this.database = worker.database();
        this.clock = worker.clock();
        this.served = new ServedBatch(plan, settings,
                new JournalUse(Optional.of(journal), false, false, Set.of()));
        this.descendants = new Descendants(plan, journal, served);
        this.lease = worker.options().lease();
        this.removed = new RemovedJobs(stored.name(), journal, clock);
        int jobs = worker.options().jobsAtOnce().orElse(Integer.MAX_VALUE);
        this.scheduler = scheduler(worker, OneBatchDialect.all(stored.name(), stored.submittedAt()),
                Math.min(plan.concurrency(), jobs), worker.options().pollEvery());
        this.home = scheduler(worker, OneBatchDialect.begun(stored.name(), stored.submittedAt()), plan.concurrency(),
                worker.options().heartbeatEvery());
    }

    private Scheduler scheduler(WorkerParts worker, OneBatchDialect dialect, int jobs, Duration pollEvery) {
        ClusterOptions options = worker.options();
        ExecutorService threads = Executors
                .newThreadPerTaskExecutor(Thread.ofVirtual().name("veo3-dealt-", 0).factory());
        int beats = Math.clamp(NEVER.dividedBy(options.heartbeatEvery()), FEWEST_HEARTBEATS, Integer.MAX_VALUE);
        return Scheduler.create(worker.source(), List.<Task<?>>of(task())).tableName(ExecutionTable.NAME)
                .schedulerName(new SchedulerName.Fixed(options.name())).threads(jobs).executorService(threads)
                .pollUsingLockAndFetch(FEW, 1).pollingInterval(pollEvery)
                .heartbeatInterval(options.heartbeatEvery()).missedHeartbeatsLimit(beats)
                .jdbcCustomization(dialect).commitWhenAutocommitDisabled(true)
                .deleteUnresolvedAfter(NEVER).clock(clock).build();
    }

    private Task<Void> task() {
        return Tasks.custom(stored.name(), Void.class).onDeadExecution(BatchShare::revive).onFailure(this::failed)
                .execute((instance, context) -> run(instance.getId()));
    }

    /** It goes to another worker, at its old rank. */
    private static void revive(ExecutionComplete complete, ExecutionOperations<Void> row) {
        row.reschedule(complete, complete.getExecution().executionTime);
    }

    /** It is tried again in a while, here or elsewhere, at its old rank: {@link OneBatchDialect}. */
    private void failed(ExecutionComplete complete, ExecutionOperations<Void> row) {
        Instant now = clock.now();
        row.reschedule(ExecutionComplete.failure(complete.getExecution(), now, now, null),
                complete.getExecution().executionTime);
    }

    /** Another worker may be sending: after a lease it has said how that ended, or is gone. */
    private void leave(ExecutionComplete complete, ExecutionOperations<Void> row) {
        row.reschedule(complete, clock.now().plus(lease));
    }

    private CompletionHandler<Void> run(String job) {
        try {
            stored.marker().ifPresent(
                    marker -> SharedDirectory.check(stored.name(), stored.settings().outputDirectory(), marker));
        } catch (JournalException e) {
            LOG.warn("Job {} is left to others: {}", job, e.getMessage());
            return notRested(job);
        }
        OptionalInt index = plan.find(job);
        if (index.isEmpty()) {
            removed.put(job);
            return (complete, row) -> row.remove();
        }
        Optional<JobOutcome> outcome;
        try {
            outcome = served.run(index.getAsInt());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return BatchShare::revive;
        } catch (AttemptTakenException e) {
            LOG.info("Job {} is left to the other workers: {}", job, e.getMessage());
            putBack(index.getAsInt());
            return closing ? BatchShare::revive : this::leave;
        }
        if (closing && outcome.filter(end -> !isCutShort(end)).isEmpty()) {
            if (outcome.filter(JobOutcome.Unfinished.class::isInstance).isPresent()) {
                // Another worker may have taken the job for lost, and its row away, before a late answer came.
                putBack(index.getAsInt());
            }
            return BatchShare::revive;
        }
        if (outcome.isEmpty()) {
            return notRested(job);
        }
        // While the database was away its end was in memory: the row goes after it.
        journal.sync();
        if (!stopped) {
            ended(index.getAsInt(), outcome.get());
        }
        return (complete, row) -> row.remove();
    }

    /** Of a batch that was stopped a job is given up that was not begun; one that the service may have is still brought home. */
    private CompletionHandler<Void> notRested(String job) {
        boolean isGivenUp = stopped
                && !database.read(connection -> ExecutionTable.isBegun(connection, stored.name(), job));
        return isGivenUp ? (complete, row) -> row.remove() : this::failed;
    }

    /** Whether it may be this worker's end that ended the job. */
    private static boolean isCutShort(JobOutcome outcome) {
        return switch (outcome) {
            case JobOutcome.Unfinished u -> true;
            case JobOutcome.Skipped s -> true;
            case JobOutcome.Cancelled c -> true;
            case JobOutcome.Succeeded s -> false;
            case JobOutcome.PartlyFiltered p -> false;
            case JobOutcome.Filtered f -> false;
            case JobOutcome.Failed f -> false;
            case JobOutcome.Empty e -> false;
            case JobOutcome.Ambiguous a -> false;
        };
    }

    private void ended(int index, JobOutcome outcome) {
        if (!outcome.isSuccess() && !plan.continueOnError() && stopsBatch(index, outcome)) {
            return;
        }
        List<ExecutionTable.DueJob> free = descendants.after(index, outcome);
        if (!free.isEmpty()) {
            database.write(connection -> ExecutionTable.addTo(connection, stored.name(), stored.submittedAt(), free));
            scheduler.triggerCheckForDueExecutions();
        }
    }

    /** What ended before the batch was submitted was known to who submitted it, and stops nothing. */
    private boolean stopsBatch(int index, JobOutcome outcome) {
        String why = "job \"" + plan.id(index) + "\" ended without a video (" + outcome.name()
                + ") and the batch does not continue on error";
        boolean stops = database.write(
                connection -> RecordTable.hasEnded(connection, stored.name(), stored.submittedAt(), plan.id(index))
                        && BatchTable.stop(connection, stored.name(), why));
        if (stops) {
            stop(why);
        }
        return stops;
    }

    /** The other worker may have put the job to rest, and what came to light here speaks against it. A row that is there stays. */
    private void putBack(int index) {
        database.write(connection -> ExecutionTable.addTo(connection, stored.name(), stored.submittedAt(),
                List.of(new ExecutionTable.DueJob(plan.id(index), plan.priority(index), index))));
    }

    void start() {
        home.start();
        scheduler.start();
    }

    private void takeUpNothing() {
        scheduler.pause();
        home.pause();
    }

    /** Whether this is the batch as it was submitted then. */
    boolean isOf(Instant submittedAt) {
        return stored.submittedAt().equals(submittedAt);
    }

    /** Why it has come to an end by itself, and another one must go on; empty while it has not. */
    Optional<String> broken() {
        return served.isBroken()
                ? Optional.of(journal.failure().map(JournalException::getMessage).orElse("see the worker's log"))
                : Optional.empty();
    }

    /** Does what was ordered. */
    void obey(Orders orders) {
        orders.stopped().ifPresent(this::stop);
        if (orders.paused().isPresent() && !paused) {
            paused = true;
            served.pause(orders.paused().get());
            scheduler.pause();
        } else if (orders.paused().isEmpty() && paused) {
            paused = false;
            served.resume();
            scheduler.resume();
        }
    }

    private void stop(String why) {
        stopped = true;
        served.drain("not begun, because " + why);
    }

    /** Takes up nothing more, and hands back what it has; a submission that is under way is waited for. Does not wait itself. */
    void end() {
        if (!closing) {
            closing = true;
            takeUpNothing();
            journal.ends();
            // Said twice, it would cut off the submission too.
            served.stop("the worker ends");
        }
    }

    /** Ends it, and waits for that. */
    void close() {
        end();
        scheduler.stop();
        home.stop();
        served.join();
        journal.close();
    }
}
