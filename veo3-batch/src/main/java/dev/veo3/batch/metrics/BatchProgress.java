// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import dev.veo3.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a batch has come.
 *
 * @param total how many jobs it has
 * @param succeeded jobs with a video
 * @param failed jobs that ended without one: they failed, were filtered, came back empty, or nobody knows what became of them
 * @param ran jobs among these, and among those that are left, that were taken up in this run: of the others, the end was known before or they were never
 *            begun, so they say nothing about the speed
 * @param running jobs that have been taken up and have not ended
 * @param throttled how often the service said that a quota is used up
 * @param cost what the ended jobs have cost or may have, and the price of those that the service is at work on
 * @param elapsed since the batch began
 * @param held why fewer jobs may be in flight than otherwise: jobs of unknown fate that hold their places; empty when none does
 * @param left jobs that came to rest although nothing is said of them yet
 * @since 1.0
 */
public record BatchProgress(int total, int succeeded, int failed, int ran, int running, int throttled, Usd cost,
        Duration elapsed, Optional<Held> held, Left left) {

    /** No job holds its place, and none is left. */
    public BatchProgress(int total, int succeeded, int failed, int ran, int running, int throttled, Usd cost,
            Duration elapsed) {
        this(total, succeeded, failed, ran, running, throttled, cost, elapsed, Optional.empty(), Left.NONE);
    }

    /**
     * Jobs that have ended, of which nobody knows whether the service is at work on them: each holds its place in flight for the
     * longest generation time.
     *
     * @param jobs how many, at least 1
     * @param until when the first place becomes free
     */
    public record Held(int jobs, Instant until) {
        private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

        /** For people: {@code 1 job of unknown fate holds its place until 12:34}, by the clock of that zone. */
        public String describe(ZoneId zone) {
            // A place that is free at 12:33:20 is not yet at 12:33.
            String clock = CLOCK.format(until.plusNanos(59_999_999_999L).atZone(zone));
            return jobs == 1
                    ? "1 job of unknown fate holds its place until " + clock
                    : jobs + " jobs of unknown fate hold their places, the first until " + clock;
        }
    }

    /**
     * Jobs that came to rest because the batch ended, or a job before them: no failures, since another run takes them up.
     *
     * @param unfinished the service is at work on them
     * @param skipped they were not begun because of another job
     * @param cancelled they were not begun because the batch was stopped
     */
    public record Left(int unfinished, int skipped, int cancelled) {

        /** None is. */
        public static final Left NONE = new Left(0, 0, 0);

        /** How many there are. */
        public int jobs() {
            return unfinished + skipped + cancelled;
        }
    }

    /** Jobs that have ended or came to rest. */
    public int done() {
        return succeeded + failed + left.jobs();
    }

    /** Jobs a minute so far, of those that were taken up in this run; 0 before the first has ended. */
    public double jobsPerMinute() {
        double minutes = elapsed.toNanos() / 60e9;
        return minutes > 0 ? ran / minutes : 0;
    }

    /** How long the rest takes if it goes on like this; empty before the first job that was taken up has ended. */
    public Optional<Duration> remaining() {
        if (ran == 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos((long) (elapsed.toNanos() / (double) ran * (total - done()))));
    }
}
