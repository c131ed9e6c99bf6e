package dev.veo3.batch;

import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.limit.Cooldown;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.schedule.WorkQueue;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the jobs of one plan. A permit starts a virtual thread, and the thread keeps it and takes one job after the other until
 * the queue is empty: handing each job to a thread of its own costs about ten times as much.
 */
final class BatchEngine {
    private static final Logger LOG = LoggerFactory.getLogger(BatchEngine.class);

    private final BatchPlan plan;
    private final Executor executor;
    private final List<BatchListener> listeners;
    private final TimeSource time;
    private final Cooldown cooldown = new Cooldown(RandomGenerator.getDefault());
    private final Semaphore permits;
    private final Set<JobRun> running = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable JobOutcome> stopped = new AtomicReference<>();
    private final AtomicInteger cancels = new AtomicInteger();
    private final AtomicReferenceArray<JobResult> results;

    BatchEngine(BatchPlan plan, Executor executor, List<BatchListener> listeners, TimeSource time) {
        this.plan = plan;
        this.executor = executor;
        this.listeners = listeners;
        this.time = time;
        this.permits = new Semaphore(plan.concurrency());
        this.results = new AtomicReferenceArray<>(plan.jobCount());
    }

    /**
     * Runs every job to its end.
     *
     * @param known results that stand already, by job index: those jobs are not run
     * @param operations by job index: those jobs are taken up at their operation and not submitted
     * @throws BatchInterruptedException when the thread was interrupted; every job has come to rest then
     */
    BatchReport run(Map<Integer, JobResult> known, Map<Integer, String> operations) throws BatchInterruptedException {
        long begin = time.nanos();
        known.values().forEach(result -> finish(result, false));
        boolean interrupted = false;
        for (List<Job> slice : slices(plan.jobs().filter(job -> !known.containsKey(job.index())).toList())) {
            interrupted |= runSlice(new WorkQueue(slice), slice.size(), operations);
        }
        BatchReport report = report(operations, Duration.ofNanos(time.nanos() - begin));
        if (interrupted) {
            throw new BatchInterruptedException(report);
        }
        return report;
    }

    /** Submits nothing more; what the service has taken is brought home. */
    void stopSubmitting(String why) {
        if (stopped.compareAndSet(null, new JobOutcome.Skipped(why))) {
            running.forEach(JobRun::giveUpWaiting);
        }
    }

    /**
     * Ends the batch soon: nothing more is submitted, a submission that is under way is waited for, everything else is
     * interrupted. The operations that the service keeps stay known. Asked for again, it ends the batch at once:
     * submissions under way are interrupted too, and are ambiguous.
     */
    void cancel(String why) {
        boolean again = cancels.getAndIncrement() > 0;
        stopped.set(new JobOutcome.Cancelled(why));
        running.forEach(run -> run.cancel(again));
    }

    private List<List<Job>> slices(List<Job> jobs) {
        int size = plan.batchSize().orElse(Math.max(1, jobs.size()));
        List<List<Job>> slices = new ArrayList<>();
        for (int from = 0; from < jobs.size(); from += size) {
            slices.add(jobs.subList(from, Math.min(jobs.size(), from + size)));
        }
        return slices;
    }

    /** Whether the calling thread was interrupted; every thread that was started has ended then too. */
    private boolean runSlice(WorkQueue queue, int jobs, Map<Integer, String> operations) {
        List<Thread> threads = new ArrayList<>();
        boolean interrupted = false;
        try {
            while (threads.size() < jobs && !queue.isEmpty() && permits.tryAcquire()) {
                threads.add(Thread.ofVirtual().name("veo3-batch").unstarted(() -> work(queue, operations)));
                threads.getLast().start();
            }
        } finally {
            for (Thread thread : threads) {
                interrupted |= join(thread);
            }
        }
        return interrupted;
    }

    /** Waits for a thread to end, whatever happens; whether the calling thread was interrupted. */
    private boolean join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                cancel("the batch was interrupted");
            }
        }
    }

    private void work(WorkQueue queue, Map<Integer, String> operations) {
        try {
            for (Job job = queue.take(); job != null; job = queue.take()) {
                run(job, operations.get(job.index()));
            }
        } finally {
            permits.release();
        }
    }

    /** Whether a job is still taken up. A failed job stops new submissions, but what the service has taken is brought home. */
    private boolean mayRun(@Nullable String operation) {
        JobOutcome stop = stopped.get();
        return stop == null || (operation != null && stop instanceof JobOutcome.Skipped);
    }

    private void run(Job job, @Nullable String operation) {
        JobRun run = new JobRun(this, job, operation, Thread.currentThread());
        running.add(run);
        JobResult result;
        try {
            // Looked at after the run is known to cancel(): one of the two sees the other.
            if (!mayRun(operation)) {
                return;
            }
            result = run.execute(executor);
        } finally {
            running.remove(run);
            // An interrupt was for this job, not for the one that comes after it.
            Thread.interrupted();
        }
        finish(result, true);
        if (!result.outcome().isSuccess() && !plan.continueOnError()) {
            stopSubmitting("not begun, because job \"" + job.id() + "\" ended without a video and the batch does not"
                    + " continue on error");
        }
    }

    private void finish(JobResult result, boolean ran) {
        results.set(result.job().index(), result);
        if (isHeard()) {
            tell(new JobEvent.Finished(result, ran));
        }
    }

    private BatchReport report(Map<Integer, String> operations, Duration elapsed) {
        plan.jobs().filter(job -> results.get(job.index()) == null).forEach(job -> {
            Optional<String> operation = Optional.ofNullable(operations.get(job.index()));
            finish(new JobResult(job, notRun(operation), operation, time.now(), Duration.ZERO), false);
        });
        List<JobResult> all = new ArrayList<>(results.length());
        for (int i = 0; i < results.length(); i++) {
            all.add(results.get(i));
        }
        return new BatchReport(all, elapsed);
    }

    private JobOutcome notRun(Optional<String> operation) {
        JobOutcome stop = stopped.get();
        if (stop == null) {
            return new JobOutcome.Ambiguous(
                    "the job's thread ended without saying how: what became of it is not known");
        }
        return operation.isPresent()
                ? new JobOutcome.Unfinished("the batch was stopped before the job was taken up again")
                : stop;
    }

    void tell(JobEvent event) {
        for (BatchListener listener : listeners) {
            try {
                listener.onEvent(event);
            } catch (Throwable e) {
                // Not even an Error of a listener may leave a job without an outcome, or the others without the event.
                LOG.warn("A listener failed on {} of job {}; the batch goes on", event.getClass().getSimpleName(),
                        event.job().id(), e);
            }
        }
    }

    /** Whether anybody listens: an event for nobody need not be made. */
    boolean isHeard() {
        return !listeners.isEmpty();
    }

    /** How jobs that have not been submitted end, because the batch is stopping; null while it is not. */
    @Nullable
    JobOutcome stopped() {
        return stopped.get();
    }

    Cooldown cooldown() {
        return cooldown;
    }

    TimeSource time() {
        return time;
    }
}
