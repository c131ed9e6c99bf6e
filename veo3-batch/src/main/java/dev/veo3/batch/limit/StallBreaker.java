// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives up asking for a while when the service refuses everything: where not even one job gets in for some time, the quota is
 * gone, and asking on is noise. After a pause one job tries; if it is taken, everything goes on. Thread-safe; never blocks.
 *
 * @since 1.0
 */
public final class StallBreaker {
    /** Where it stands. */
    public enum State {
        /** Submissions pass. */
        PASSING,
        /** Nothing passes: the quota is used up. */
        PAUSED,
        /** The pause is over, and one job tries or may try. */
        TRYING
    }

    private final long stallAfter;
    private final long longestPause;
    private final ReentrantLock lock = new ReentrantLock();
    private State state = State.PASSING;
    private boolean stalling;
    /** While stalling: since when nothing got in. While paused: until when. */
    private long moment;
    private long pause;
    private boolean tried;

    /**
     * Nothing has been refused.
     *
     * @param stallAfter for how long nothing gets in before the batch pauses, and the length of the first pause; each further
     *            one is twice as long
     * @param longestPause the longest pause
     */
    public StallBreaker(Duration stallAfter, Duration longestPause) {
        if (!stallAfter.isPositive() || longestPause.compareTo(stallAfter) < 0) {
            throw new IllegalArgumentException("A stall takes time, and no pause is shorter: " + stallAfter + ", "
                    + longestPause);
        }
        this.stallAfter = stallAfter.toNanos();
        this.longestPause = longestPause.toNanos();
        this.pause = this.stallAfter;
    }

    /**
     * Asks whether a submission may be made. When the pause is over, exactly one caller is told yes; the others wait for what
     * becomes of it, which that caller says by {@link #accepted}, {@link #refused} or {@link #withdrawn}.
     */
    public boolean tryPass(long now) {
        lock.lock();
        try {
            if (state == State.PAUSED && now - moment >= 0) {
                state = State.TRYING;
                tried = false;
            }
            if (state == State.TRYING && !tried) {
                tried = true;
                return true;
            }
            return state == State.PASSING;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The service took a job.
     *
     * @return whether this ended a pause
     */
    public boolean accepted() {
        lock.lock();
        try {
            boolean ended = state != State.PASSING;
            state = State.PASSING;
            stalling = false;
            pause = stallAfter;
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The service refused a job because a quota is used up.
     *
     * @param now in elapsed nanoseconds
     * @param alone whether nothing else of the batch was at the service, as is so at a limit of 1: while something is, its own
     *            jobs may be what uses the quota up
     * @return whether this began a pause
     */
    public boolean refused(long now, boolean alone) {
        lock.lock();
        try {
            return switch (state) {
                case PASSING -> refusedWhilePassing(now, alone);
                case TRYING -> {
                    pause = Math.min(longestPause, pause * 2);
                    yield pause(now);
                }
                // It had left before the pause began.
                case PAUSED -> false;
            };
        } finally {
            lock.unlock();
        }
    }

    private boolean refusedWhilePassing(long now, boolean alone) {
        if (!alone) {
            stalling = false;
        } else if (!stalling) {
            stalling = true;
            moment = now;
        } else if (now - moment >= stallAfter) {
            return pause(now);
        }
        return false;
    }

    private boolean pause(long now) {
        state = State.PAUSED;
        moment = now + pause;
        stalling = false;
        return true;
    }

    /** The job that tried ended without an answer of the service about its quota: another may try. */
    public void withdrawn() {
        lock.lock();
        try {
            tried = false;
        } finally {
            lock.unlock();
        }
    }

    /** Where it stands, and for how long yet. */
    public Stall snapshot(long now) {
        lock.lock();
        try {
            return new Stall(state,
                    state == State.PAUSED ? Duration.ofNanos(Math.max(0, moment - now)) : Duration.ZERO);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A breaker at one moment.
     *
     * @param state where it stands
     * @param remaining how long the pause lasts yet; zero when there is none
     */
    public record Stall(State state, Duration remaining) {}
}
