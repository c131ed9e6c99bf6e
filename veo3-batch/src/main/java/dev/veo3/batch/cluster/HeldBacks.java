// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.HeldBackException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * After which time the jobs of one worker ask again that the limits of all workers hold back: each later from time to time, and the
 * more of them there are the later, so that together they ask a few times a second. Not all at the same moment. A place that is given
 * back is seen soon all the same: one of many always asks next, and a job that is dealt out asks at once. Thread-safe.
 */
final class HeldBacks {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(5);
    private static final int MOST_DOUBLED = 5;

    /** How often in a row each has been held back. */
    private final Map<String, Integer> times = new ConcurrentHashMap<>();
    private final RandomGenerator random;

    HeldBacks() {
        this(new Random());
    }

    /** The random numbers come from any thread. */
    HeldBacks(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The job was held back: the same, with the time after which it asks again. One that is held back for a moment that is known, or for
     * good, stays as it is: a place, or money, comes when it comes.
     */
    HeldBackException later(String job, HeldBackException held) {
        return held.pause().filter(LimitTable.LOOK_AGAIN::equals).isEmpty()
                ? held
                : HeldBackException.until(String.valueOf(held.getMessage()), pause(times.merge(job, 1, Integer::sum)));
    }

    /** What an intent is told while the database is away. */
    static HeldBackException away() {
        return HeldBackException.until("the database is away", LEAST);
    }

    /** The job does not ask any more: it has passed, or has come to rest. */
    void forget(String job) {
        times.remove(job);
    }

    private Duration pause(int asked) {
        long most = Math.clamp(LimitTable.LOOK_AGAIN.toNanos() * times.size(), LEAST.toNanos(), MOST.toNanos());
        long pause = Math.min(LimitTable.LOOK_AGAIN.toNanos() << Math.min(asked - 1, MOST_DOUBLED), most);
        return Duration.ofNanos(pause / 2 + random.nextLong(pause / 2 + 1));
    }
}
