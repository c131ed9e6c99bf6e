// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.error.ServiceError;
import java.util.List;

/**
 * How the one sending of a request ended. A switch over it has four cases and no default.
 *
 * @since 1.0
 */
public sealed interface SubmitOutcome {

    /**
     * The service took the request; it will be billed when it succeeds.
     *
     * @param operation by which any process can come back to it
     * @param warnings rules that the request may have broken: see {@link RequestCheck#warnings}
     */
    record Accepted(OperationName operation, List<RuleViolation> warnings) implements SubmitOutcome {

        /** Copies the list. */
        public Accepted {
            warnings = List.copyOf(warnings);
        }

        /** Without warnings. */
        public Accepted(OperationName operation) {
            this(operation, List.of());
        }
    }

    /**
     * The service refused the request for certain: nothing was accepted, and sending it again cannot be paid twice.
     *
     * @param error what it said, and how long it asks to wait
     * @param warnings rules that the request may have broken, one of which may be why
     */
    record Refused(ServiceError error, List<RuleViolation> warnings) implements SubmitOutcome {

        /** Copies the list. */
        public Refused {
            warnings = List.copyOf(warnings);
        }

        /** Without warnings. */
        public Refused(ServiceError error) {
            this(error, List.of());
        }
    }

    /** Nothing reached the service: no address, no connection, no TLS, no credentials. */
    record NotSent(String reason) implements SubmitOutcome {}

    /**
     * It is not known whether the service took the request: the answer was lost, was not understood, or was an error that does
     * not exclude it. Sending it again may be paid twice.
     */
    record Ambiguous(String reason) implements SubmitOutcome {}

    /** The same with what the rules warned of, where the outcome tells it. */
    default SubmitOutcome withWarnings(List<RuleViolation> warnings) {
        return switch (this) {
            case Accepted accepted -> new Accepted(accepted.operation(), warnings);
            case Refused refused -> new Refused(refused.error(), warnings);
            case NotSent notSent -> notSent;
            case Ambiguous ambiguous -> ambiguous;
        };
    }
}
