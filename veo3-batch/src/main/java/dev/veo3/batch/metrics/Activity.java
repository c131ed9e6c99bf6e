// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

/**
 * What a job that has been taken up spends its time on, besides the executor's own work.
 *
 * @since 1.0
 */
public enum Activity {
    /** A pause, a rate, or the number of jobs that the service works on at once holds its submission back. */
    HELD_BACK,
    /** The request that the service took is on its way, and its answer. */
    SENDING,
    /** The service is at work on it. */
    GENERATING,
    /** Its videos come home; the wait for a turn is not in it. */
    DOWNLOADING,
    /** It waits until the journal is on the disk. */
    FORCING,
    /** An attempt that was refused, not sent or of unknown fate, and the wait before another. */
    PAUSING
}
