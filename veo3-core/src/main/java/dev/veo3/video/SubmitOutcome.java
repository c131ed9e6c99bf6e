package dev.veo3.video;

import dev.veo3.error.ServiceError;

/** How the one sending of a request ended. A switch over it has four cases and no default. */
public sealed interface SubmitOutcome {

    /** The service took the request; it will be billed when it succeeds. */
    record Accepted(OperationName operation) implements SubmitOutcome {}

    /** The service refused the request for certain: nothing was accepted, and sending it again cannot be paid twice. */
    record Refused(ServiceError error) implements SubmitOutcome {}

    /** Nothing reached the service: no address, no connection, no TLS, no credentials. */
    record NotSent(String reason) implements SubmitOutcome {}

    /**
     * It is not known whether the service took the request: the answer was lost, was not understood, or was an error that does
     * not exclude it. Sending it again may be paid twice.
     */
    record Ambiguous(String reason) implements SubmitOutcome {}
}
