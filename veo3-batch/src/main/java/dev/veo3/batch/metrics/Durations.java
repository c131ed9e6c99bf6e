// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.HdrHistogram.AtomicHistogram;

/**
 * How long phases took. There are several histograms of each, so that threads that record at the same moment seldom meet in one, and
 * never wait for each other when they do; whoever asks adds them up. Thread-safe.
 */
final class Durations {
    private static final int MOST_STRIPES = 32;
    /** In microseconds. What took longer counts as this. */
    private static final long LONGEST = TimeUnit.DAYS.toMicros(7);
    private static final int DIGITS = 2;
    private static final List<Phase> PHASES = List.of(Phase.values());

    private final AtomicReferenceArray<Stripe> stripes;
    private final AtomicInteger next = new AtomicInteger();

    Durations() {
        int wanted = Runtime.getRuntime().availableProcessors() * 4;
        stripes = new AtomicReferenceArray<>(Math.min(MOST_STRIPES, Integer.highestOneBit(wanted)));
    }

    /** One set of histograms, each made when it is needed. Any thread may record. */
    static final class Stripe {
        private final AtomicReferenceArray<AtomicHistogram> phases = new AtomicReferenceArray<>(PHASES.size());

        void record(Phase phase, long nanos) {
            AtomicHistogram histogram = phases.get(PHASES.indexOf(phase));
            if (histogram == null) {
                phases.compareAndSet(PHASES.indexOf(phase), null, new AtomicHistogram(LONGEST, DIGITS));
                histogram = phases.get(PHASES.indexOf(phase));
            }
            histogram.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 0, LONGEST));
        }
    }

    /** Where a thread that begins now records. */
    Stripe stripe() {
        int index = (next.getAndIncrement() & Integer.MAX_VALUE) % stripes.length();
        Stripe stripe = stripes.get(index);
        if (stripe == null) {
            stripes.compareAndSet(index, null, new Stripe());
            stripe = stripes.get(index);
        }
        return stripe;
    }

    /** What has been recorded of a phase so far. */
    PhaseTimes of(Phase phase) {
        AtomicHistogram all = new AtomicHistogram(LONGEST, DIGITS);
        for (int i = 0; i < stripes.length(); i++) {
            Stripe stripe = stripes.get(i);
            AtomicHistogram part = stripe == null ? null : stripe.phases.get(PHASES.indexOf(phase));
            if (part != null) {
                all.add(part);
            }
        }
        return all.getTotalCount() == 0
                ? PhaseTimes.NONE
                : new PhaseTimes(all.getTotalCount(), at(all, 50), at(all, 95), at(all, 99));
    }

    private static Duration at(AtomicHistogram all, double percentile) {
        return Duration.of(all.getValueAtPercentile(percentile), ChronoUnit.MICROS);
    }
}
