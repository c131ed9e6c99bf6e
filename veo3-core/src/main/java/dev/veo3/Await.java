// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.error.VeoDeadlineException;
import dev.veo3.error.VeoException;
import dev.veo3.error.VeoNetworkException;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.time.TimeSource;
import dev.veo3.video.OperationName;
import dev.veo3.video.OperationState;
import dev.veo3.video.VideoOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the end of one operation. Used by one thread. */
final class Await {
    private static final Logger LOG = LoggerFactory.getLogger(Await.class);

    /** The answers that repeating does not change: no valid credentials, no permission, no such operation. */
    private static final Set<Integer> LASTING = Set.of(401, 403, 404);

    /** How many answers 400 in a row are believed: Omni gives one to an unknown name, but now and then to a good one. */
    private static final int BELIEVED = 3;

    private final Poll poll;
    private final TimeSource time;
    private final RandomGenerator random;

    /** One poll. */
    @FunctionalInterface
    interface Poll {
        OperationState once(OperationName operation, Path spoolDirectory, Duration atMost) throws InterruptedException;
    }

    Await(Poll poll, TimeSource time, RandomGenerator random) {
        this.poll = poll;
        this.time = time;
        this.random = random;
    }

    VideoOutcome until(OperationName operation, AwaitOptions options, Path spoolDirectory)
            throws InterruptedException {
        PollSchedule schedule = new PollSchedule(options.firstInterval(), options.longestInterval());
        long start = time.nanos();
        int refusals = 0;
        for (int polls = 1;; polls++) {
            Duration floor = Duration.ZERO;
            Optional<VeoException> problem = Optional.empty();
            try {
                Duration atMost = longer(options.lastPoll(), options.timeout().minusNanos(time.nanos() - start));
                if (poll.once(operation, spoolDirectory, atMost) instanceof OperationState.Done done) {
                    return done.outcome();
                }
                refusals = 0;
            } catch (VeoServiceException e) {
                refusals = e.error().httpStatus() == 400 ? refusals + 1 : 0;
                if (LASTING.contains(e.error().httpStatus()) || refusals == BELIEVED) {
                    throw e;
                }
                floor = e.error().retryAfter().orElse(Duration.ZERO);
                problem = Optional.of(e);
            } catch (VeoNetworkException | VeoProtocolException e) {
                problem = Optional.of(e);
            }
            problem.ifPresent(e -> LOG.debug("A poll failed and will be repeated: {}", e.getMessage()));
            Duration waited = Duration.ofNanos(time.nanos() - start);
            Duration left = options.timeout().minus(waited);
            if (!left.isPositive()) {
                throw new VeoDeadlineException(operation.value(), waited,
                        problem.map(Throwable::getMessage).orElse(""));
            }
            time.sleep(shorter(left, longer(floor, schedule.after(polls, random))));
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
