package dev.veo3;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to wait for an operation. Immutable.
 *
 * @param firstInterval between the first two polls; the next ones grow by half each time
 * @param longestInterval to which they grow
 * @param timeout how long to wait in all
 * @param spoolDirectory where videos inside an answer are written; empty for the client's own
 */
public record AwaitOptions(Duration firstInterval, Duration longestInterval, Duration timeout,
        Optional<Path> spoolDirectory) {
    private static final AwaitOptions STANDARD = new AwaitOptions(Duration.ofSeconds(1), Duration.ofSeconds(15),
            Duration.ofMinutes(30), Optional.empty());

    /** The intervals are positive and the first is not the longer one; the timeout is not negative. */
    public AwaitOptions {
        if (!firstInterval.isPositive() || firstInterval.compareTo(longestInterval) > 0) {
            throw new IllegalArgumentException("Intervals grow from " + firstInterval + " to " + longestInterval
                    + ": the first must be positive and not the longer one");
        }
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("The timeout is negative: " + timeout);
        }
    }

    /** From 1 to 15 seconds between two polls, for at most 30 minutes. A video takes 11 seconds to 6 minutes. */
    public static AwaitOptions standard() {
        return STANDARD;
    }

    /** The same with other intervals. */
    public AwaitOptions withIntervals(Duration first, Duration longest) {
        return new AwaitOptions(first, longest, timeout, spoolDirectory);
    }

    /** The same with another timeout. Zero polls once. */
    public AwaitOptions withTimeout(Duration other) {
        return new AwaitOptions(firstInterval, longestInterval, other, spoolDirectory);
    }

    /** The same with a directory for videos inside answers; best on the file system of their last place. */
    public AwaitOptions withSpoolDirectory(Path directory) {
        return new AwaitOptions(firstInterval, longestInterval, timeout, Optional.of(directory));
    }
}
