// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.internal.download.Patience;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a download goes on after a failure: no connection, a cut, a pause that was too long, 408, 429, 5xx, or bytes that are not those
 * of the service. It goes on behind the bytes that have come, where the service says that they are still those of the same video, and
 * else from the beginning. A longer wait that the service asks for is kept. Immutable.
 *
 * @param attempts how many in a row may fail before the download does; one that brought a megabyte begins a new row
 * @param firstWait between the first two attempts; the next ones grow by half each time, and half of each is chance
 * @param longestWait to which they grow
 * @param longest for one video, all attempts and waits together: an answer that comes without end ends with it. What has come by then
 *            is kept where a later download can go on with it
 * @param mostBytes of one video: what is longer, or comes without end, is none, and nothing of it stays
 * @since 1.0
 */
public record DownloadRetries(int attempts, Duration firstWait, Duration longestWait, Duration longest,
        long mostBytes) {
    /** Minutes of video in 4K come to a few gigabytes. */
    private static final long MOST_BYTES = 16L << 30;

    private static final DownloadRetries STANDARD = new DownloadRetries(6, Duration.ofMillis(500),
            Duration.ofSeconds(20));

    /** At least one attempt is made; the times are positive, and the first wait is not the longer one. */
    public DownloadRetries {
        longest = LongDurations.bounded(longest);
        firstWait = LongDurations.bounded(firstWait);
        longestWait = LongDurations.bounded(longestWait);
        if (attempts < 1) {
            throw new IllegalArgumentException("A download takes at least one attempt, not " + attempts);
        }
        if (!firstWait.isPositive() || firstWait.compareTo(longestWait) > 0) {
            throw new IllegalArgumentException("Waits grow from " + firstWait + " to " + longestWait
                    + ": the first must be positive and not the longer one");
        }
        if (!longest.isPositive()) {
            throw new IllegalArgumentException("A download may take " + longest + ": give it a positive time");
        }
        if (mostBytes < 1) {
            throw new IllegalArgumentException("A video has at least one byte, not at most " + mostBytes);
        }
    }

    /** The same, with 16 GiB for a video. */
    public DownloadRetries(int attempts, Duration firstWait, Duration longestWait, Duration longest) {
        this(attempts, firstWait, longestWait, longest, MOST_BYTES);
    }

    /** The same, with an hour and 16 GiB for a video. */
    public DownloadRetries(int attempts, Duration firstWait, Duration longestWait) {
        this(attempts, firstWait, longestWait, Duration.ofHours(1));
    }

    /** Six attempts, with half a second to 20 seconds between two, and an hour and 16 GiB for a video. */
    public static DownloadRetries standard() {
        return STANDARD;
    }

    /** One attempt: what fails is the caller's. */
    public static DownloadRetries none() {
        return new DownloadRetries(1, STANDARD.firstWait, STANDARD.longestWait);
    }

    /** The same, where a video has at most so many bytes. */
    public DownloadRetries withMostBytes(long bytes) {
        return new DownloadRetries(attempts, firstWait, longestWait, longest, bytes);
    }

    /** The same for a client that waits so long for each answer. */
    Patience patience(Duration timeout) {
        PollSchedule waits = new PollSchedule(firstWait, longestWait);
        return new Patience(attempts, failures -> waits.after(failures, ThreadLocalRandom.current()), timeout,
                longest, mostBytes);
    }
}
