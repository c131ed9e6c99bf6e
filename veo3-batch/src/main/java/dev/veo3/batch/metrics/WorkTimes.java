// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the jobs of this run that have ended, or were put back to be tried again, have spent their time on, taken together.
 *
 * @param jobs how long they ran
 * @param activities of that, by what it was spent on; one that is not there took no time
 * @param waitingForDownloads of that, the wait for a turn to download
 * @since 1.0
 */
public record WorkTimes(Duration jobs, Map<Activity, Duration> activities, Duration waitingForDownloads) {

    /** Copies the map. */
    public WorkTimes {
        Map<Activity, Duration> sorted = new EnumMap<>(Activity.class);
        sorted.putAll(activities);
        activities = Collections.unmodifiableMap(sorted);
    }

    /** The time that was spent on that. */
    public Duration on(Activity activity) {
        return activities.getOrDefault(activity, Duration.ZERO);
    }

    /** The rest: what the executor did itself, outside of everything that the library knows. */
    public Duration own() {
        Duration known = activities.values().stream().reduce(waitingForDownloads, Duration::plus);
        Duration rest = jobs.minus(known);
        return rest.isNegative() ? Duration.ZERO : rest;
    }
}
