// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what is in flight against a limit that may change at any time. A limit below what is in flight takes nothing away from
 * anyone and makes nobody wait: the permits that are too many are a debt, which whoever ends first pays. So a thread that runs
 * one job after the other asks {@link #keeps} in between.
 * <p>Always {@code inUse + free == limit + debt}, and free or debt is zero. Lock-free; nothing here blocks.
 *
 * @since 1.0
 */
public final class PermitGate {
    private static final long ONE = 1;

    /** The limit in the upper half, the permits in use in the lower one: both are read and changed at once. */
    private final AtomicLong state;

    /** A gate with nothing in flight. A limit of zero lets nothing in. */
    public PermitGate(int limit) {
        state = new AtomicLong(pack(checked(limit), 0));
    }

    /** Takes a permit if one is free. Whoever has it gives it back, by {@link #release} or by {@link #keeps}. */
    public boolean tryAcquire() {
        long now = state.get();
        while (inUse(now) < limit(now)) {
            long seen = state.compareAndExchange(now, now + ONE);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        return false;
    }

    /** Takes a permit whether one is free or not: for what is in flight already, like the operations of a batch that is resumed. */
    public void acquireInDebt() {
        long now = state.getAndIncrement();
        if (inUse(now) == Integer.MAX_VALUE) {
            state.getAndDecrement();
            throw new IllegalStateException("More permits than an int counts");
        }
    }

    /**
     * Gives a permit back.
     *
     * @return whether a permit is free now, so that something may be let in
     * @throws IllegalStateException when none is in use: somebody gave one back twice
     */
    public boolean release() {
        long now = state.get();
        while (inUse(now) > 0) {
            long seen = state.compareAndExchange(now, now - ONE);
            if (seen == now) {
                return inUse(now) <= limit(now);
            }
            now = seen;
        }
        throw new IllegalStateException("A permit was given back that nobody held");
    }

    /** Whether nobody has to give a permit up, at the price of one volatile read. */
    public boolean mayKeep() {
        long now = state.get();
        return inUse(now) <= limit(now);
    }

    /**
     * Asks, between two jobs, whether the caller keeps its permit. As many callers as there is debt are told no, and each of
     * them has given its permit up by that. Costs one volatile read while there is no debt.
     *
     * @return false when the caller has no permit any more
     */
    public boolean keeps() {
        long now = state.get();
        while (inUse(now) > limit(now)) {
            long seen = state.compareAndExchange(now, now - ONE);
            if (seen == now) {
                return false;
            }
            now = seen;
        }
        return true;
    }

    /**
     * Changes the limit.
     *
     * @return how many permits are free now
     */
    public int limit(int limit) {
        checked(limit);
        int used = inUse(state.getAndUpdate(now -> pack(limit, inUse(now))));
        return Math.max(0, limit - used);
    }

    /** The limit and what is in flight, read at once. */
    public Permits snapshot() {
        long now = state.get();
        return new Permits(limit(now), inUse(now));
    }

    private static int checked(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("A limit is not negative: " + limit);
        }
        return limit;
    }

    private static long pack(int limit, int inUse) {
        return (long) limit << Integer.SIZE | inUse;
    }

    private static int limit(long state) {
        return (int) (state >>> Integer.SIZE);
    }

    private static int inUse(long state) {
        return (int) state;
    }

    /**
     * A gate at one moment.
     *
     * @param limit how much may be in flight
     * @param inUse how much is
     */
    public record Permits(int limit, int inUse) {

        /** How much more is let in. */
        public int free() {
            return Math.max(0, limit - inUse);
        }

        /** How much is in flight beyond the limit. */
        public int debt() {
            return Math.max(0, inUse - limit);
        }
    }
}
