// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import java.util.Locale;

/**
 * A part of a job's way, in the order in which it comes.
 *
 * @since 1.0
 */
public enum Phase {
    /** From the moment at which the job could be taken up until it was. */
    QUEUE,
    /** From the moment at which its submission was ready until the service took it: everything that holds it back is in it. */
    SUBMIT,
    /** From the submission that the service took until the videos were there, or were not to be. */
    GENERATE,
    /** From the moment at which the videos could be brought home until they were: the wait for a turn is in it. */
    DOWNLOAD;

    /** Its name in metrics, for example {@code queue}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
