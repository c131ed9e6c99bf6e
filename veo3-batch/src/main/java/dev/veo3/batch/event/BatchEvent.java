package dev.veo3.batch.event;

/** Something that happened to the batch as a whole. */
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

    /** Something that a person should look at; told once for each cause. */
    record Alerted(Alert alert) implements BatchEvent {}
}
