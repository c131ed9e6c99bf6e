// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.limit.AdaptiveLimit;
import dev.veo3.batch.limit.Cooldown;
import dev.veo3.batch.limit.QuotaDay;
import dev.veo3.batch.limit.RateBucket;
import dev.veo3.batch.limit.RateLimits;
import dev.veo3.batch.limit.StallBreaker;
import dev.veo3.error.ServiceError;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds submissions back until pauses and limits let them through, and learns from what becomes of them. */
final class Admission {
    private final RunState state;
    private final TimeSource time;
    private final InFlight inFlight;
    private final Downloads downloads;
    private final Cooldown cooldown;
    private final RateLimits rates;
    private final StallBreaker breaker;
    private final Consumer<BatchEvent> announce;
    private final Signal signal;

    Admission(RunState state, InFlight inFlight, Downloads downloads, Cooldown cooldown, RateLimits rates,
            StallBreaker breaker, Consumer<BatchEvent> announce, Signal signal, TimeSource time) {
        this.state = state;
        this.inFlight = inFlight;
        this.downloads = downloads;
        this.cooldown = cooldown;
        this.rates = rates;
        this.breaker = breaker;
        this.announce = announce;
        this.signal = signal;
        this.time = time;
    }

    /**
     * Waits until a submission for this model may leave.
     *
     * @throws dev.veo3.batch.execute.JobEndedException when nothing more is submitted
     * @throws InterruptedException when the job was interrupted
     */
    Pass enter(Worker worker, String model) throws InterruptedException {
        RateBucket bucket = rates.of(model);
        worker.beginWaiting();
        try {
            while (true) {
                worker.endIfEnding();
                signal.awaitWhile(() -> state.ending() == null && isHeldBack(worker));
                if (state.ending() != null || waited(cooldown.remaining(time.nanos()))) {
                    continue;
                }
                RateBucket.Slot slot = bucket.reserve(time.nanos(), time.now());
                if (await(slot, bucket) && !waited(cooldown.remaining(time.nanos())) && passes(slot, bucket)) {
                    return new Pass(bucket, slot);
                }
                // What was held back longer than its moment takes another one, or all would leave at once.
            }
        } finally {
            worker.endWaiting();
        }
    }

    private boolean isHeldBack(Worker worker) {
        return state.isPaused() || downloads.areCongested() || !worker.permit().take();
    }

    /** Whether it had to wait. */
    private boolean waited(Duration wait) throws InterruptedException {
        if (wait.isPositive()) {
            time.sleep(wait);
            return true;
        }
        return false;
    }

    /** Waits for the moment; always true, or else interrupted. */
    private boolean await(RateBucket.Slot slot, RateBucket bucket) throws InterruptedException {
        boolean reached = false;
        try {
            waited(slot.remaining(time.nanos()));
            reached = true;
            return true;
        } finally {
            if (!reached) {
                bucket.giveBack(slot);
            }
        }
    }

    private boolean passes(RateBucket.Slot slot, RateBucket bucket) throws InterruptedException {
        if (breaker.tryPass(time.nanos())) {
            return true;
        }
        bucket.giveBack(slot);
        Duration pause = breaker.snapshot(time.nanos()).remaining();
        if (!waited(pause)) {
            signal.awaitWhile(() -> state.ending() == null
                    && breaker.snapshot(time.nanos()).state() == StallBreaker.State.TRYING);
        }
        return false;
    }

    /** The right to submit once. It says how that ended, once. */
    final class Pass {
        private final RateBucket bucket;
        private final RateBucket.Slot slot;
        private final long sent = time.nanos();
        private final AdaptiveLimit.@Nullable Sent sample = inFlight.sending();

        private Pass(RateBucket bucket, RateBucket.Slot slot) {
            this.bucket = bucket;
            this.slot = slot;
        }

        /** When it was given, in elapsed nanoseconds. */
        long sent() {
            return sent;
        }

        /** The service took it: how many more may be in flight now. */
        int accepted() {
            cooldown.accepted(sent);
            int more = inFlight.accepted(sample, time.nanos());
            if (breaker.accepted()) {
                announce.accept(new BatchEvent.Resumed());
            }
            signal.raise();
            return more;
        }

        /** The service refused it because a quota is used up: how long everybody holds back. */
        Duration refused(ServiceError error) {
            long now = time.nanos();
            Duration pause = cooldown.refused(sent, now,
                    QuotaDay.wish(error.message() + " " + error.quota(), error.retryAfter(), time.now()));
            inFlight.refused(sample, now);
            if (breaker.refused(now, inFlight.isIdle())) {
                announce.accept(new BatchEvent.Paused("the quota is used up: " + words(error), true));
            }
            signal.raise();
            return pause;
        }

        private static String words(ServiceError error) {
            if (error.message().isBlank()) {
                return error.describe();
            }
            return error.message() + (error.quota().isEmpty() ? "" : " (quota " + error.quota() + ")");
        }

        /** Nothing was sent. */
        void notSent() {
            bucket.giveBack(slot);
            withdrawn();
        }

        /** It says nothing about a quota. */
        void withdrawn() {
            inFlight.withdrawn(sample);
            breaker.withdrawn();
            signal.raise();
        }

        /** Nobody knows whether the service took it. */
        void unknown() {
            inFlight.unknown(sample);
            breaker.withdrawn();
            signal.raise();
        }
    }
}
