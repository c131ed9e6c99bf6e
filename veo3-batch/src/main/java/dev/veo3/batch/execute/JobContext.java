// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.execute;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the engine offers to the executor of one job. For the job's thread only, and only until the job has ended.
 *
 * @since 1.0
 */
public interface JobContext {

    /** The step by which a job is handed to the service; its result is the name of the operation. */
    String SUBMIT = "submit";

    /**
     * Does what must not be done twice, and keeps its result. When the step has been done before, in this run or in the one
     * that is taken up again, the recorded result is returned and the effect is not run. Otherwise it waits until the limits of the
     * batch allow it, reserves the job's price, writes the intent to the disk, looks once more whether the batch is stopping, runs
     * the effect, and writes the result to the disk. An effect that the service refused because of a quota is run again when
     * the pause is over, as a new attempt, and so is one that did not happen where the batch's retry policy says so.
     *
     * @return the result: the effect has happened, once
     * @throws JobEndedException when the job is over: refused, not sent, ambiguous, or the batch is stopping. Not for catching.
     * @throws InterruptedException when the batch is stopping: before the effect, nothing has happened; during the effect, it
     *             is not known whether it has, and the job is ambiguous
     */
    String once(String step, Effect effect) throws InterruptedException;

    /**
     * The number of the attempt that {@link #once} makes next, or is making, at this step, counted from 1 over all runs of the
     * batch. What is unique for each attempt, for example a place in Cloud Storage, can be named after it.
     */
    int attempt(String step);

    /**
     * Brings the results home. The service has done its part, so the job's place among those that it works on goes to another
     * job meanwhile; how many jobs download at once is a limit of its own.
     *
     * @return what the transfer returned
     * @throws InterruptedException when the batch is stopping
     */
    <T> T download(Transfer<T> transfer) throws InterruptedException;

    /**
     * Notes that the service has made the videos.
     *
     * @param uris where they are; empty when they came with the answer
     * @param expires when the service deletes them, if it says so
     */
    void generated(List<String> uris, Optional<Instant> expires);

    /** Notes that a file is in its place. */
    void downloaded(Path file);

    /** Whether the batch is stopping: then nothing new is begun. */
    boolean isStopping();

    /** Brings files home. */
    @FunctionalInterface
    interface Transfer<T> {

        /** Blocks until they are there. */
        T run() throws InterruptedException;
    }
}
