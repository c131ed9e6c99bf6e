package dev.veo3.emulator;

import dev.veo3.emulator.wire.ApiError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** An answer to a request. */
sealed interface Reply {

    /** No answer: the connection is closed. */
    record ConnectionClosed() implements Reply {}

    /**
     * An answer with a body.
     *
     * @param length bytes of the body, or {@link #UNKNOWN} for one that is sent in chunks
     */
    record Full(int status, Map<String, String> headers, long length, Body body) implements Reply {}

    /** Writes a body. */
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    long UNKNOWN = -1;

    /** A short JSON answer. */
    static Reply json(int status, Map<String, String> headers, Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writeJson(bytes, content);
        return new Full(status, withType(headers), bytes.size(), bytes::writeTo);
    }

    /** A JSON answer that is sent while it is written, for one that may be large. */
    static Reply streamedJson(Consumer<JsonGenerator> content) {
        return new Full(200, withType(Map.of()), UNKNOWN, out -> writeJson(out, content));
    }

    /** The service's error envelope. */
    static Reply error(ApiError error) {
        return error(error, false, Optional.empty());
    }

    /** The service's error envelope, perhaps in an array, perhaps with the header {@code Retry-After}. */
    static Reply error(ApiError error, boolean array, Optional<Duration> retryAfter) {
        Map<String, String> headers = retryAfter
                .map(time -> Map.of("Retry-After", Long.toString(time.plusMillis(999).toSeconds()))).orElse(Map.of());
        return json(error.httpStatus(), headers, json -> error.write(json, array));
    }

    /** The answer that a fault makes. */
    static Reply fault(Fault.OfReply fault) {
        return switch (fault) {
            case Fault.Status status -> error(
                    ApiError.of(status.code(), "The emulator was told to answer with status " + status.code() + "."),
                    status.array(), Optional.empty());
            case Fault.TooManyRequests tooMany -> error(
                    ApiError.exhausted("Resource has been exhausted (the emulator was told so).", tooMany.retryInfo()),
                    false,
                    tooMany.retryAfter());
        };
    }

    private static Map<String, String> withType(Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("Content-Type", "application/json; charset=UTF-8");
        return all;
    }

    private static void writeJson(OutputStream out, Consumer<JsonGenerator> content) {
        JsonGenerator json = JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), out);
        content.accept(json);
        json.flush();
    }
}
