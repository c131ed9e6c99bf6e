// SPDX-License-Identifier: Apache-2.0
package dev.veo3.error;

import java.time.Duration;
import java.util.Optional;

/**
 * An error as the service reports it over HTTP.
 *
 * @param httpStatus the HTTP status code
 * @param status the name of the google.rpc code, for example {@code RESOURCE_EXHAUSTED}; empty when the answer had none.
 *            A string, because the service may use names that this library does not know.
 * @param message the service's own words, possibly empty
 * @param retryAfter how long the service asks to wait, from a {@code Retry-After} header or a {@code google.rpc.RetryInfo}
 * @param quota the name of the quota that is used up, for example {@code GenerateRequestsPerDayPerProjectPerModel}, from a
 *            {@code google.rpc.QuotaFailure} or a {@code google.rpc.ErrorInfo}; of several, with commas between them. Empty when the
 *            answer named none.
 * @since 1.0
 */
public record ServiceError(int httpStatus, String status, String message, Optional<Duration> retryAfter, String quota) {

    /** Takes tokens out of the message: some proxies print the request that they refuse. */
    public ServiceError {
        message = Redaction.of(message);
        quota = Redaction.of(quota);
    }

    /** An error that names no quota. */
    public ServiceError(int httpStatus, String status, String message, Optional<Duration> retryAfter) {
        this(httpStatus, status, message, retryAfter, "");
    }

    /** Whether a quota is used up for now: HTTP 429. */
    public boolean isQuota() {
        return httpStatus == 429;
    }

    /** One line for people. */
    public String describe() {
        StringBuilder line = new StringBuilder("HTTP ").append(httpStatus);
        if (!status.isEmpty()) {
            line.append(' ').append(status);
        }
        if (!message.isEmpty()) {
            line.append(": ").append(message);
        }
        if (!quota.isEmpty()) {
            line.append(" (quota ").append(quota).append(')');
        }
        remedy().ifPresent(remedy -> line.append(message.endsWith(".") || message.isEmpty() ? " " : ". ").append('(')
                .append(remedy).append(')'));
        return line.toString();
    }

    /** What to do about credentials that the service does not take; empty for any other error. */
    public Optional<String> remedy() {
        return switch (httpStatus) {
            case 401 -> Optional.of("Give valid credentials: an access token lives for an hour, and the Agent Platform"
                    + " takes no API key for video models");
            case 403 -> Optional.of("The credentials are not allowed to do this: let the account use the project's"
                    + " Vertex AI, or take the API key of the project that the operation or file belongs to");
            // So the Gemini API answers to a wrong key.
            case 400 -> Optional.of("Give another key: https://aistudio.google.com/apikey")
                    .filter(remedy -> message.contains("API key"));
            default -> Optional.empty();
        };
    }
}
