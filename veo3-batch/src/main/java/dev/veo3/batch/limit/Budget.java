// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import dev.veo3.model.Usd;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a batch may spend. Money is reserved before it is spent, in one step with the check, so that any number of threads never
 * promise more than the cap. A reservation ends in one of three ways: spent (the service said that it made a video), given back
 * (filtered, failed, refused, not sent: nothing is charged), or neither (ambiguous, unfinished, empty: it may be charged, so it
 * stays reserved). Lock-free; nothing here blocks.
 *
 * @since 1.0
 */
public final class Budget {
    private final Optional<Usd> cap;
    private final long most;
    /** Spent and reserved together, in millionths: what the cap is held against. */
    private final AtomicLong committed = new AtomicLong();
    private final AtomicLong spent = new AtomicLong();

    private Budget(Optional<Usd> cap) {
        this.cap = cap;
        this.most = cap.map(Usd::micros).orElse(Long.MAX_VALUE);
    }

    /** A budget that lets everything through and counts. */
    public static Budget unlimited() {
        return new Budget(Optional.empty());
    }

    /** A budget that never promises more than this. */
    public static Budget of(Usd cap) {
        return new Budget(Optional.of(cap));
    }

    /** Reserves an amount; empty, and nothing has changed, when the cap does not allow it. */
    public Optional<Reservation> reserve(Usd amount) {
        long now = committed.get();
        while (amount.micros() <= most - now) {
            long seen = committed.compareAndExchange(now, now + amount.micros());
            if (seen == now) {
                return Optional.of(new Reservation(amount));
            }
            now = seen;
        }
        return Optional.empty();
    }

    /**
     * Takes over what an earlier run of the batch has reserved and never settled. It counts even where the cap has become lower:
     * nothing more is promised then.
     */
    public Reservation takeOver(Usd reserved) {
        committed.getAndUpdate(now -> Math.addExact(now, reserved.micros()));
        return new Reservation(reserved);
    }

    /** What is left under the cap; empty without a cap. */
    public Optional<Usd> left() {
        return snapshot().left();
    }

    /** The amounts at one moment. An amount that is being settled just then may still count as reserved. */
    public Money snapshot() {
        // In this order: what is spent is part of what is committed by then.
        long out = spent.get();
        return new Money(cap, new Usd(committed.get() - out), new Usd(out));
    }

    /** An amount that is kept free for one submission. Each is settled once; left alone, it stays reserved. Thread-safe. */
    public final class Reservation {
        private final Usd amount;
        private final AtomicBoolean settled = new AtomicBoolean();

        private Reservation(Usd amount) {
            this.amount = amount;
        }

        /** How much is reserved. */
        public Usd amount() {
            return amount;
        }

        /** Nothing is charged for it. Whether this settled it: it may have been settled before, and then nothing changes. */
        public boolean giveBack() {
            return spend(Usd.ZERO);
        }

        /**
         * This much was charged, and what was reserved beyond it is free again. More than was reserved is counted too, since it
         * is the truth. Whether this settled it: it may have been settled before, and then nothing changes.
         */
        public boolean spend(Usd actual) {
            if (!settled.compareAndSet(false, true)) {
                return false;
            }
            committed.addAndGet(actual.micros() - amount.micros());
            spent.addAndGet(actual.micros());
            return true;
        }
    }

    /**
     * A budget at one moment.
     *
     * @param cap the most that may be spent; empty for no cap
     * @param reserved what may be charged yet
     * @param spent what was charged
     */
    public record Money(Optional<Usd> cap, Usd reserved, Usd spent) {

        /** What can be reserved yet; empty without a cap. */
        public Optional<Usd> left() {
            return cap.map(most -> most.minus(reserved.plus(spent)));
        }
    }
}
