// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * When a person is told that something about a batch is not as it should be. What is empty is not watched.
 *
 * @param slowJob a job runs longer than this
 * @param memory the last garbage collection has left more than so many bytes in the heap
 * @param errorRate of the jobs that ended in the last five minutes, more than this part came to nothing; from 0 to 1
 * @param errorRateFrom so many jobs must have ended in these five minutes before the error rate says anything
 * @param workerCrashes whether it is told that an executor threw an unchecked exception that is none of this library, or an error
 * @since 1.0
 */
public record AlertRules(Optional<Duration> slowJob, OptionalLong memory, OptionalDouble errorRate, int errorRateFrom,
        boolean workerCrashes) {

    /** Checks that the limits can be passed. */
    public AlertRules {
        if (slowJob.isPresent() && slowJob.get().isNegative()) {
            throw new IllegalArgumentException("A job takes no time below zero: " + slowJob.get());
        }
        if (memory.isPresent() && memory.getAsLong() < 0) {
            throw new IllegalArgumentException("Memory is not below zero: " + memory.getAsLong());
        }
        if (errorRate.isPresent() && !(errorRate.getAsDouble() >= 0 && errorRate.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("An error rate is from 0 to 1, not " + errorRate.getAsDouble());
        }
        if (errorRateFrom < 1) {
            throw new IllegalArgumentException("An error rate is of at least 1 job, not " + errorRateFrom);
        }
    }

    /** A job of more than five minutes, 500 MB, an error rate of more than 10 % from ten jobs on, and crashes. */
    public static AlertRules standard() {
        return new AlertRules(Optional.of(Duration.ofMinutes(5)), OptionalLong.of(500_000_000), OptionalDouble.of(0.1),
                10, true);
    }

    /** Nothing is watched. */
    public static AlertRules none() {
        return new AlertRules(Optional.empty(), OptionalLong.empty(), OptionalDouble.empty(), 10, false);
    }

    /** The same with another time for a job. */
    public AlertRules withSlowJob(Duration longest) {
        return new AlertRules(Optional.of(longest), memory, errorRate, errorRateFrom, workerCrashes);
    }

    /** The same with another amount of memory, in bytes. */
    public AlertRules withMemory(long bytes) {
        return new AlertRules(slowJob, OptionalLong.of(bytes), errorRate, errorRateFrom, workerCrashes);
    }

    /** The same with another error rate, from 0 to 1, that counts from so many jobs on. */
    public AlertRules withErrorRate(double rate, int fromJobs) {
        return new AlertRules(slowJob, memory, OptionalDouble.of(rate), fromJobs, workerCrashes);
    }
}
