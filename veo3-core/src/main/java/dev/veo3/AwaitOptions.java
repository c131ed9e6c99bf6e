// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to wait for an operation. Immutable. A time longer than a century counts as a century.
 *
 * @param firstInterval between the first two polls; the next ones grow by half each time
 * @param longestInterval to which they grow
 * @param timeout how long to wait in all
 * @param lastPoll what a poll gets for its whole answer at least, also when the time is over: the video may be in it
 * @param spoolDirectory where videos inside an answer are written; empty for the client's own
 * @since 1.0
 */
public record AwaitOptions(Duration firstInterval, Duration longestInterval, Duration timeout, Duration lastPoll,
        Optional<Path> spoolDirectory) {
    private static final AwaitOptions STANDARD = new AwaitOptions(Duration.ofSeconds(1), Duration.ofSeconds(15),
            Duration.ofMinutes(30), Duration.ofSeconds(5), Optional.empty());

    /** The intervals and the last poll's time are positive, the first interval is not the longer one; the timeout is not negative. */
    public AwaitOptions {
        firstInterval = LongDurations.bounded(firstInterval);
        longestInterval = LongDurations.bounded(longestInterval);
        timeout = LongDurations.bounded(timeout);
        lastPoll = LongDurations.bounded(lastPoll);
        if (!firstInterval.isPositive() || firstInterval.compareTo(longestInterval) > 0) {
            throw new IllegalArgumentException("Intervals grow from " + firstInterval + " to " + longestInterval
                    + ": the first must be positive and not the longer one");
        }
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("The timeout is negative: " + timeout);
        }
        if (!lastPoll.isPositive()) {
            throw new IllegalArgumentException("A poll needs some time for its answer, not " + lastPoll);
        }
    }

    /** From 1 to 15 seconds between two polls, for at most 30 minutes. A video takes 11 seconds to 6 minutes. */
    public static AwaitOptions standard() {
        return STANDARD;
    }

    /** The same with other intervals. */
    public AwaitOptions withIntervals(Duration first, Duration longest) {
        return new AwaitOptions(first, longest, timeout, lastPoll, spoolDirectory);
    }

    /** The same with another timeout. Zero polls once. */
    public AwaitOptions withTimeout(Duration other) {
        return new AwaitOptions(firstInterval, longestInterval, other, lastPoll, spoolDirectory);
    }

    /** The same, where a poll whose answer begins when the time is over gets this much for it; 5 seconds unless set. */
    public AwaitOptions withLastPoll(Duration atLeast) {
        return new AwaitOptions(firstInterval, longestInterval, timeout, atLeast, spoolDirectory);
    }

    /** The same with a directory for videos inside answers; best on the file system of their last place. */
    public AwaitOptions withSpoolDirectory(Path directory) {
        return new AwaitOptions(firstInterval, longestInterval, timeout, lastPoll, Optional.of(directory));
    }
}
