// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When the phases of a job began. From the moment at which the job was taken up until the service took it, it is in the phase
 * <em>submit</em>, which includes every wait for the rate; from then on until the videos were made in <em>generate</em>; from then
 * on until its end in <em>download</em>. Before it was taken up it was <em>queued</em>.
 *
 * @param known whether somebody has noted the phases; when not, only the begin and the end of the job are known
 * @param submitted when the service took the job; empty when it never did, and when an earlier run has submitted it
 * @param generated when the videos were made; empty when they were not
 * @param retried how long attempts took before the one that the service took, which were not sent or refused for another reason than a
 *            quota, with the pauses after them
 * @since 1.0
 */
public record JobTimes(boolean known, Optional<Instant> submitted, Optional<Instant> generated, Duration retried) {

    /** The times of a job of which only begin and end are known. */
    public static final JobTimes UNKNOWN = new JobTimes(false, Optional.empty(), Optional.empty());

    /** Times without such attempts. */
    public JobTimes(boolean known, Optional<Instant> submitted, Optional<Instant> generated) {
        this(known, submitted, generated, Duration.ZERO);
    }

    /**
     * How a job spent its time.
     *
     * @param other the time of which nobody knows the phase
     */
    public record Spent(Duration submit, Duration generate, Duration download, Duration other) {}

    /**
     * The phases of a job that ran from one moment to another; together they are as long as the job. What is noted of a time before
     * the job was taken up, by an earlier run, counts from there on.
     *
     * @param takenUpAgain whether an earlier run had submitted it
     */
    Spent between(Instant from, Instant to, boolean takenUpAgain) {
        if (!known) {
            return new Spent(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.between(from, to));
        }
        Instant taken = submitted.map(at -> within(at, from, to)).orElse(takenUpAgain ? from : to);
        Instant made = generated.map(at -> within(at, taken, to)).orElse(to);
        return new Spent(Duration.between(from, taken), Duration.between(taken, made), Duration.between(made, to),
                Duration.ZERO);
    }

    private static Instant within(Instant at, Instant from, Instant to) {
        if (at.isBefore(from)) {
            return from;
        }
        return at.isAfter(to) ? to : at;
    }
}
