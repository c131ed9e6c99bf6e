// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.HeldBackException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * The jobs of one worker that the limits of all workers hold back, in the order in which that began, and when they ask again. Where
 * {@link Vacancies} looks for them whether there is room, they wait to be told, and ask by themselves only in case that is missed. Where
 * nobody looks, each asks later from time to time, and the more of them there are the later, so that together they ask a few times a
 * second; not all at the same moment. Thread-safe.
 */
final class HeldBacks {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(5);
    private static final int MOST_DOUBLED = 5;
    private static final Duration WATCHED = Duration.ofMinutes(1);

    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock, like what follows. */
    private final Map<String, Held> waiting = new LinkedHashMap<>();
    private boolean watched;

    /**
     * A job that waits.
     *
     * @param times how often in a row it has been held back
     * @param price how much more it reserves than before, in millionths
     * @param isAsking whether it was told that there is room, and has not been held back since
     */
    private record Held(int times, long price, boolean isAsking) {}

    HeldBacks() {
        this(new Random());
    }

    /** The random numbers come from any thread. */
    HeldBacks(RandomGenerator random) {
        this.random = random;
    }

    /** From now on they are told when there is room. */
    void watched() {
        lock.lock();
        try {
            watched = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The job was held back: the same, with the time after which it asks again. One that is held back for a moment that is known, or for
     * good, stays as it is: a place, or money, comes when it comes.
     *
     * @param price how much more it reserves than before, in millionths
     */
    HeldBackException later(String job, long price, HeldBackException held) {
        lock.lock();
        try {
            if (held.pause().filter(LimitTable.LOOK_AGAIN::equals).isEmpty()) {
                waiting.remove(job);
                return held;
            }
            Held before = waiting.get(job);
            Held now = new Held(before == null ? 1 : before.times() + 1, price, false);
            waiting.put(job, now);
            return HeldBackException.until(String.valueOf(held.getMessage()),
                    watched ? spread(WATCHED.toNanos()) : pause(now.times()));
        } finally {
            lock.unlock();
        }
    }

    /** What an intent is told while the database is away. */
    static HeldBackException away() {
        return HeldBackException.until("the database is away", LEAST);
    }

    /** The job does not ask any more: it has passed, or has come to rest. */
    void forget(String job) {
        lock.lock();
        try {
            waiting.remove(job);
        } finally {
            lock.unlock();
        }
    }

    /** Those that wait to be told. */
    List<String> jobs() {
        lock.lock();
        try {
            return waiting.entrySet().stream().filter(one -> !one.getValue().isAsking()).map(Map.Entry::getKey)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Those that may go on with what is left, or need not wait any longer for it: they are told, and are not named again before they were
     * held back once more.
     */
    List<String> told(Room room) {
        List<String> told = new ArrayList<>();
        lock.lock();
        try {
            long places = room.places();
            long money = room.money();
            for (Map.Entry<String, Held> one : waiting.entrySet()) {
                String job = one.getKey();
                Held held = one.getValue();
                if (held.isAsking()) {
                    continue;
                }
                boolean isPaid = held.price() <= money;
                boolean fits = isPaid && (places > 0 || (places == 0 && room.inFlight().contains(job)));
                if (fits) {
                    places -= room.inFlight().contains(job) ? 0 : 1;
                    money -= held.price();
                }
                if (fits || (!isPaid && !room.mayGetMoney()) || room.answered().contains(job)) {
                    one.setValue(new Held(held.times(), held.price(), true));
                    told.add(job);
                }
            }
            return told;
        } finally {
            lock.unlock();
        }
    }

    private Duration pause(int asked) {
        long most = Math.clamp(LimitTable.LOOK_AGAIN.toNanos() * waiting.size(), LEAST.toNanos(), MOST.toNanos());
        return spread(Math.min(LimitTable.LOOK_AGAIN.toNanos() << Math.min(asked - 1, MOST_DOUBLED), most));
    }

    private Duration spread(long nanos) {
        return Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
    }
}
