// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Deals out the jobs of one batch to one worker, with db-scheduler, and does with their rows what the worker says. Thread-safe. */
final class JobDealer {
    /**
     * A row of a task that a worker does not know is another batch's, and stays whatever its age; and what workers have left that are
     * gone, is looked for by {@link ClusterWorker}, for all batches at once and by the database's clock.
     */
    private static final Duration NEVER = Duration.ofDays(36_500);
    private static final int FEWEST_HEARTBEATS = 4;
    private static final double FEW = 0.5;

    private final String batch;
    private final Function<String, Fate> runner;
    private final WorkerParts worker;
    private final Scheduler all;
    /**
     * Deals out what workers that are gone have left at the service. It has threads of its own: while a batch is paused, and while all
     * those of the other one are held back, because what is at the service takes up all places, that is brought home.
     */
    private final Scheduler home;

    /** What becomes of a job's row. Wherever it is dealt out again, it has its old rank. */
    enum Fate {
        /** It goes: the job has come to rest. */
        GONE,
        /** It is dealt out again at once, to others. */
        AT_ONCE,
        /** It is dealt out again in a while: see {@link OneBatchDialect}. */
        LATER,
        /** It is dealt out again after a lease: by then, whoever else has the job has said how that ended, or is gone. */
        AFTER_A_LEASE
    }

    /**
     * Deals out nothing before {@link #start}.
     *
     * @param concurrency how many jobs of the batch run at once, on all workers
     * @param runner runs the job of that id, on a thread of its own, and decides on its row
     */
    JobDealer(StoredBatch stored, int concurrency, WorkerParts worker, Function<String, Fate> runner) {
        this.batch = stored.name();
        this.worker = worker;
        this.runner = runner;
        int jobs = worker.options().jobsAtOnce().orElse(Integer.MAX_VALUE);
        this.all = scheduler(OneBatchDialect.all(batch, stored.submittedAt()), Math.min(concurrency, jobs),
                worker.options().pollEvery());
        this.home = scheduler(OneBatchDialect.begun(batch, stored.submittedAt()), concurrency,
                worker.options().heartbeatEvery());
    }

    private Scheduler scheduler(OneBatchDialect dialect, int jobs, Duration pollEvery) {
        ClusterOptions options = worker.options();
        ExecutorService threads = Executors
                .newThreadPerTaskExecutor(Thread.ofVirtual().name("veo3-dealt-", 0).factory());
        int beats = Math.clamp(NEVER.dividedBy(options.heartbeatEvery()), FEWEST_HEARTBEATS, Integer.MAX_VALUE);
        return Scheduler.create(worker.source(), List.<Task<?>>of(task())).tableName(ExecutionTable.NAME)
                .schedulerName(new SchedulerName.Fixed(options.name())).threads(jobs).executorService(threads)
                .pollUsingLockAndFetch(FEW, 1).pollingInterval(pollEvery)
                .heartbeatInterval(options.heartbeatEvery()).missedHeartbeatsLimit(beats)
                .jdbcCustomization(dialect).commitWhenAutocommitDisabled(true)
                .deleteUnresolvedAfter(NEVER).clock(worker.clock()).build();
    }

    private Task<Void> task() {
        return Tasks.custom(batch, Void.class).onDeadExecution(JobDealer::giveBack).onFailure(this::rest)
                .execute((instance, context) -> handler(runner.apply(instance.getId())));
    }

    private CompletionHandler<Void> handler(Fate fate) {
        return switch (fate) {
            case GONE -> (complete, row) -> row.remove();
            case AT_ONCE -> JobDealer::giveBack;
            case LATER -> this::rest;
            case AFTER_A_LEASE -> this::leave;
        };
    }

    private static void giveBack(ExecutionComplete complete, ExecutionOperations<Void> row) {
        row.reschedule(complete, complete.getExecution().executionTime);
    }

    private void rest(ExecutionComplete complete, ExecutionOperations<Void> row) {
        failed(complete, row, worker.clock().now());
    }

    private void leave(ExecutionComplete complete, ExecutionOperations<Void> row) {
        Instant due = worker.clock().now().plus(worker.options().lease());
        failed(complete, row, OneBatchDialect.failureBefore(due, complete.getExecution().consecutiveFailures));
    }

    private static void failed(ExecutionComplete complete, ExecutionOperations<Void> row, Instant when) {
        row.reschedule(ExecutionComplete.failure(complete.getExecution(), when, when, null),
                complete.getExecution().executionTime);
    }

    void start() {
        home.start();
        all.start();
    }

    /** Jobs were added: they are looked for before the time. */
    void look() {
        all.triggerCheckForDueExecutions();
    }

    /** Deals out only what workers have left at the service. */
    void pause() {
        all.pause();
    }

    void resume() {
        all.resume();
    }

    /** Deals out nothing more. */
    void end() {
        all.pause();
        home.pause();
    }

    /** Deals out nothing more, and waits for what runs. */
    void close() {
        all.stop();
        home.stop();
    }
}
