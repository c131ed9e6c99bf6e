package dev.veo3.error;

import java.util.List;

/**
 * The error with which an accepted operation ended: a google.rpc.Status.
 *
 * @param code the google.rpc code, for example 13; unknown codes are kept as they are
 * @param message the service's own words, possibly empty
 */
public record RpcError(int code, String message) {
    // google/rpc/code.proto, in the order of the codes.
    private static final List<String> NAMES = List.of("OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
            "UNAUTHENTICATED");

    /** The code's name, for example {@code INTERNAL}, or {@code CODE_99} for one that this library does not know. */
    public String name() {
        return code >= 0 && code < NAMES.size() ? NAMES.get(code) : "CODE_" + code;
    }

    /** One line for people. */
    public String describe() {
        return message.isEmpty() ? name() : name() + ": " + message;
    }
}
