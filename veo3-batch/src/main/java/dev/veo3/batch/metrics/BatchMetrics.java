// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import dev.veo3.model.Usd;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of a batch at one moment. Counts are of this run: what an earlier one has done is in {@link #cost} only.
 *
 * @param averageJobDuration of the jobs that were taken up and have ended; zero before the first
 * @param queueDepth how many jobs can be taken up, and wait
 * @param workerUtilisation how much of the limit was in use over time, from 0 to 1: 1 when as many jobs as allowed were in flight
 *            all the time. A job that downloads is not in flight.
 * @param errorRate of the jobs that were taken up and ended in the last five minutes, the part that failed, was filtered, came back
 *            empty or is ambiguous; from 0 to 1
 * @param memory the heap in use, in bytes, with what the next collection will free
 * @param rateLimitHits how often the service said that a quota is used up
 * @param phases how long each phase took; all phases are there
 * @param cost what the ended jobs have cost or may have, and the price of those that the service is at work on
 * @param inFlight how many jobs are in flight: taken up, and not yet at their download
 * @param limit how many may be
 * @since 1.0
 */
public record BatchMetrics(Duration averageJobDuration, int queueDepth, double workerUtilisation, double errorRate,
        long memory, long rateLimitHits, Map<Phase, PhaseTimes> phases, Usd cost, int inFlight, int limit) {

    /** Copies the map; a phase that it lacks was not gone through. */
    public BatchMetrics {
        Map<Phase, PhaseTimes> all = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            all.put(phase, phases.getOrDefault(phase, PhaseTimes.NONE));
        }
        phases = Collections.unmodifiableMap(all);
    }

    /** How long a phase took. */
    public PhaseTimes phase(Phase phase) {
        return phases.getOrDefault(phase, PhaseTimes.NONE);
    }

    /** Two lines and one for each phase that was gone through, for people. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT,
                "average job %s, queue depth %d, in flight %d of %d, worker utilisation %.0f %%%n",
                words(averageJobDuration), queueDepth, inFlight, limit, workerUtilisation * 100));
        text.append(String.format(Locale.ROOT, "error rate %.1f %%, rate-limit hits %d, memory %d MB, cost %s",
                errorRate * 100, rateLimitHits, memory / 1_000_000, cost));
        phases.forEach((phase, times) -> {
            if (times.count() > 0) {
                text.append(String.format(Locale.ROOT, "%n  %-8s p50 %s, p95 %s, p99 %s (%d)", phase.word(),
                        words(times.p50()), words(times.p95()), words(times.p99()), times.count()));
            }
        });
        return text.toString();
    }

    /** For example {@code 340 µs}, {@code 12 ms}, {@code 61.5 s}, {@code 12 min 4 s}. */
    static String words(Duration time) {
        if (time.toMinutes() >= 2) {
            return time.toMinutes() + " min " + time.toSecondsPart() + " s";
        }
        if (time.toMillis() >= 1000) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        }
        return time.toMillis() > 0 ? time.toMillis() + " ms" : time.toNanos() / 1000 + " µs";
    }
}
