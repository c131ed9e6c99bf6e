package dev.veo3.batch.limit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * One pause for the whole batch after the service has said that a quota is used up. It obeys the service's own wish, or grows
 * from one refusal to the next where the service names none. Refusals of requests that left before the pause began are one
 * piece of news and prolong it no further. Thread-safe; never blocks.
 */
public final class Cooldown {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST_GUESS = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofHours(24);

    private final ReentrantLock lock = new ReentrantLock();
    private final RandomGenerator random;
    private boolean begun;
    private long until;
    private int inARow;

    /** A cooldown that is over. The random numbers spread the submissions that follow it. */
    public Cooldown(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The service refused a request.
     *
     * @param sent when the request left, in elapsed nanoseconds
     * @param now in elapsed nanoseconds
     * @param wish how long the service asks to wait
     * @return how long to hold back from now on
     */
    public Duration refused(long sent, long now, Optional<Duration> wish) {
        lock.lock();
        try {
            boolean news = !begun || sent - until >= 0;
            if (news) {
                inARow++;
            }
            if (news || wish.isPresent()) {
                long pause = capped(wish.orElseGet(this::guess)).toNanos();
                // Up to a fifth more, so that all who wait do not come at once.
                long end = now + pause + (long) (random.nextDouble() * pause / 5);
                if (!begun || end - until > 0) {
                    until = end;
                }
                begun = true;
            }
            return Duration.ofNanos(Math.max(0, until - now));
        } finally {
            lock.unlock();
        }
    }

    /** The service took a request. */
    public void accepted() {
        lock.lock();
        try {
            inARow = 0;
        } finally {
            lock.unlock();
        }
    }

    /** How long to hold back from now on; zero when the pause is over. */
    public Duration remaining(long now) {
        lock.lock();
        try {
            return begun ? Duration.ofNanos(Math.max(0, until - now)) : Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    private Duration guess() {
        long doubled = FIRST.toMillis() << Math.min(inARow - 1, 16);
        return Duration.ofMillis(Math.min(doubled, LONGEST_GUESS.toMillis()));
    }

    private static Duration capped(Duration wish) {
        Duration positive = wish.isNegative() ? Duration.ZERO : wish;
        return positive.compareTo(LONGEST) > 0 ? LONGEST : positive;
    }
}
