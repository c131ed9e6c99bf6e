// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.wire.ApiError;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the Gemini API refuses an API key that it does not accept, with the reasons of google/api/error_reason.proto. Tokens of the Agent
 * Platform are always refused with 401, and its projects with 403.
 *
 * @since 1.0
 */
public enum KeyRefusal {
    /** A key that is none, or that has expired: 400 {@code INVALID_ARGUMENT}, {@code API_KEY_INVALID}. So the service answers. */
    INVALID(400, "API key not valid. Please pass a valid API key.", "API_KEY_INVALID"),
    /** Something that is taken for other credentials than a key: 401 {@code UNAUTHENTICATED}, {@code ACCESS_TOKEN_TYPE_UNSUPPORTED}. */
    UNAUTHENTICATED(401,
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid"
                    + " authentication credential.",
            "ACCESS_TOKEN_TYPE_UNSUPPORTED"),
    /** A key that its owner has not allowed to use this API: 403 {@code PERMISSION_DENIED}, {@code API_KEY_SERVICE_BLOCKED}. */
    BLOCKED(403, "Requests to this API generativelanguage.googleapis.com are blocked.", "API_KEY_SERVICE_BLOCKED");

    private final int httpStatus;
    private final String message;
    private final String reason;

    KeyRefusal(int httpStatus, String message, String reason) {
        this.httpStatus = httpStatus;
        this.message = message;
        this.reason = reason;
    }

    ApiError error() {
        return ApiError.withReason(httpStatus, message, reason);
    }

    /**
     * The one of that name, in any case.
     *
     * @throws IllegalArgumentException when there is none
     */
    static KeyRefusal parse(String word) {
        Optional<KeyRefusal> found = Arrays.stream(values()).filter(one -> one.word().equalsIgnoreCase(word))
                .findFirst();
        return found.orElseThrow(() -> new IllegalArgumentException("a wrong key is "
                + Arrays.stream(values()).map(KeyRefusal::word).collect(Collectors.joining(", ")) + ", not \"" + word
                + "\""));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
