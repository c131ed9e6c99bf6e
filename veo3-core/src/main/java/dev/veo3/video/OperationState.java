package dev.veo3.video;

/** What a poll found. */
public sealed interface OperationState {

    /** The service is still at work. */
    record Running() implements OperationState {}

    /** The operation has ended; its outcome does not change any more. */
    record Done(VideoOutcome outcome) implements OperationState {}
}
