// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.wire;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A request that is refused: thrown while it is handled, answered as the service's error envelope. */
public final class ApiError extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int httpStatus;
    private final @Nullable Duration retryDelay;
    private final @Nullable String reason;

    private ApiError(int httpStatus, String message, @Nullable Duration retryDelay, @Nullable String reason) {
        super(message, null, false, false);
        this.httpStatus = httpStatus;
        this.retryDelay = retryDelay;
        this.reason = reason;
    }

    /** A refusal with any HTTP status. */
    public static ApiError of(int httpStatus, String message) {
        return new ApiError(httpStatus, message, null, null);
    }

    /** A request that the service cannot take as it stands (400). */
    public static ApiError invalid(String message) {
        return of(400, message);
    }

    /** Something that does not exist (404). */
    public static ApiError notFound(String message) {
        return of(404, message);
    }

    /** No quota left (429), with the time to wait in the details when it is given. */
    public static ApiError exhausted(String message, Optional<Duration> retryDelay) {
        return new ApiError(429, message, retryDelay.orElse(null), null);
    }

    /** A refusal with a reason for programs in its details, such as {@code API_KEY_INVALID}. */
    public static ApiError withReason(int httpStatus, String message, String reason) {
        return new ApiError(httpStatus, message, null, reason);
    }

    /** Whether it says how long to wait. */
    public boolean saysWhenToRetry() {
        return retryDelay != null;
    }

    /** The status of the HTTP answer. */
    public int httpStatus() {
        return httpStatus;
    }

    /** What is wrong; never null. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /**
     * Writes {@code {"error":{code,message,status,details}}}.
     *
     * @param array true puts the envelope into an array, as the service's front end does now and then
     */
    public void write(JsonGenerator json, boolean array) {
        if (array) {
            json.writeStartArray();
        }
        json.writeStartObject();
        json.writeObjectPropertyStart("error");
        json.writeNumberProperty("code", httpStatus);
        json.writeStringProperty("message", text());
        json.writeStringProperty("status", statusName(httpStatus));
        writeDetails(json);
        json.writeEndObject();
        json.writeEndObject();
        if (array) {
            json.writeEndArray();
        }
    }

    private void writeDetails(JsonGenerator json) {
        if (retryDelay == null && reason == null) {
            return;
        }
        json.writeArrayPropertyStart("details");
        json.writeStartObject();
        if (retryDelay != null) {
            json.writeStringProperty("@type", "type.googleapis.com/google.rpc.RetryInfo");
            json.writeStringProperty("retryDelay", seconds(retryDelay));
        } else {
            json.writeStringProperty("@type", "type.googleapis.com/google.rpc.ErrorInfo");
            json.writeStringProperty("reason", reason);
            json.writeStringProperty("domain", "googleapis.com");
        }
        json.writeEndObject();
        json.writeEndArray();
    }

    /** A duration as the service writes it: {@code "37s"}, {@code "1.500s"}. */
    static String seconds(Duration duration) {
        String fraction = duration.toMillisPart() == 0 ? "" : ".%03d".formatted(duration.toMillisPart());
        return duration.toSeconds() + fraction + "s";
    }

    private static String statusName(int httpStatus) {
        return switch (httpStatus) {
            case 400 -> "INVALID_ARGUMENT";
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 409 -> "ABORTED";
            case 408 -> "DEADLINE_EXCEEDED";
            case 416 -> "OUT_OF_RANGE";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 499 -> "CANCELLED";
            case 500 -> "INTERNAL";
            case 501 -> "UNIMPLEMENTED";
            case 503 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> "UNKNOWN";
        };
    }
}
