package dev.veo3.batch.limit;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds out how many jobs the service runs at once for this project. Every accepted submission is proof that so many fit, so the
 * limit grows by one with each until the first refusal. A refusal with so many jobs running is proof that no more fit: the limit
 * stays there, and only now and then one single job tries whether there is more room. When it finds room, the limit grows again
 * by one with each acceptance; when it is refused, the next try is later. A refusal below the level that fitted means that the
 * quota has shrunk: the limit follows, and faster with each further refusal in a row.
 * <p>Submissions that left before the limit last fell say nothing about the new one, and so do those that are made while the limit
 * is not used up. Thread-safe; never blocks.
 */
public final class AdaptiveLimit {
    private static final int START = 2;
    private static final long SHORTEST = Duration.ofSeconds(30).toNanos();
    private static final long LONGEST = Duration.ofMinutes(5).toNanos();
    private static final int FEWEST = 8;
    private static final int MOST = 30;

    private final ReentrantLock lock = new ReentrantLock();
    private final int most;
    private int limit;
    /** The level up to which the limit grows freely; beyond it, one job tries. */
    private int ceiling;
    /** What the service has accepted and has not ended, and what is on its way to it. */
    private int running;
    private int sending;
    /** How often the limit has fallen. */
    private int era;
    private int refusalsInARow;
    /** The level from which a job last found room; far below any level before the first. */
    private int levelOfLastTry = Short.MIN_VALUE;
    private long tryAt;
    private long untilTry = SHORTEST;
    private int acceptedUntilTry = FEWEST;
    private int accepted;

    /**
     * A limit that has learned nothing yet.
     *
     * @param most the limit that it never passes, at least 1
     */
    public AdaptiveLimit(int most) {
        this(most, most);
    }

    /**
     * A limit that goes on with what an earlier run has learned: it grows to that level, and looks for more from there as usual.
     *
     * @param most the limit that it never passes, at least 1
     * @param learned the level that an earlier run found, from {@link Learned#level}
     */
    public AdaptiveLimit(int most, int learned) {
        if (most < 1) {
            throw new IllegalArgumentException("At least 1 job runs at once, not " + most);
        }
        this.most = most;
        this.limit = Math.min(START, most);
        this.ceiling = Math.clamp(learned, limit, most);
    }

    /** A submission is about to leave. Say how it ended, by one of the other methods. */
    public Sent sending() {
        lock.lock();
        try {
            sending++;
            return new Sent(era);
        } finally {
            lock.unlock();
        }
    }

    /** The service took a submission; {@link #ended} is to follow. */
    public void accepted(Sent sent, long now) {
        lock.lock();
        try {
            sending--;
            running++;
            if (sent.era == era) {
                refusalsInARow = 0;
                accepted++;
                if (running + sending >= limit) {
                    grow(now);
                }
            } else if (refusalsInARow == 1 && running > limit) {
                // It left before the refusal and was taken: more fit than it looked like.
                limit = Math.min(most, running);
                ceiling = limit;
            }
        } finally {
            lock.unlock();
        }
    }

    private void grow(long now) {
        if (running > ceiling) {
            // The one that tried was taken.
            levelOfLastTry = ceiling;
            ceiling = most;
        }
        if (limit < ceiling) {
            limit++;
        } else if (limit == ceiling && limit < most && accepted >= acceptedUntilTry && now - tryAt >= 0) {
            limit++;
        }
    }

    /** The service refused a submission because a quota is used up. */
    public void refused(Sent sent, long now) {
        lock.lock();
        try {
            sending--;
            // The others of a volley are the same news.
            if (sent.era == era) {
                fall(now);
            }
        } finally {
            lock.unlock();
        }
    }

    private void fall(long now) {
        era++;
        boolean tried = limit > ceiling && running >= ceiling;
        if (tried) {
            limit = ceiling;
            later();
        } else {
            refusalsInARow++;
            ceiling = Math.max(1, running);
            limit = Math.max(1, (int) (running * share()));
            boolean lucky = running - levelOfLastTry == 1;
            if (lucky) {
                later();
            } else {
                untilTry = SHORTEST;
                acceptedUntilTry = FEWEST;
            }
            levelOfLastTry = Short.MIN_VALUE;
        }
        accepted = 0;
        tryAt = now + untilTry;
    }

    private double share() {
        return switch (refusalsInARow) {
            case 1 -> 1;
            case 2 -> 0.7;
            default -> 0.5;
        };
    }

    private void later() {
        untilTry = Math.min(LONGEST, untilTry * 2);
        acceptedUntilTry = Math.min(MOST, acceptedUntilTry * 2);
    }

    /** A submission came to nothing that says anything about the quota: not sent, or refused for another reason. */
    public void withdrawn(Sent sent) {
        lock.lock();
        try {
            sending--;
        } finally {
            lock.unlock();
        }
    }

    /** It is not known whether the service took a submission: it counts as running until {@link #ended}, and proves nothing. */
    public void unknown(Sent sent) {
        lock.lock();
        try {
            sending--;
            running++;
        } finally {
            lock.unlock();
        }
    }

    /** An operation is taken up that the service has accepted earlier; {@link #ended} is to follow. */
    public void resumed() {
        lock.lock();
        try {
            running++;
            limit = Math.clamp(running, limit, most);
            ceiling = Math.max(ceiling, limit);
        } finally {
            lock.unlock();
        }
    }

    /** What the service has accepted is not in flight any more, however it ended. */
    public void ended() {
        lock.lock();
        try {
            running--;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a gate this limit. Any number of threads may do so at once: the last one sees to it that the gate has the latest.
     *
     * @return how many permits are free now
     */
    public int applyTo(PermitGate gate) {
        while (true) {
            int now = limit();
            int free = gate.limit(now);
            if (now == limit()) {
                return free;
            }
        }
    }

    /** How many may be in flight. */
    public int limit() {
        lock.lock();
        try {
            return limit;
        } finally {
            lock.unlock();
        }
    }

    /** What has been learned. */
    public Learned snapshot() {
        lock.lock();
        try {
            return new Learned(limit, Math.min(limit, ceiling), running, most);
        } finally {
            lock.unlock();
        }
    }

    /** A submission that is on its way: made by {@link #sending}, handed back once. */
    public static final class Sent {
        private final int era;

        private Sent(int era) {
            this.era = era;
        }
    }

    /**
     * A limit at one moment.
     *
     * @param limit how many may be in flight
     * @param level how many fit for all that is known: where another run begins
     * @param running what is in flight, as far as the service has said
     * @param most the limit that is never passed
     */
    public record Learned(int limit, int level, int running, int most) {}
}
