// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.tune;

import dev.veo3.batch.metrics.Bottleneck;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a batch did with so many jobs at once.
 *
 * @param concurrency how many jobs were allowed at once
 * @param jobs how many ran to their end, whatever it was
 * @param answered how many of them the service dealt with as it should: with a video, or with the word that its filter keeps it
 * @param succeeded how many of them have a video
 * @param obstacle why most of those that were not have no video, and what to do about it; empty when all were
 * @param elapsed from the batch's begin to its end
 * @param rateLimitHits how often the service said that a quota is used up
 * @param bottleneck what held the batch up most; empty when no job took any time
 * @param cost what the batch has cost, or may have
 * @since 1.0
 */
public record TunedLevel(int concurrency, int jobs, int answered, int succeeded, Optional<String> obstacle,
        Duration elapsed, long rateLimitHits, Optional<Bottleneck.Cause> bottleneck, Usd cost) {

    static TunedLevel of(int concurrency, BatchReport report) {
        long left = report.outcomes().getOrDefault("skipped", 0L) + report.outcomes().getOrDefault("cancelled", 0L);
        int jobs = Math.toIntExact(report.jobCount() - left);
        // Of the successful outcomes, and of those without a video, only a filter's is the service's work.
        long filtered = report.outcomes().getOrDefault("filtered", 0L);
        int answered = Math.toIntExact(report.succeeded() + filtered);
        return new TunedLevel(concurrency, jobs, answered, report.succeeded(),
                answered < jobs ? report.commonestFailure("filtered") : Optional.empty(), report.elapsed(),
                report.metrics().map(metrics -> metrics.rateLimitHits()).orElse(0L),
                report.figures().flatMap(figures -> figures.bottleneck()).map(Bottleneck::cause), report.cost());
    }

    /** Jobs that the service dealt with in a minute; what failed or is of unknown fate is none of them. */
    public double jobsPerMinute() {
        return elapsed.isPositive() ? answered * 60e9 / elapsed.toNanos() : 0;
    }

    /** Whether a job failed, or nobody knows what became of it: then nothing is known about how fast so many are. */
    boolean hasTrouble() {
        return answered < jobs || jobs == 0;
    }

    /** Whether the service refused more than one submission in twenty. */
    boolean isRefusedOften() {
        return rateLimitHits * 20 > jobs;
    }

    /** One line, for people. */
    public String describe() {
        return String.format(Locale.ROOT, "%4d at once  %10.1f jobs/min  %4d of %d with a video  %3d refused  %s",
                concurrency, jobsPerMinute(), succeeded, jobs, rateLimitHits,
                bottleneck.map(Bottleneck.Cause::title).orElse("-"));
    }
}
