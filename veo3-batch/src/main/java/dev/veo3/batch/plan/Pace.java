// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.model.ModelId;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How fast the service is thought to be, for an estimate. Immutable.
 *
 * @param typical how long each model takes for a request
 * @param otherwise how long models take that are not in it
 * @param perMinute how many requests a model takes in a minute; empty for no limit
 * @since 1.0
 */
public record Pace(Map<ModelId, Duration> typical, Duration otherwise, OptionalInt perMinute) {

    /** Copies the table; every time is above zero, and so is the rate. */
    public Pace {
        typical = Map.copyOf(typical);
        if (!otherwise.isPositive() || typical.values().stream().anyMatch(time -> !time.isPositive())) {
            throw new IllegalArgumentException("A request takes a time above zero");
        }
        if (perMinute.isPresent() && perMinute.getAsInt() < 1) {
            throw new IllegalArgumentException("At least 1 request a minute is taken, not " + perMinute.getAsInt());
        }
    }

    /** A minute and a half for every request, without a rate: the service documents 11 seconds to 6 minutes for Veo. */
    public static Pace standard() {
        return new Pace(Map.of(), Duration.ofSeconds(90), OptionalInt.empty());
    }

    /** How long a request of that model takes. */
    public Duration of(ModelId model) {
        return typical.getOrDefault(model, otherwise);
    }
}
