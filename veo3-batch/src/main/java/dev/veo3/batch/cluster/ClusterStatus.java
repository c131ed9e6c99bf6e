// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.event.JobOutcome;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a batch is that workers run together, at one moment. Immutable.
 *
 * @param batch its name
 * @param jobs how many jobs it has
 * @param outcomes how many came to rest in each way, by the outcome's name; jobs that have left the manifest since count too
 * @param atService how many are being submitted, or the service is at work on them, or their videos are on their way
 * @param unknown of how many it is not known whether the service took them
 * @param dealt how many may run now, or run
 * @param running how many of these a worker has
 * @param paused why nothing is taken up; empty while it is
 * @param stopped why nothing more is submitted; empty while it is
 * @param workers who works at it, or cannot
 * @since 1.0
 */
public record ClusterStatus(String batch, int jobs, Map<String, Long> outcomes, long atService, long unknown,
        long dealt, long running, Optional<String> paused, Optional<String> stopped, List<Worker> workers) {

    /** Copies the collections and sorts the outcomes by name. */
    public ClusterStatus {
        outcomes = Collections.unmodifiableMap(new TreeMap<>(outcomes));
        workers = List.copyOf(workers);
    }

    /**
     * A worker that knows of the batch.
     *
     * @param seenAt when it was heard of last, by the database's clock
     * @param problem why it does not work at the batch; empty when it does
     */
    public record Worker(String name, Instant seenAt, Optional<String> problem) {}

    /**
     * Whether no worker runs a job of it, none may run any more, and the service has none that has not come to rest. One that came to
     * rest as being of unknown fate may still be heard of: when the answer to it comes late, the batch is not over any more, until the
     * video is home.
     */
    public boolean isOver() {
        return dealt == 0 && atService == 0 && unknown == 0;
    }

    /** How many jobs have a video. */
    public long succeeded() {
        return outcomes.entrySet().stream().filter(outcome -> JobOutcome.hasVideo(outcome.getKey()))
                .mapToLong(Map.Entry::getValue).sum();
    }

    /** How many jobs came to rest. */
    public long ended() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }
}
