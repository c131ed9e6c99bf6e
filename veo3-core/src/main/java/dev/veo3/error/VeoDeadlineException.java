// SPDX-License-Identifier: Apache-2.0
package dev.veo3.error;

import java.time.Duration;

/**
 * The time that a caller gave to an operation is over while the service still works on it. The operation goes on, is billed when it
 * succeeds, and can be asked for again by its name: never send its request a second time.
 *
 * @since 1.0
 */
public final class VeoDeadlineException extends VeoException {
    private static final long serialVersionUID = 1L;

    private final String operation;

    /**
     * What was waited for.
     *
     * @param operation the name of the operation
     * @param waited how long
     * @param lastProblem why the last poll brought no answer; empty when it did
     */
    public VeoDeadlineException(String operation, Duration waited, String lastProblem) {
        super("The operation " + operation + " has not ended after " + waited.toSeconds() + " s"
                + (lastProblem.isEmpty() ? "" : " (the last poll failed: " + lastProblem + ")")
                + ". It goes on: ask for it again by its name, and do not submit its request again.");
        this.operation = operation;
    }

    /** The name of the operation, by which any process can ask for it. */
    public String operation() {
        return operation;
    }
}
