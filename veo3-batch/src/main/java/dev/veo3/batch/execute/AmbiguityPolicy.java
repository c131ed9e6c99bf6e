// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.execute;

import dev.veo3.model.Usd;

/**
 * What is done with an attempt of which nobody knows whether the service took it. A switch over it has no default.
 *
 * {@snippet file="dev/veo3/batch/SnippetsTest.java" region="ambiguity"}
 *
 * @since 1.0
 */
public sealed interface AmbiguityPolicy {

    /** The job is reported as ambiguous and never sent again by itself. A person decides. The standard. */
    record Park() implements AmbiguityPolicy {}

    /**
     * The executor looks for its trace, if it is a {@link Reconciler} and the job leaves one. What is found is taken up as soon as it is
     * there. What is not there when one and a half times the longest generation have passed has not happened, and is submitted again as a
     * new attempt, twice at the most in a run. What cannot be known is parked. One window remains: a video that appears later than that, or was removed from its
     * place before anybody looked, is paid twice.
     */
    record Reconcile() implements AmbiguityPolicy {}

    /**
     * The job is submitted again, and may be paid twice, until that much has been risked in this batch, by all of its runs and workers. A job without a known price
     * is parked.
     *
     * @param upTo the sum of the prices of all attempts of unknown fate that are followed by another
     */
    record Resubmit(Usd upTo) implements AmbiguityPolicy {}
}
