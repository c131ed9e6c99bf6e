// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.model.Usd;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Counts the events of one batch. Thread-safe; a snapshot may be taken at any time from any thread.
 *
 * @since 1.0
 */
public final class ProgressTracker implements BatchListener {
    private final int total;
    private final TimeSource time;
    private final long start;
    /** By index, the jobs that have been taken up and have not ended; one that is tried again is taken up twice. */
    private final Set<Integer> running = ConcurrentHashMap.newKeySet();
    private final HeldPlaces held = new HeldPlaces();
    /** By the number of the way to end. */
    private final AtomicLongArray ended = new AtomicLongArray(OutcomeKinds.NAMES.size());
    private final LongAdder ran = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private final LongAdder micros = new LongAdder();
    /** By index, what the service has taken and not yet ended. */
    private final Map<Integer, Usd> taken = new ConcurrentHashMap<>();

    /** A batch of so many jobs that begins now. */
    public ProgressTracker(int total, TimeSource time) {
        this.total = total;
        this.time = time;
        this.start = time.nanos();
    }

    @Override
    public void onEvent(JobEvent event) {
        switch (event) {
            case JobEvent.Started e -> running.add(e.job().index());
            case JobEvent.Submitting e -> {
            }
            case JobEvent.Retrying e -> {
            }
            case JobEvent.Generated e -> {
            }
            case JobEvent.Downloading e -> {
            }
            case JobEvent.Downloaded e -> {
            }
            case JobEvent.Submitted e -> {
                Usd price = e.job().price().orElse(Usd.ZERO);
                if (taken.putIfAbsent(e.job().index(), price) == null) {
                    micros.add(price.micros());
                }
            }
            case JobEvent.Throttled e -> throttled.increment();
            case JobEvent.Finished e -> {
                if (e.ran()) {
                    running.remove(e.job().index());
                    ran.increment();
                }
                ended.incrementAndGet(OutcomeKinds.of(e.result().outcome()));
                Usd before = taken.remove(e.job().index());
                micros.add(e.result().cost().micros() - (before == null ? 0 : before.micros()));
            }
        }
    }

    @Override
    public void onBatchEvent(BatchEvent event) {
        if (event instanceof BatchEvent.PlaceHeld place) {
            held.add(place.until());
        }
    }

    /** How far the batch has come. */
    public BatchProgress snapshot() {
        long[] counts = IntStream.range(0, ended.length()).mapToLong(ended::get).toArray();
        return new BatchProgress(total, OutcomeKinds.succeeded(counts), OutcomeKinds.failed(counts), ran.intValue(),
                running.size(), throttled.intValue(), new Usd(Math.max(0, micros.sum())),
                Duration.ofNanos(time.nanos() - start), held.at(time.now()), OutcomeKinds.left(counts));
    }
}
