// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.metrics.BatchMetrics;
import dev.veo3.batch.metrics.BatchProgress;
import dev.veo3.batch.metrics.Counts;
import dev.veo3.batch.metrics.Measured;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.BatchReport;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A batch that runs in the background, from {@link BatchProcessor#start}. Thread-safe. Nobody has to wait for it: it goes on until
 * its jobs have come to rest, or its processor is closed.
 *
 * {@snippet file="dev/veo3/batch/SnippetsTest.java" region="run"}
 *
 * @since 1.0
 */
public final class BatchRun implements Measured {
    private final PreparedBatch batch;
    private final FutureTask<BatchReport> task;

    BatchRun(PreparedBatch batch) {
        this.batch = batch;
        this.task = new FutureTask<>(() -> {
            try (batch) {
                return batch.run();
            }
        });
        Thread.ofVirtual().name("veo3-run").start(task);
    }

    /** How far it is; quick, at any time. */
    public BatchProgress progress() {
        return batch.engine().progress();
    }

    @Override
    public BatchPlan plan() {
        return batch.engine().plan();
    }

    @Override
    public SortedMap<Integer, Integer> queueDepths() {
        return batch.engine().queueDepths();
    }

    @Override
    public Duration longestWait() {
        return batch.engine().longestWait();
    }

    @Override
    public Counts counts() {
        return batch.engine().counts();
    }

    @Override
    public BatchMetrics metrics() {
        return batch.engine().metrics();
    }

    /** Whether every job has come to rest. */
    public boolean isDone() {
        return task.isDone();
    }

    /** Takes up no job and submits nothing until {@link #resume}; what the service is at work on is brought home. */
    public void pause() {
        batch.engine().pause("paused by the application");
    }

    /** Goes on after a {@link #pause}. */
    public void resume() {
        batch.engine().resume();
    }

    /** Submits nothing more, and brings home what the service is at work on. The other jobs are skipped, and run next time. */
    public void drain() {
        batch.engine().drain("the batch was told to submit nothing more");
    }

    /**
     * Ends the batch soon: nothing more is submitted, submissions under way are waited for, all else is interrupted; the operations
     * that the service keeps stay known, and the next run takes them up. Asked for again, it ends at once: submissions under way are
     * interrupted too, and are ambiguous. This does not wait; {@link #await} does.
     */
    public void stop() {
        batch.stop();
    }

    /**
     * Waits until every job has come to rest.
     *
     * @throws InterruptedException when this thread was interrupted; the batch goes on
     */
    public BatchReport await() throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("The batch is broken: " + e.getCause(), e.getCause());
        }
    }
}
