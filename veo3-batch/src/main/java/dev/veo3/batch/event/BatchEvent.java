// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.event;

import java.time.Instant;

/**
 * Something that happened to the batch as a whole.
 *
 * @since 1.0
 */
public sealed interface BatchEvent {

    /**
     * No job is begun and nothing is submitted until the batch goes on; what runs is brought home.
     *
     * @param reason who paused it and why, a clause
     * @param byQuota whether the service's quota did, and not a person
     */
    record Paused(String reason, boolean byQuota) implements BatchEvent {}

    /** The batch goes on. */
    record Resumed() implements BatchEvent {}

    /**
     * How many jobs may be in flight has changed.
     *
     * @param reason what was learned, a clause
     */
    record LimitChanged(int from, int to, String reason) implements BatchEvent {}

    /**
     * Nothing more is submitted.
     *
     * @param reason why, a clause
     */
    record Stopping(String reason) implements BatchEvent {}

    /**
     * A job has ended of which nobody knows whether the service is at work on it: it holds its place among those in flight, so one job
     * less runs, until the longest generation would be over.
     *
     * @param job the job's id
     */
    record PlaceHeld(String job, Instant until) implements BatchEvent {}
    /** Something that a person should look at; told once for each cause. */
    record Alerted(Alert alert) implements BatchEvent {}
}
