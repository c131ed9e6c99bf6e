// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds out how many jobs the service runs at once for this project. An accepted submission is proof that so many fit, so at first
 * the limit grows by one with each, until a refusal says where the room ends. There it holds, and only now and then one single job
 * tries whether there is more; the longer there is none, the more rarely. When it finds room, the limit climbs on in growing
 * steps, each of which is confirmed before the next. A refusal below the level that fitted is doubted once, since services refuse
 * for other reasons too; a second one means that the quota has shrunk, and the limit follows, further with each refusal in a row.
 * <p>Submissions that left before the limit last fell are no news about the new one: a volley of refusals makes it fall once. Nor
 * does the limit grow while it is not used up. Thread-safe; never blocks.
 *
 * @since 1.0
 */
public final class AdaptiveLimit {
    private final ReentrantLock lock = new ReentrantLock();
    private final int most;
    private final QuotaSearch search;
    private final Optional<LatencyBrake> brake;
    /** What the service has accepted and has not ended, and what is on its way to it. */
    private int running;
    private int sending;
    private int falls;

    private AdaptiveLimit(int most, int learned, Optional<LatencyBrake> brake) {
        this.most = most;
        this.search = new QuotaSearch(most, learned);
        this.brake = brake;
    }

    /** A limit that never passes so many, and has learned nothing yet. */
    public AdaptiveLimit(int most) {
        this(most, most);
    }

    /**
     * A limit that goes on with what an earlier run has learned: it grows to that level at once, and looks for more from there.
     *
     * @param most the limit that it never passes, at least 1
     * @param learned the level that an earlier run found, from {@link Learned#level}; the same as {@code most} for none
     */
    public AdaptiveLimit(int most, int learned) {
        this(checked(most), learned, Optional.empty());
    }

    /**
     * A limit that is also held down while generations take longer than is usual for their kind, for a service that lets jobs
     * queue instead of refusing them. It needs {@link #generated} to be told, and grows with ended jobs and not with accepted ones.
     *
     * @param most the limit that it never passes, at least 1
     * @param learned the level that an earlier run found, from {@link Learned#level}; the same as {@code most} for none
     */
    public static AdaptiveLimit withLatencyBrake(int most, int learned) {
        return new AdaptiveLimit(checked(most), learned, Optional.of(new LatencyBrake(most)));
    }

    private static int checked(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("At least 1 job runs at once, not " + most);
        }
        return most;
    }

    /** A submission is about to leave. Say what became of it, once: {@link #accepted}, {@link #refused}, {@link #withdrawn} or {@link #unknown}. */
    public Sent sending() {
        lock.lock();
        try {
            sending++;
            return new Sent(falls);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The service took a submission; {@link #ended} is to follow.
     *
     * @param now in elapsed nanoseconds
     */
    public void accepted(Sent sent, long now) {
        lock.lock();
        try {
            answered(sent);
            running++;
            if (sent.falls == falls) {
                search.accepted(running, running + sending >= search.limit(), now);
            } else {
                search.acceptedLate(running);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The service refused a submission because a quota is used up. The limit may be lower now than what is in flight: whoever was
     * refused asks {@link PermitGate#keeps} before submitting again, or a try that was refused would be repeated without end.
     *
     * @param now in elapsed nanoseconds
     */
    public void refused(Sent sent, long now) {
        lock.lock();
        try {
            answered(sent);
            if (sent.falls == falls) {
                falls++;
                search.refused(running, now);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A submission came to nothing that says anything about the quota: not sent, or refused for another reason. */
    public void withdrawn(Sent sent) {
        lock.lock();
        try {
            answered(sent);
        } finally {
            lock.unlock();
        }
    }

    /** It is not known whether the service took a submission: it counts as running until {@link #ended}, and proves nothing. */
    public void unknown(Sent sent) {
        lock.lock();
        try {
            answered(sent);
            running++;
        } finally {
            lock.unlock();
        }
    }

    private void answered(Sent sent) {
        if (sent.answered) {
            throw new IllegalStateException("What became of this submission has been said already");
        }
        sent.answered = true;
        sending--;
    }

    /** An operation is taken up that the service has accepted in an earlier run; {@link #ended} is to follow. */
    public void resumed() {
        lock.lock();
        try {
            running++;
            search.raiseTo(running);
            brake.ifPresent(each -> each.raiseTo(running));
        } finally {
            lock.unlock();
        }
    }

    /**
     * A video has been made; {@link #ended} is to follow. Only a latency brake wants to know.
     *
     * @param kind what takes equally long if nothing is in the way: the same model, resolution and length
     * @param sent when the submission left, in elapsed nanoseconds
     * @param now when the operation had ended
     */
    public void generated(String kind, long sent, long now) {
        lock.lock();
        try {
            brake.ifPresent(each -> each.generated(kind, sent, now, running + sending >= each.limit()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Something that was accepted, unknown or resumed is not in flight any more, however it ended.
     *
     * @throws IllegalStateException when nothing is: somebody said so twice
     */
    public void ended() {
        lock.lock();
        try {
            if (running == 0) {
                throw new IllegalStateException("Something ended that was not in flight");
            }
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
            return Math.min(search.limit(), brake.map(LatencyBrake::limit).orElse(most));
        } finally {
            lock.unlock();
        }
    }

    /** What has been learned. */
    public Learned snapshot() {
        lock.lock();
        try {
            return new Learned(limit(), search.level(), running, most);
        } finally {
            lock.unlock();
        }
    }

    /** A submission on its way to the service. */
    public static final class Sent {
        private final int falls;
        private boolean answered;

        private Sent(int falls) {
            this.falls = falls;
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
