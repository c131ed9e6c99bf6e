// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import java.time.Duration;

/**
 * How long a phase took, over all jobs that have it behind them. Each figure is right to one part in a hundred.
 *
 * @param count how many times it was gone through; a job that is tried again counts again
 * @param p50 half of them took no longer
 * @param p95 of a hundred, ninety-five took no longer
 * @param p99 of a hundred, ninety-nine took no longer
 * @since 1.0
 */
public record PhaseTimes(long count, Duration p50, Duration p95, Duration p99) {

    /** Nobody has gone through it. */
    public static final PhaseTimes NONE = new PhaseTimes(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
