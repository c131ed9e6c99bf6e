// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.execute;

import dev.veo3.batch.plan.Job;
import dev.veo3.video.VideoRequest;
import java.util.Optional;

/**
 * Finds out whether an attempt whose fate is not known has happened. An {@link Executor} that can do so implements this beside it.
 * Thread-safe and blocking.
 *
 * @since 1.0
 */
public interface Reconciler {

    /**
     * Looks. Asked again and again, until there is something to be found or the attempt's time is over. An exception means that
     * looking failed: it is asked again then, and in the end the attempt stays of unknown fate.
     *
     * @throws InterruptedException when the batch was stopped; the attempt stays of unknown fate
     */
    Finding reconcile(Job job, Attempt attempt) throws InterruptedException;

    /**
     * Why no attempt at such a request could be found, a clause; empty when it can. The plan tells it, and the engine does not look
     * where there is an obstacle.
     */
    default Optional<String> obstacle(VideoRequest request) {
        return Optional.empty();
    }

    /**
     * An attempt of unknown fate.
     *
     * @param step the step, for example {@link JobContext#SUBMIT}
     * @param number counted from 1
     * @param trace what {@link Effect#trace} said of it before it was made, in this run or in an earlier one
     * @param isOver whether so much time has passed since that whatever is not there by now will not come
     */
    record Attempt(String step, int number, Optional<String> trace, boolean isOver) {}

    /** What was found. */
    sealed interface Finding {

        /**
         * It has happened.
         *
         * @param result what is needed to come back to it; {@link JobContext#once} returns it
         */
        record Happened(String result) implements Finding {}

        /** There is nothing of it. Once its time is over, that means that it has not happened and may be done again; not before. */
        record DidNotHappen() implements Finding {}

        /** It cannot be known, however often one looks. */
        record StillUnknown(String reason) implements Finding {}
    }
}
