// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RetryPolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * How a worker of a cluster works. Limits, retries, what is done with jobs of unknown fate and the time between heartbeats should be
 * the same on all workers. Immutable.
 *
 * @param name tells this run of this worker from every other one; at most 50 characters
 * @param jobsAtOnce how many jobs of one batch this worker has at once; as many as the batch allows in all when it is empty. What
 *            workers that are gone have left at the service comes on top of it
 * @param limits how much is asked of the service at once; rates hold for all workers together
 * @param retries what is tried again
 * @param ambiguity what is done with jobs of unknown fate; where they are looked for or submitted again, a worker that has stood still for
 *            longer than one and a half times the longest generation, between its last look and its request, and goes on then may be
 *            paid for a second time. The cap of what is risked holds for all workers together
 * @param listeners are told what happens here
 * @param pollEvery how often it looks for jobs when it has found none
 * @param heartbeatEvery how often it says that it lives; after four that were missed, its jobs go to other workers. By the same time it
 *            goes how soon jobs are found that nobody has in his hands, and an intent older than half of it, or than three seconds, is
 *            looked at once more before its request leaves
 * @since 1.0
 */
public record ClusterOptions(String name, OptionalInt jobsAtOnce, Limits limits, RetryPolicy retries,
        AmbiguityPolicy ambiguity, List<BatchListener> listeners, Duration pollEvery, Duration heartbeatEvery) {
    private static final int LONGEST_NAME = 50;
    private static final int MISSED_HEARTBEATS = 4;

    /** Checks the numbers and copies the list. */
    public ClusterOptions {
        listeners = List.copyOf(listeners);
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "A worker's name has 1 to " + LONGEST_NAME + " characters: \"" + name + "\"");
        }
        if (jobsAtOnce.orElse(1) < 1) {
            throw new IllegalArgumentException("At least 1 job runs at once, not " + jobsAtOnce.getAsInt());
        }
        if (!pollEvery.isPositive() || !heartbeatEvery.isPositive()) {
            throw new IllegalArgumentException("Times between looks and heartbeats are longer than nothing");
        }
    }

    /**
     * The standard: a name of the machine's own with something random, looks each second, a heartbeat each quarter of a minute; jobs of
     * unknown fate are parked, nothing is tried again.
     */
    public static ClusterOptions standard() {
        return new ClusterOptions(uniqueName(), OptionalInt.empty(), Limits.standard(), RetryPolicy.none(),
                new AmbiguityPolicy.Park(), List.of(), Duration.ofSeconds(1), Duration.ofSeconds(15));
    }

    private static String uniqueName() {
        String random = UUID.randomUUID().toString().substring(0, 13);
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "worker";
        }
        return host.substring(0, Math.min(host.length(), LONGEST_NAME - random.length() - 1)) + "-" + random;
    }

    /** How long a worker that has not been heard of still counts as one that lives. */
    Duration lease() {
        return heartbeatEvery.multipliedBy(MISSED_HEARTBEATS);
    }

    /** The same with that name, which no other run of a worker has had. */
    public ClusterOptions withName(String unique) {
        return new ClusterOptions(unique, jobsAtOnce, limits, retries, ambiguity, listeners, pollEvery, heartbeatEvery);
    }

    /** The same with so many jobs of one batch at once. */
    public ClusterOptions withJobsAtOnce(int jobs) {
        return new ClusterOptions(name, OptionalInt.of(jobs), limits, retries, ambiguity, listeners, pollEvery,
                heartbeatEvery);
    }

    /** The same with those limits. */
    public ClusterOptions withLimits(Limits howMuch) {
        return new ClusterOptions(name, jobsAtOnce, howMuch, retries, ambiguity, listeners, pollEvery, heartbeatEvery);
    }

    /** The same with that policy for what is tried again. */
    public ClusterOptions withRetries(RetryPolicy policy) {
        return new ClusterOptions(name, jobsAtOnce, limits, policy, ambiguity, listeners, pollEvery, heartbeatEvery);
    }

    /** The same with that policy for jobs of unknown fate. */
    public ClusterOptions withAmbiguity(AmbiguityPolicy policy) {
        return new ClusterOptions(name, jobsAtOnce, limits, retries, policy, listeners, pollEvery, heartbeatEvery);
    }

    /** The same with those listeners. */
    public ClusterOptions withListeners(List<BatchListener> told) {
        return new ClusterOptions(name, jobsAtOnce, limits, retries, ambiguity, told, pollEvery, heartbeatEvery);
    }

    /** The same with other times between looks and between heartbeats. */
    public ClusterOptions withTimes(Duration poll, Duration heartbeat) {
        return new ClusterOptions(name, jobsAtOnce, limits, retries, ambiguity, listeners, poll, heartbeat);
    }
}
