// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.schedule.WorkQueue;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers of one batch, and the queue that they take from: starts one for each permit while there are jobs. */
final class Crew {

    /** Runs one job on its worker's thread. */
    @FunctionalInterface
    interface Runner {

        /**
         * Runs it; never throws but when the batch itself is broken.
         *
         * @param now in elapsed nanoseconds
         * @return now
         */
        long run(int index, Worker worker, long now);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    private final Parts parts;
    private final Runner runner;
    private final WorkQueue queue;
    private final Thread coordinator;
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger active = new AtomicInteger();
    /** Jobs that are put into the queue when their time has come. */
    private final AtomicInteger pending = new AtomicInteger();
    /** Jobs in the queue of which the service keeps something: they are brought home even when nothing more is submitted. */
    private final AtomicInteger keptByService;
    private final Set<Integer> lost = ConcurrentHashMap.newKeySet();
    /** Of the jobs that came into the queue after the begin, when they did, in elapsed nanoseconds. */
    private final Map<Integer, Long> queued = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();

    /** A crew whose batch is run by the calling thread. */
    Crew(Parts parts, WorkQueue queue, int keptByService, Runner runner) {
        this.parts = parts;
        this.queue = queue;
        this.keptByService = new AtomicInteger(keptByService);
        this.runner = runner;
        this.coordinator = Thread.currentThread();
    }

    /**
     * Lets the crew work on the queue up to that position, and waits until nothing runs and nothing can be taken up.
     *
     * @param interrupted is called for each interrupt of the calling thread, which does not end the wait
     */
    void work(int upTo, Runnable interrupted) {
        queue.open(upTo);
        spawn(queue.waiting());
        while (!isQuiet()) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                interrupted.run();
            }
        }
    }

    private boolean isQuiet() {
        if (active.get() > 0) {
            return false;
        }
        return !isOpen() || (queue.isEmpty() && pending.get() == 0);
    }

    /** Whether jobs are taken up, now or when a pause is over. */
    private boolean isOpen() {
        return !parts.state().isStopped() && (parts.state().ending() == null || keptByService.get() > 0);
    }

    boolean mayTake() {
        return isOpen() && !parts.state().isPaused();
    }

    /** Starts up to so many workers, as long as there are permits and jobs for them. */
    void spawn(int most) {
        for (int started = 0; started < most && !queue.isEmpty() && mayTake()
                && !parts.inFlight().isWanted() && parts.inFlight().gate().tryAcquire(); started++) {
            start(WorkQueue.NONE);
        }
    }

    private void start(int first) {
        Worker worker = new Worker(this, parts, runner, first);
        active.incrementAndGet();
        workers.add(worker);
        worker.start();
    }

    int take() {
        return queue.take();
    }

    /** A job of which the service keeps something was taken out of the queue. */
    void tookKept() {
        keptByService.decrementAndGet();
    }

    /** When the job could be taken up, in elapsed nanoseconds. */
    long queuedSince(int index) {
        Long late = queued.isEmpty() ? null : queued.remove(index);
        return late == null ? parts.tally().begin() : late;
    }

    /** The jobs that can be taken up, and wait. */
    IntStream waitingJobs() {
        return queue.waitingJobs();
    }

    /** Since when the job waits that can be taken up and has waited longest, in elapsed nanoseconds; now when none waits. */
    long waitingSince(long now) {
        if (queue.hasSorted()) {
            return parts.tally().begin();
        }
        return queue.isEmpty() ? now : queued.values().stream().mapToLong(Long::longValue).min().orElse(now);
    }

    /** How many jobs can be taken up, and wait. */
    int waiting() {
        return queue.waiting();
    }

    /** How many threads it has. */
    int threads() {
        return active.get();
    }

    /** Is told of a job that runs. */
    @FunctionalInterface
    interface Running {

        /** The job, and since when it runs, in nanoseconds since the batch's begin. */
        void job(Job job, long since);
    }

    /** Tells of the jobs that run; one that ends meanwhile may be missed. */
    void eachRunning(Running running) {
        workers.forEach(worker -> worker.running(running));
    }

    /** Puts a job into the queue. */
    void add(int index) {
        queued.put(index, parts.time().nanos());
        queue.add(index, parts.tally().elapsed().toNanos());
        spawn(1);
    }

    /** Puts a job into the queue that was dealt out to this crew. */
    void addServed(int index) {
        queue.open(Integer.MAX_VALUE);
        add(index);
    }

    /**
     * Goes on at once with a job that was dealt out to this crew, and of which the service keeps something. It is in flight already,
     * whatever is allowed: no permit is waited for, and no pause.
     */
    void bringHome(int index) {
        keptByService.incrementAndGet();
        queued.put(index, parts.time().nanos());
        parts.inFlight().gate().acquireInDebt();
        start(index);
    }

    /** Puts a job into the queue later. */
    void addAfter(java.time.Duration pause, int index) {
        pending.incrementAndGet();
        parts.timers().after(pause, () -> {
            try {
                queued.put(index, parts.time().nanos());
                queue.add(index, parts.tally().elapsed().toNanos());
            } finally {
                pending.decrementAndGet();
            }
            spawn(1);
            // A worker may have taken and ended the job already, and found that it was still to come.
            LockSupport.unpark(coordinator);
        });
    }

    /** A worker's thread ends; it has given its permit back. */
    void left(Worker worker) {
        workers.remove(worker);
        active.decrementAndGet();
        // What was put into the queue after this worker had found it empty.
        spawn(1);
        LockSupport.unpark(coordinator);
    }

    /** A permit was given back. */
    void permitReleased() {
        parts.signal().raise();
        spawn(1);
    }

    /** Something went wrong that no job is to blame for, while this one ran: nothing more is submitted, and what runs is brought home. */
    void broken(Throwable error, int index) {
        if (index != WorkQueue.NONE) {
            lost.add(index);
        }
        if (fault.compareAndSet(null, error)) {
            LOG.error("The batch is broken. Nothing more is submitted, and what runs is brought home", error);
            parts.state().drain(new JobOutcome.Skipped("not begun, because the batch is broken: " + error));
            giveUpWaiting();
        }
    }

    /** The jobs that ran when something went wrong, and may have no end. */
    Set<Integer> lost() {
        return lost;
    }

    @Nullable
    Throwable fault() {
        return fault.get();
    }

    /** A job that had begun has its permit: the other ones are for those that wait. */
    void noLongerWanted() {
        spawn(queue.waiting());
    }

    /** More or fewer jobs may run now, or none any more. */
    void changed() {
        spawn(queue.waiting());
        LockSupport.unpark(coordinator);
    }

    /** Wakes the jobs that hold back a submission. */
    void giveUpWaiting() {
        workers.forEach(Worker::giveUpWaiting);
    }

    void cancel(boolean atOnce) {
        workers.forEach(worker -> worker.cancel(atOnce));
    }

    /** Waits for the threads of workers that are about to end: whether the calling thread was interrupted. */
    boolean join() {
        boolean interrupted = false;
        for (Worker worker : workers) {
            interrupted |= Threads.join(worker.thread());
        }
        return interrupted;
    }
}
