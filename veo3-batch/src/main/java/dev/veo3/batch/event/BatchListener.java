// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.event;

/**
 * Is told what happens in a batch, on the thread on which it happens: it must be quick, thread-safe, and must not block. The
 * events of one job come in order; those of different jobs come side by side. No lock is held during a call. What it throws is
 * logged and changes nothing.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface BatchListener {

    /** Something happened to a job. */
    void onEvent(JobEvent event);

    /** Something happened to the batch as a whole; ignored unless overridden. */
    default void onBatchEvent(BatchEvent event) {}
}
