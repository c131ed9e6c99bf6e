// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import dev.veo3.model.Usd;
import java.time.Duration;

/**
 * What was counted of the jobs that were taken up in one run.
 *
 * @param ran how many of them have ended
 * @param errors how many of these failed, were filtered, came back empty or are ambiguous
 * @param throttled how often the service said that a quota is used up
 * @param cost what the ended jobs of the batch have cost or may have, and the price of those that the service is at work on
 * @param reserved of that, the price of those that the service is at work on
 * @param durations how long the jobs that have ended ran since they were last taken up, taken together
 * @param work what jobs have spent their time on, with what they did before they were put back to be tried again
 * @param forces how often a job waited until the journal was on the disk
 * @since 1.0
 */
public record Counts(long ran, long errors, long throttled, Usd cost, Usd reserved, Duration durations, WorkTimes work,
        long forces) {

    /** How long a job ran, on average; zero before the first has ended. */
    public Duration averageDuration() {
        return ran == 0 ? Duration.ZERO : durations.dividedBy(ran);
    }
}
