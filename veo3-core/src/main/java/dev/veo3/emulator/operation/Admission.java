// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.operation;

import dev.veo3.emulator.wire.ApiError;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.PriorityQueue;

/** The quota: what runs now and what was accepted in the last minute. Not thread-safe. */
final class Admission {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Limits limits;
    private final Deque<Long> lastMinute = new ArrayDeque<>();
    private final PriorityQueue<Long> running = new PriorityQueue<>();

    Admission(Limits limits) {
        this.limits = limits;
    }

    /**
     * Checks that one more may begin.
     *
     * @throws ApiError with status 429
     */
    void check(long now, String model) throws ApiError {
        while (!running.isEmpty() && running.peek() <= now) {
            running.remove();
        }
        while (!lastMinute.isEmpty() && lastMinute.peek() <= now - MINUTE.toNanos()) {
            lastMinute.remove();
        }
        if (running.size() >= limits.maxInFlight()) {
            throw ApiError.exhausted("Quota exceeded: " + limits.maxInFlight() + " operations with base model " + model
                    + " are running, no more are allowed at a time.", Optional.empty());
        }
        if (lastMinute.size() >= limits.submitsPerMinute()) {
            Duration wait = MINUTE.minusNanos(now - lastMinute.element());
            throw ApiError.exhausted(
                    "Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model"
                            + " with base model: " + model + ". " + limits.submitsPerMinute()
                            + " submissions a minute are allowed.",
                    Optional.of(Duration.ofMillis(wait.toMillis() + 1)));
        }
    }

    void begun(long now, long due) {
        if (limits.maxInFlight() < Integer.MAX_VALUE) {
            running.add(due);
        }
        if (limits.submitsPerMinute() < Integer.MAX_VALUE) {
            lastMinute.add(now);
        }
    }

    void ended(long due) {
        running.remove(due);
    }
}
