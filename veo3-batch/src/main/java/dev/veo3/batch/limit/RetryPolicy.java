// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which jobs are tried again, how often and when. Only what cannot have been accepted is ever asked for here: a job whose fate is
 * unknown is never tried again, and a refusal for quota is waited out and uses up no attempt. Immutable; a pure function.
 *
 * @param attempts how often a job is submitted at most, at least 1; 1 is no retry
 * @param statuses the HTTP statuses of refusals that are worth another attempt
 * @param codes the names of the google.rpc codes, for example {@code INTERNAL}, of refusals and of failed operations that are
 *            worth another attempt
 * @param first the backoff after the first attempt; each further one is twice as long
 * @param longest the longest backoff
 * @since 1.0
 */
public record RetryPolicy(int attempts, Set<Integer> statuses, Set<String> codes, Duration first, Duration longest) {
    /** After these the service may have accepted the job: that is for the ambiguity policy. */
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 405, 411, 412, 413, 414, 415, 422);
    /** What an operation fails with when the service is at fault and not the request. */
    private static final Set<String> THE_SERVICES_FAULT = Set.of("ABORTED", "DEADLINE_EXCEEDED", "INTERNAL",
            "RESOURCE_EXHAUSTED", "UNAVAILABLE", "UNKNOWN");

    /** Checks the numbers, copies the sets. */
    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("A job is submitted at least once, not " + attempts + " times");
        }
        if (first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "A backoff is not negative, and the longest is not shorter than the first: "
                            + first + ", " + longest);
        }
        for (int status : statuses) {
            if (!REFUSALS.contains(status)) {
                throw new IllegalArgumentException(
                        "HTTP " + status + " is no refusal that may be retried. Definite refusals are "
                                + REFUSALS.stream().sorted().toList()
                                + "; 429 is waited out by itself, and after anything else the"
                                + " service may have accepted the job: see the ambiguity policy");
            }
        }
        statuses = Set.copyOf(statuses);
        codes = Set.copyOf(codes);
    }

    /** No retry. */
    public static RetryPolicy none() {
        return attempts(1);
    }

    /**
     * So many attempts at jobs that were not sent, and at those whose operation failed by the service's fault; 5 seconds after
     * the first, twice as long after each further one, 5 minutes at most.
     */
    public static RetryPolicy attempts(int attempts) {
        return new RetryPolicy(attempts, Set.of(), THE_SERVICES_FAULT, Duration.ofSeconds(5), Duration.ofMinutes(5));
    }

    /**
     * When a job is tried again: half of the backoff for certain, and the other half by chance, so that jobs that failed
     * together do not come back together.
     *
     * @param attempt the number of the attempt that failed, from 1
     * @return how long to wait; empty when the job is not tried again
     */
    public Optional<Duration> retryAfter(Failure failure, int attempt, RandomGenerator random) {
        if (attempt >= attempts || !isWorthARetry(failure)) {
            return Optional.empty();
        }
        long backoff = backoff(attempt).toNanos();
        return Optional.of(Duration.ofNanos(backoff / 2 + (long) (random.nextDouble() * (backoff - backoff / 2))));
    }

    private boolean isWorthARetry(Failure failure) {
        return switch (failure) {
            case Failure.NotSent() -> true;
            case Failure.Refused(int status, String code) -> statuses.contains(status) || codes.contains(code);
            case Failure.OperationFailed(String code) -> codes.contains(code);
        };
    }

    private Duration backoff(int attempt) {
        Duration backoff = first;
        for (int i = 1; i < attempt && backoff.compareTo(longest) < 0; i++) {
            backoff = backoff.multipliedBy(2);
        }
        return backoff.compareTo(longest) < 0 ? backoff : longest;
    }

    /** How an attempt failed, for certain and without being charged. */
    public sealed interface Failure {

        /** Nothing reached the service. */
        record NotSent() implements Failure {}

        /**
         * The service refused the job.
         *
         * @param httpStatus the HTTP status
         * @param code the name of the google.rpc code; empty when the answer had none
         */
        record Refused(int httpStatus, String code) implements Failure {}

        /**
         * The service took the job, and its operation failed.
         *
         * @param code the name of the google.rpc code; empty when there was none
         */
        record OperationFailed(String code) implements Failure {}
    }
}
