// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.cluster.BatchTable.Orders;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The batches that one worker cannot work at for the moment, and when it tries again. For one thread. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(10);
    private static final Duration FIRST_REST = Duration.ofSeconds(2);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);
    /** After so long without a fault, the next one is the first. */
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final String worker;
    private final TimeSource time;
    private final Map<String, Refusal> refusals = new HashMap<>();

    /**
     * Why a batch is not worked at.
     *
     * @param faults how often its share has come to an end by itself, one soon after the other
     */
    private record Refusal(Instant submittedAt, String why, long since, Duration rest, int faults) {}

    Refusals(String worker, TimeSource time) {
        this.worker = worker;
        this.time = time;
    }

    /** Forgets all batches but those. */
    void retain(Set<String> batches) {
        refusals.keySet().retainAll(batches);
    }

    /** Whether it is too early to try again. */
    boolean rests(Orders orders) {
        return of(orders).filter(refusal -> time.nanos() - refusal.since() < refusal.rest().toNanos()).isPresent();
    }

    private Optional<Refusal> of(Orders orders) {
        return Optional.ofNullable(refusals.get(orders.batch()))
                .filter(refusal -> refusal.submittedAt().equals(orders.submittedAt()));
    }

    /** The batch cannot be run from here. Told once. */
    void cannot(Orders orders, String why) {
        Optional<Refusal> before = of(orders);
        if (before.filter(refusal -> refusal.why().equals(why)).isEmpty()) {
            LOG.error("Worker {} cannot work at batch {}: {}", worker, orders.batch(), why);
        }
        refusals.put(orders.batch(), new Refusal(orders.submittedAt(), why, time.nanos(), TRY_AGAIN,
                before.map(Refusal::faults).orElse(0)));
    }

    /** The share of the batch has come to an end by itself: each time the next one is longer in coming. */
    void broke(Orders orders, String why) {
        int faults = 1 + of(orders).map(Refusal::faults).orElse(0);
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(faults - 1, 10));
        refusals.put(orders.batch(), new Refusal(orders.submittedAt(), why, time.nanos(),
                rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST, faults));
    }

    /** The batch is worked at since then, in elapsed nanoseconds. */
    void works(String batch, long since) {
        if (refusals.containsKey(batch) && time.nanos() - since > STEADY.toNanos()) {
            refusals.remove(batch);
        }
    }

    /** Why the batch is not worked at, as far as is known. */
    Optional<String> why(String batch) {
        return Optional.ofNullable(refusals.get(batch)).map(Refusal::why);
    }
}
