// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.execute;

import dev.veo3.batch.event.JobOutcome;

/**
 * Ends a job from inside one of its steps. It passes through the executor to the engine, which knows the outcome already.
 *
 * @since 1.0
 */
public final class JobEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient JobOutcome outcome;

    /** The job is over. */
    public JobEndedException(JobOutcome outcome) {
        // It is control flow and no error: where it was thrown tells nobody anything.
        super(outcome.reason().orElse(outcome.name()), null, false, false);
        this.outcome = outcome;
    }

    /** How the job ended. */
    public JobOutcome outcome() {
        return outcome;
    }
}
