// SPDX-License-Identifier: Apache-2.0
package dev.veo3.error;

import java.util.List;
import java.util.Locale;

/**
 * The error with which an accepted operation ended: a google.rpc.Status.
 *
 * @param code the google.rpc code, for example 13; unknown codes are kept as they are
 * @param status the service's own word where it says one instead of a number, for example {@code budget_exceeded}; empty otherwise
 * @param message the service's own words, possibly empty
 * @since 1.0
 */
public record RpcError(int code, String status, String message) {
    /** The code of an error of which nothing is known. */
    public static final int UNKNOWN = 2;

    // google/rpc/code.proto, in the order of the codes.
    private static final List<String> NAMES = List.of("OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
            "UNAUTHENTICATED");

    /** Takes tokens and keys out of the message. */
    public RpcError {
        message = Redaction.of(message);
    }

    /** An error that has a number only. */
    public RpcError(int code, String message) {
        this(code, "", message);
    }

    /** An error that has a word only, of which the code is found if it is the name of one, in any case. */
    public static RpcError of(String status, String message) {
        int code = NAMES.indexOf(status.toUpperCase(Locale.ROOT));
        return new RpcError(code < 0 ? UNKNOWN : code, status, message);
    }

    /** The service's word, else the code's name, for example {@code INTERNAL}, or {@code CODE_99} for an unknown one. */
    public String name() {
        if (!status.isEmpty()) {
            return status;
        }
        return code >= 0 && code < NAMES.size() ? NAMES.get(code) : "CODE_" + code;
    }

    /** One line for people. */
    public String describe() {
        return message.isEmpty() ? name() : name() + ": " + message;
    }
}
