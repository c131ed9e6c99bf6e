// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long one thread has had a permit, which it may give up and take again. Written by that thread, read by any: so it is one number
 * that is always right.
 */
final class PermitTime {
    /** Without a permit the time of all before; with one, that less the moment of taking it less one, which is negative. */
    private final AtomicLong state = new AtomicLong();

    /** From that moment on, in nanoseconds since the batch's begin. */
    void taken(long now) {
        long before = state.getPlain();
        if (before >= 0) {
            state.setOpaque(before - now - 1);
        }
    }

    /** Until that moment. */
    void given(long now) {
        state.setOpaque(until(now));
    }

    /** The time up to that moment. */
    long until(long now) {
        long value = state.getOpaque();
        return value >= 0 ? value : Math.max(0, value + 1 + now);
    }
}
