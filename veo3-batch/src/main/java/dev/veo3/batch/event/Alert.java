// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.event;

/**
 * Something about a running batch that a person should look at. Each cause is told once; nothing is stopped by it.
 *
 * @param message what it is, with figures, a sentence
 * @since 1.0
 */
public record Alert(Kind kind, String message) {

    /** What is watched. */
    public enum Kind {
        /** A job runs, or ran, longer than it should: the service may be slow. */
        SLOW_JOB,
        /** The heap grows: something may leak, or the batch is large. */
        MEMORY,
        /** Too many jobs come to nothing: the service may be ill, or the jobs are bad. */
        ERROR_RATE,
        /** An executor threw what it should never throw. */
        WORKER_CRASH
    }
}
