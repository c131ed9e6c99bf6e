package dev.veo3.batch.execute;

import dev.veo3.model.Usd;

/** What is done with an attempt of which nobody knows whether the service took it. A switch over it has no default. */
public sealed interface AmbiguityPolicy {

    /** The job is reported as ambiguous and never sent again by itself. A person decides. The standard. */
    record Park() implements AmbiguityPolicy {}

    /**
     * The executor looks for its trace when the longest generation time is over, if it is a {@link Reconciler} and the job leaves
     * one. What has happened is taken up; what has not is submitted again; what is still unknown is parked. Safe as far as the trace
     * is: a video that takes longer than the longest generation time would be paid twice.
     */
    record Reconcile() implements AmbiguityPolicy {}

    /**
     * The job is submitted again, and may be paid twice, until that much has been risked in this batch. A job without a known price
     * is parked.
     *
     * @param upTo the sum of the prices of all attempts of unknown fate that are followed by another
     */
    record Resubmit(Usd upTo) implements AmbiguityPolicy {}
}
