// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import dev.veo3.batch.metrics.BatchProgress.Held;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The places in flight that jobs of unknown fate hold, by the moment at which each becomes free. Thread-safe. */
final class HeldPlaces {
    private final Collection<Instant> ends = new ConcurrentLinkedQueue<>();

    void add(Instant until) {
        ends.add(until);
    }

    /** What is held at that moment; empty when nothing is. */
    Optional<Held> at(Instant now) {
        if (ends.isEmpty()) {
            return Optional.empty();
        }
        ends.removeIf(end -> !end.isAfter(now));
        List<Instant> held = List.copyOf(ends);
        return held.stream().min(Comparator.naturalOrder()).map(first -> new Held(held.size(), first));
    }
}
