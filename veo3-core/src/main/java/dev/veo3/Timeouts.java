// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import java.time.Duration;

/**
 * How long the client waits for the network. Each but the first bounds sending a call and waiting for its answer to begin, and then
 * each pause in the answer: an answer that keeps coming may take as long as it needs.
 * A time longer than a century counts as a century.
 *
 * @param connect for a connection to come about
 * @param submit for a request, whose pictures and videos are sent within it, and as long again for the whole of its short answer; when it
 *            is over, nobody knows whether the service took it
 * @param poll for a question about an operation
 * @param download for a video
 * @since 1.0
 */
public record Timeouts(Duration connect, Duration submit, Duration poll, Duration download) {
    private static final Timeouts STANDARD = new Timeouts(Duration.ofSeconds(20), Duration.ofMinutes(3),
            Duration.ofMinutes(1), Duration.ofMinutes(1));

    /** Every one is positive. */
    public Timeouts {
        connect = LongDurations.bounded(connect);
        submit = LongDurations.bounded(submit);
        poll = LongDurations.bounded(poll);
        download = LongDurations.bounded(download);
        requirePositive("connect", connect);
        requirePositive("submit", submit);
        requirePositive("poll", poll);
        requirePositive("download", download);
    }

    /** 20 seconds to connect, 3 minutes to submit, a minute for a poll and for a download. */
    public static Timeouts standard() {
        return STANDARD;
    }

    private static void requirePositive(String name, Duration timeout) {
        if (timeout.isNegative() || timeout.toMillis() == 0) {
            throw new IllegalArgumentException("The timeout " + name + " is " + timeout
                    + ": give it at least a millisecond");
        }
    }
}
