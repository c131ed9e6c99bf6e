// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import dev.veo3.error.ServiceError;
import dev.veo3.error.VeoException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the attempts of one download and waits between them. Used by one thread. */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    /** A longer wish of the service is left to the caller, who may have other things to do. */
    private static final Duration LONGEST_WISH = Duration.ofMinutes(10);

    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Patience patience;
    private final TimeSource time;
    private final BooleanSupplier closed;
    private final long begin;
    private int failures;

    /** The time runs from now on. */
    Attempts(Patience patience, TimeSource time, BooleanSupplier closed) {
        this.begin = time.nanos();
        this.patience = patience;
        this.time = time;
        this.closed = closed;
    }

    /** Whether a later attempt may have another end than this error. */
    static boolean mayPass(ServiceError error) {
        int status = error.httpStatus();
        return status == 408 || status == 429 || status >= 500;
    }

    /** How long the download may still take: at least a moment, in which an attempt that begins too late ends. */
    Duration left() {
        Duration left = patience.longest().minusNanos(time.nanos() - begin);
        return left.compareTo(MOMENT) > 0 ? left : MOMENT;
    }

    /** How many bytes a video may have. */
    long mostBytes() {
        return patience.mostBytes();
    }

    /** What was achieved counts: the attempts begin anew. */
    void progressed() {
        failures = 0;
    }

    /** Waits for the next attempt, or throws why the last one failed when there is none. */
    void failed(VeoException reason) throws InterruptedException {
        failures++;
        Duration wish = reason instanceof VeoServiceException answered
                ? answered.error().retryAfter().orElse(Duration.ZERO)
                : Duration.ZERO;
        if (failures >= patience.attempts() || closed.getAsBoolean() || wish.compareTo(LONGEST_WISH) > 0) {
            throw reason;
        }
        LOG.debug("Attempt {} of {} failed and will be repeated: {}", failures, patience.attempts(),
                reason.getMessage());
        Duration wait = patience.waits().apply(failures);
        wait = wait.compareTo(wish) >= 0 ? wait : wish;
        if (wait.compareTo(left()) >= 0) {
            throw reason;
        }
        time.sleep(wait);
        if (closed.getAsBoolean()) {
            throw reason;
        }
    }
}
