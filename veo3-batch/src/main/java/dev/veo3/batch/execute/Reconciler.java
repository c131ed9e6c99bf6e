package dev.veo3.batch.execute;

import dev.veo3.batch.plan.Job;

/**
 * Finds out, some time later, whether an attempt whose fate is not known has happened. An {@link Executor} that can do so
 * implements this beside it. Thread-safe and blocking.
 */
public interface Reconciler {

    /**
     * Looks. The longest time that the service takes for a video has passed since the attempt.
     *
     * @param step the step, for example {@link JobContext#SUBMIT}
     * @param attempt its number, counted from 1
     * @throws InterruptedException when the batch was stopped; the attempt stays of unknown fate
     */
    Finding reconcile(Job job, String step, int attempt) throws InterruptedException;

    /** What was found. */
    sealed interface Finding {

        /**
         * It has happened.
         *
         * @param result what is needed to come back to it; {@link JobContext#once} returns it
         */
        record Happened(String result) implements Finding {}

        /** It has not happened, for certain: it may be done again. */
        record DidNotHappen() implements Finding {}

        /** It is still not known. */
        record StillUnknown(String reason) implements Finding {}
    }
}
