// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands out moments at which a submission may leave: so many a minute at equal distances, without a burst at the beginning or
 * after a pause, and so many a day. Thread-safe; never blocks.
 *
 * @since 1.0
 */
public final class RateBucket {
    private final RateLimit limit;
    private final long distance;
    private final ReentrantLock lock = new ReentrantLock();
    /** Moments that were given back and have not passed. */
    private final NavigableSet<Long> returned = new TreeSet<>(RateBucket::compare);
    private boolean begun;
    /** The first moment that has not been handed out, if it has not passed. */
    private long next;
    /** The day of the last moment that was handed out, and how many of that day were. */
    private LocalDate day = LocalDate.MIN;
    private int ofDay;

    /** A bucket from which nothing has been taken. */
    public RateBucket(RateLimit limit) {
        this.limit = limit;
        this.distance = limit.perMinute().isPresent()
                ? Math.ceilDiv(Duration.ofMinutes(1).toNanos(), limit.perMinute().getAsInt())
                : 0;
    }

    /**
     * Takes the next free moment. Whoever gets it waits for it, and submits then or gives it back.
     *
     * @param now in elapsed nanoseconds
     * @param wall the wall clock's time, by which the service counts days
     */
    public Slot reserve(long now, Instant wall) {
        lock.lock();
        try {
            while (!returned.isEmpty()) {
                long earliest = returned.removeFirst();
                if (earliest - now >= 0) {
                    return new Slot(earliest);
                }
                if (QuotaDay.of(wall.plusNanos(earliest - now)).equals(day)) {
                    ofDay--;
                }
            }
            return new Slot(take(now, wall));
        } finally {
            lock.unlock();
        }
    }

    private long take(long now, Instant wall) {
        long moment = begun && next - now > 0 ? next : now;
        if (limit.perDay().isPresent()) {
            LocalDate its = QuotaDay.of(wall.plusNanos(moment - now));
            if (its.isAfter(day)) {
                day = its;
                ofDay = 0;
            }
            if (ofDay >= limit.perDay().getAsInt()) {
                day = day.plusDays(1);
                ofDay = 0;
                moment = now + Duration.between(wall, QuotaDay.start(day)).toNanos();
            }
            ofDay++;
        }
        begun = true;
        next = moment + distance;
        return moment;
    }

    /** Gives a moment back at which nothing was sent. Another takes it, unless it has passed by then. */
    public void giveBack(Slot slot) {
        lock.lock();
        try {
            returned.add(slot.at());
        } finally {
            lock.unlock();
        }
    }

    /** What has been taken. */
    public Rate snapshot() {
        lock.lock();
        try {
            return new Rate(limit, limit.perDay().isPresent() ? OptionalInt.of(ofDay) : OptionalInt.empty());
        } finally {
            lock.unlock();
        }
    }

    /** Elapsed time may run over the largest number. */
    private static int compare(long a, long b) {
        return Long.signum(a - b);
    }

    /**
     * A moment at which one submission may leave.
     *
     * @param at in elapsed nanoseconds
     */
    public record Slot(long at) {

        /** How long it is until then; zero when the moment has come. */
        public Duration remaining(long now) {
            return Duration.ofNanos(Math.max(0, at - now));
        }
    }

    /**
     * A bucket at one moment.
     *
     * @param limit what it allows
     * @param ofDay how many moments of the last day were handed out, where days are limited
     */
    public record Rate(RateLimit limit, OptionalInt ofDay) {}
}
