// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.limit.AdaptiveLimit;
import dev.veo3.batch.limit.PermitGate;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How many jobs the service works on at once: a gate, and where the user asked for it what finds out how wide it may be. */
final class InFlight {
    private final PermitGate gate;
    private final @Nullable AdaptiveLimit adaptive;
    private final Consumer<BatchEvent.LimitChanged> changed;
    /** The limit that was told last, written by whoever tells. */
    private volatile int told;
    private volatile String why = "";
    /** How many have asked for a new limit to be told. The one that finds none before it tells for all of them. */
    private final AtomicInteger toTell = new AtomicInteger();
    private final AtomicInteger atService = new AtomicInteger();
    /** How many jobs that have begun wait for a permit. */
    private final AtomicInteger wanting = new AtomicInteger();
    /** How many permits are kept for jobs of unknown fate. */
    private final AtomicInteger kept = new AtomicInteger();

    /** The consumer is told of each limit before it is told of the next one, with no lock held. Several changes may become one. */
    InFlight(PermitGate gate, @Nullable AdaptiveLimit adaptive, Consumer<BatchEvent.LimitChanged> changed) {
        this.gate = gate;
        this.adaptive = adaptive;
        this.told = gate.snapshot().limit();
        this.changed = changed;
    }

    /** A submission that is on its way; null where nothing is to be learned from it. */
    AdaptiveLimit.@Nullable Sent sending() {
        return adaptive == null ? null : adaptive.sending();
    }

    /** How many more may be in flight now, if that is known to have changed. */
    int accepted(AdaptiveLimit.@Nullable Sent sent, long now) {
        atService.incrementAndGet();
        if (adaptive != null && sent != null) {
            adaptive.accepted(sent, now);
            return apply(adaptive, "the service took so many");
        }
        return 0;
    }

    void refused(AdaptiveLimit.@Nullable Sent sent, long now) {
        if (adaptive != null && sent != null) {
            adaptive.refused(sent, now);
            apply(adaptive, "the service refused more");
        }
    }

    void withdrawn(AdaptiveLimit.@Nullable Sent sent) {
        if (adaptive != null && sent != null) {
            adaptive.withdrawn(sent);
        }
    }

    void unknown(AdaptiveLimit.@Nullable Sent sent) {
        atService.incrementAndGet();
        if (adaptive != null && sent != null) {
            adaptive.unknown(sent);
        }
    }

    /** An operation of an earlier run is taken up. */
    void resumed() {
        atService.incrementAndGet();
        if (adaptive != null) {
            adaptive.resumed();
            apply(adaptive, "operations of an earlier run are taken up");
        }
    }

    /**
     * The service has made a video; {@link #ended} is to follow.
     *
     * @param kind what takes equally long if nothing is in the way
     * @param sent when the submission left, in elapsed nanoseconds
     * @return how many more may be in flight now, if that is known to have changed
     */
    int generated(String kind, long sent, long now) {
        if (adaptive == null) {
            return 0;
        }
        adaptive.generated(kind, sent, now);
        return apply(adaptive, "of how long generations take");
    }

    /** Whether somebody wants to be told of generations. */
    boolean isTimed() {
        return adaptive != null;
    }

    /** The service is not at work on a job any more. */
    void ended() {
        atService.decrementAndGet();
        if (adaptive != null) {
            adaptive.ended();
        }
    }

    /** Whether the service is at work on no job of this batch, for all that is known. */
    boolean isIdle() {
        return atService.get() == 0;
    }

    /** A job that has begun wants a permit again: it comes before those that have not. */
    void wants() {
        wanting.incrementAndGet();
    }

    void wantsNoMore() {
        wanting.decrementAndGet();
    }

    boolean isWanted() {
        return wanting.get() > 0;
    }

    /** A job of unknown fate keeps its permit. */
    void keeps() {
        kept.incrementAndGet();
    }

    /** It keeps it no longer. */
    void keepsNoMore() {
        kept.decrementAndGet();
    }

    /** How many permits are kept for jobs of unknown fate. */
    int kept() {
        return kept.get();
    }

    PermitGate gate() {
        return gate;
    }

    private int apply(AdaptiveLimit limit, String reason) {
        int free = limit.applyTo(gate);
        if (gate.snapshot().limit() != told) {
            why = reason;
            if (toTell.getAndIncrement() == 0) {
                tell();
            }
        }
        return free;
    }

    /** Two threads that told at once might leave the older limit behind as the last word. */
    private void tell() {
        int asked = 1;
        do {
            int now = gate.snapshot().limit();
            int before = told;
            if (before != now) {
                told = now;
                changed.accept(new BatchEvent.LimitChanged(before, now, why));
            }
            asked = toTell.addAndGet(-asked);
        } while (asked != 0);
    }

    /** What has been learned and a later run may begin with; 0 where nothing is. */
    int level() {
        return adaptive == null ? 0 : adaptive.snapshot().level();
    }
}
