// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much a batch asks of the service at once, besides the number of jobs in flight. Immutable.
 *
 * {@snippet file="dev/veo3/batch/SnippetsTest.java" region="limits"}
 *
 * @param rate how many submissions leave in a minute and on a day, for each model
 * @param modelRates the same for models that have a rate of their own, by id
 * @param adaptive whether the number of jobs in flight is found out, up to the batch's concurrency, instead of being that
 * @param latencyBrake whether that number is also held down while generations take longer than is usual for their kind; only where
 *            it is found out
 * @param downloads how many jobs bring their videos home at once
 * @param longestGeneration how long the service takes for a video at most: so long a job of unknown fate counts as in flight, and so
 *            long its traces may be missing
 * @since 1.0
 */
public record Limits(RateLimit rate, Map<String, RateLimit> modelRates, boolean adaptive, boolean latencyBrake,
        int downloads, Duration longestGeneration) {

    /** Six minutes, at peak times. Source: Google's guide to Veo, read in July 2026. */
    private static final Limits STANDARD = new Limits(RateLimit.none(), Map.of(), false, false, 4,
            Duration.ofMinutes(6));

    /** Checks the numbers and copies the rates. */
    public Limits {
        modelRates = Map.copyOf(modelRates);
        if (downloads < 1) {
            throw new IllegalArgumentException("At least 1 job brings its videos home at once, not " + downloads);
        }
        if (latencyBrake && !adaptive) {
            throw new IllegalArgumentException("A fixed number of jobs in flight has no latency brake");
        }
        if (longestGeneration.isNegative()) {
            throw new IllegalArgumentException("The longest generation is negative: " + longestGeneration);
        }
    }

    /** No rate, a fixed number of jobs in flight, 4 downloads at once, 6 minutes for the longest generation. */
    public static Limits standard() {
        return STANDARD;
    }

    /** The same with that rate for each model that has none of its own. */
    public Limits withRate(RateLimit each) {
        return new Limits(each, modelRates, adaptive, latencyBrake, downloads, longestGeneration);
    }

    /** The same with a rate of its own for one model. */
    public Limits withRate(String modelId, RateLimit its) {
        Map<String, RateLimit> rates = new TreeMap<>(modelRates);
        rates.put(modelId, its);
        return new Limits(rate, rates, adaptive, latencyBrake, downloads, longestGeneration);
    }

    /** The same, and how many jobs the service works on at once is found out; the batch's concurrency is the most. */
    public Limits adapting() {
        return new Limits(rate, modelRates, true, latencyBrake, downloads, longestGeneration);
    }

    /**
     * The same as {@link #adapting}, and the number is also held down while generations take longer than is usual for their kind: for
     * a service that lets jobs queue instead of refusing them. It grows more slowly then, with generations that have ended.
     */
    public Limits adaptingWithLatencyBrake() {
        return new Limits(rate, modelRates, true, true, downloads, longestGeneration);
    }

    /** The same with so many downloads at once. */
    public Limits withDownloads(int atOnce) {
        return new Limits(rate, modelRates, adaptive, latencyBrake, atOnce, longestGeneration);
    }

    /** The same with another time for the longest generation. */
    public Limits withLongestGeneration(Duration time) {
        return new Limits(rate, modelRates, adaptive, latencyBrake, downloads, time);
    }
}
