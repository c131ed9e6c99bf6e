// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.JobEndedException;
import dev.veo3.batch.metrics.Tally;
import dev.veo3.batch.schedule.WorkQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread with a permit: it takes one job after the other until there is none, the limit has shrunk, or the batch
 * pauses. It also knows when its thread may be interrupted: an interrupt inside an effect that costs money makes the job ambiguous.
 */
final class Worker implements Runnable {

    /** What the thread is doing, as far as an interrupt is concerned. */
    private enum Phase {
        /** Polling, downloading, or whatever an executor does. */
        WORKING,
        /** Holding back a submission. */
        WAITING,
        /** Inside an effect that may cost money. */
        IN_EFFECT
    }

    private final Crew crew;
    private final Parts parts;
    private final Crew.Runner runner;
    private final Thread thread;
    private final int first;
    private final ReentrantLock lock = new ReentrantLock();
    private Phase phase = Phase.WORKING;
    private boolean cancelled;
    /** Read by others under the lock only, or to no harm when it is too old. */
    private final AtomicReference<@Nullable JobRun> current = new AtomicReference<>();
    private final Tally.Sheet sheet;
    private final WorkerPermit permit;

    /**
     * A worker that has been given a permit.
     *
     * @param first the job that it runs before any of the queue, whether anything is taken up or not; {@link WorkQueue#NONE} when
     *            there is none
     */
    Worker(Crew crew, Parts parts, Crew.Runner runner, int first) {
        this.first = first;
        this.crew = crew;
        this.parts = parts;
        this.runner = runner;
        this.sheet = parts.tally().sheet();
        this.permit = new WorkerPermit(crew, parts, sheet);
        this.thread = Thread.ofVirtual().name("veo3-batch").unstarted(this);
    }

    void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    Crew crew() {
        return crew;
    }

    Parts parts() {
        return parts;
    }

    /** Its right to have a job in flight. */
    WorkerPermit permit() {
        return permit;
    }

    /** Where this worker counts. */
    Tally.Sheet sheet() {
        return sheet;
    }

    @Override
    public void run() {
        int index = first;
        LogContext.enterBatch(parts.batch());
        try {
            long now = parts.time().nanos();
            while (index != WorkQueue.NONE || crew.mayTake()) {
                index = index == WorkQueue.NONE ? crew.take() : index;
                if (index == WorkQueue.NONE) {
                    return;
                }
                now = runner.run(index, this, now);
                if (!permit.isKept()) {
                    return;
                }
                index = WorkQueue.NONE;
            }
        } catch (Throwable e) {
            crew.broken(e, index);
        } finally {
            permit.close();
            sheet.close();
            crew.left(this);
            LogContext.leaveBatch();
        }
    }

    /** Tells of the job that it runs, if it runs one. Called by other threads. */
    void running(Crew.Running running) {
        long since = sheet.runningSince();
        JobRun run = current.getAcquire();
        // The same before and after: then it is this job that runs since then.
        if (since >= 0 && run != null && sheet.runningSince() == since) {
            running.job(run.job(), since);
        }
    }

    void begin(JobRun run) {
        current.setRelease(run);
    }

    /** The job has ended. An interrupt was for it and not for the one that comes after it. */
    void end() {
        current.setRelease(null);
        Thread.interrupted();
    }

    /** The same for a job that a timer may be about to interrupt. */
    void endTimed() {
        lock.lock();
        try {
            end();
        } finally {
            lock.unlock();
        }
    }

    void requireCurrent(JobRun run) {
        if (current.getPlain() != run || Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "A job's context is for the job's thread only, and only until the job has ended");
        }
    }

    /** From here on until {@link #endWaiting} a stop wakes the thread. */
    void beginWaiting() throws InterruptedException {
        lock.lock();
        try {
            endIfEnding();
            endIfInterrupted();
            phase = Phase.WAITING;
        } finally {
            lock.unlock();
        }
    }

    void endWaiting() {
        change(Phase.WORKING);
        permit.endWaiting();
    }

    /** From here on until {@link #leaveEffect} a stop waits for the effect. */
    void enterEffect() throws InterruptedException {
        lock.lock();
        try {
            endIfEnding();
            endIfInterrupted();
            phase = Phase.IN_EFFECT;
        } finally {
            lock.unlock();
        }
    }

    void leaveEffect() {
        lock.lock();
        try {
            phase = Phase.WORKING;
            if (isToEnd()) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private void endIfInterrupted() throws InterruptedException {
        if (Thread.interrupted() || isToEnd()) {
            throw new InterruptedException();
        }
    }

    private boolean isToEnd() {
        JobRun run = current.getAcquire();
        return cancelled || (run != null && run.isTimedOut());
    }

    private void change(Phase to) {
        lock.lock();
        try {
            phase = to;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the job when nothing more is submitted. */
    void endIfEnding() {
        JobOutcome ending = parts.state().ending();
        if (ending != null) {
            throw new JobEndedException(ending);
        }
    }

    /** Wakes the job if it holds back a submission, which will not be made any more. Called by other threads. */
    void giveUpWaiting() {
        lock.lock();
        try {
            if (phase == Phase.WAITING) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Interrupts whatever it does, now or as soon as the effect that it is in has ended. Called by other threads.
     *
     * @param atOnce whether even the effect is interrupted, which makes the job ambiguous
     */
    void cancel(boolean atOnce) {
        lock.lock();
        try {
            cancelled = true;
            if (atOnce || phase != Phase.IN_EFFECT) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts one job whose time is over, unless it has ended; one in an effect is interrupted after it. Called by other threads. */
    void timeOut(JobRun run) {
        lock.lock();
        try {
            if (current.getAcquire() == run) {
                run.timedOut();
                if (phase != Phase.IN_EFFECT) {
                    thread.interrupt();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
