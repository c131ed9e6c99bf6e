// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RateLimit;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What all workers of a batch may use together. Looked at in the transaction of each intent, under the lock of a row: they are kept
 * whatever the workers do at the same moment, and by the database's clock. Each worker brings the numbers along, and all should
 * bring the same. Immutable.
 *
 * @param inFlight of how many jobs the service may be at work on at once, at least 1; empty for any number
 * @param budget how much the batch may cost at the most; empty for any amount
 * @param rate how often something may be submitted, for each model
 * @param modelRates the same for models that have a rate of their own, by id
 * @param longestGeneration how long a job whose fate is not known counts as in flight
 * @since 1.0
 */
public record ClusterLimits(OptionalInt inFlight, Optional<Usd> budget, RateLimit rate,
        Map<String, RateLimit> modelRates, Duration longestGeneration) {
    private static final ClusterLimits NONE = new ClusterLimits(OptionalInt.empty(), Optional.empty(), RateLimit.none(),
            Map.of(), Limits.standard().longestGeneration());

    /** Checks the numbers and copies the rates. */
    public ClusterLimits {
        modelRates = Map.copyOf(modelRates);
        if (inFlight.orElse(1) < 1) {
            throw new IllegalArgumentException("At least 1 job is in flight at once, not " + inFlight.getAsInt());
        }
        if (longestGeneration.isNegative()) {
            throw new IllegalArgumentException("The longest generation is negative: " + longestGeneration);
        }
    }

    /** Nothing is limited. */
    public static ClusterLimits none() {
        return NONE;
    }

    /** What a plan and the limits of its workers allow: the plan's concurrency and budget, and the rates. */
    public static ClusterLimits of(BatchPlan plan, Limits limits) {
        return new ClusterLimits(OptionalInt.of(plan.concurrency()), plan.budget(), limits.rate(), limits.modelRates(),
                limits.longestGeneration());
    }

    /** The same with so many jobs in flight at once. */
    public ClusterLimits withInFlight(int jobs) {
        return new ClusterLimits(OptionalInt.of(jobs), budget, rate, modelRates, longestGeneration);
    }

    /** The same with a budget. */
    public ClusterLimits withBudget(Usd most) {
        return new ClusterLimits(inFlight, Optional.of(most), rate, modelRates, longestGeneration);
    }

    /** The same with that rate for each model that has none of its own. */
    public ClusterLimits withRate(RateLimit each) {
        return new ClusterLimits(inFlight, budget, each, modelRates, longestGeneration);
    }

    /** The same with another time for the longest generation. */
    public ClusterLimits withLongestGeneration(Duration time) {
        return new ClusterLimits(inFlight, budget, rate, modelRates, time);
    }

    boolean isNone() {
        return !hasTotals() && !hasRates();
    }

    /** Whether anything is limited for the batch as a whole. */
    boolean hasTotals() {
        return inFlight.isPresent() || budget.isPresent();
    }

    boolean hasRates() {
        return isSet(rate) || modelRates.values().stream().anyMatch(ClusterLimits::isSet);
    }

    /** The model's own, or that of all. */
    RateLimit rate(String model) {
        return modelRates.getOrDefault(model, rate);
    }

    static boolean isSet(RateLimit limit) {
        return limit.perMinute().isPresent() || limit.perDay().isPresent();
    }
}
