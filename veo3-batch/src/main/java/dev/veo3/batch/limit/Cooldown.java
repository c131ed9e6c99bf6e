// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * One pause for the whole batch after the service has said that a quota is used up. It obeys the service's own wish, or grows
 * from one refusal to the next where the service names none; a wish of no time is none, or a batch would ask without end.
 * Refusals of requests that left before the pause began are one piece of news: only a longer wish of the service prolongs it.
 * No pause is longer than a day. A quota of a whole day is one more wish: {@link QuotaDay#wish} says until when. Thread-safe; never
 * blocks.
 *
 * @since 1.0
 */
public final class Cooldown {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST_GUESS = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Duration LONGEST_SPREAD = Duration.ofMinutes(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final RandomGenerator random;
    private boolean begun;
    private long until;
    private int inARow;

    /** A cooldown that is over. The random numbers keep the programs that share a quota from coming back all at once. */
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
            Optional<Duration> asked = wish.filter(Duration::isPositive);
            if (news || asked.isPresent()) {
                long pause = shorter(asked.orElseGet(this::guess), LONGEST).toNanos();
                // Up to a fifth more. Not for old news, or each of a hundred refusals would draw a number and the largest win.
                long spread = news ? (long) (random.nextDouble() * Math.min(pause / 5, LONGEST_SPREAD.toNanos())) : 0;
                long end = now + Math.min(pause + spread, LONGEST.toNanos());
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

    /**
     * The service took a request. One that left before the last pause was over says nothing about the quota after it.
     *
     * @param sent when the request left, in elapsed nanoseconds
     */
    public void accepted(long sent) {
        lock.lock();
        try {
            if (!begun || sent - until >= 0) {
                inARow = 0;
            }
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

    /** What holds back, and for how long. */
    public Pause snapshot(long now) {
        lock.lock();
        try {
            return new Pause(begun ? Duration.ofNanos(Math.max(0, until - now)) : Duration.ZERO, inARow);
        } finally {
            lock.unlock();
        }
    }

    private Duration guess() {
        long doubled = FIRST.toMillis() << Math.min(inARow - 1, 16);
        return shorter(Duration.ofMillis(doubled), LONGEST_GUESS);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /**
     * A cooldown at one moment.
     *
     * @param remaining how long it holds back yet; zero when it does not
     * @param refusalsInARow how many times the service has refused since it last took a request; those of requests that left
     *            together count once
     */
    public record Pause(Duration remaining, int refusalsInARow) {}
}
