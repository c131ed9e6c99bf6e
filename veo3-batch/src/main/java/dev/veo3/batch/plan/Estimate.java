// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.model.ModelId;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a batch will cost and take when everything goes well. Immutable.
 *
 * @param cost by model; a model of which no price is known is not in it
 * @param time from the first submission to the last video, with the plan's concurrency and at the given pace
 * @param criticalPath how long the longest chain of jobs that wait for each other takes: no concurrency makes the batch faster
 * @since 1.0
 */
public record Estimate(SortedMap<ModelId, Usd> cost, Duration time, Duration criticalPath) {

    /** Copies the costs. */
    public Estimate {
        cost = Collections.unmodifiableSortedMap(new TreeMap<>(cost));
    }

    /** The cost of all models together. */
    public Usd total() {
        return cost.values().stream().reduce(Usd.ZERO, Usd::plus);
    }
}
