// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.wire;

import dev.veo3.emulator.http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** Replies in JSON. */
public final class JsonReply {

    private static final JsonFactory JSON = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    private JsonReply() {}

    /** A short answer. */
    public static Reply of(int status, Map<String, String> headers, Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(bytes, content);
        return new Reply(status, withType(headers), bytes.size(), bytes::writeTo);
    }

    /** A short answer that all went well. */
    public static Reply ok(Consumer<JsonGenerator> content) {
        return of(200, Map.of(), content);
    }

    /** An answer that is sent while it is written, for one that may be large. */
    public static Reply streamed(Consumer<JsonGenerator> content) {
        return new Reply(200, withType(Map.of()), Reply.UNKNOWN, out -> write(out, content));
    }

    /** The service's error envelope. */
    public static Reply error(ApiError error) {
        return error(error, false, Optional.empty());
    }

    /** The service's error envelope, perhaps in an array, perhaps with the header {@code Retry-After}. */
    public static Reply error(ApiError error, boolean array, Optional<Duration> retryAfter) {
        return of(error.httpStatus(), retryAfter(retryAfter), json -> error.write(json, array));
    }

    /** The header {@code Retry-After}, in whole seconds; none when there is no time. */
    public static Map<String, String> retryAfter(Optional<Duration> time) {
        return time.map(some -> Map.of("Retry-After", Long.toString(some.plusMillis(999).toSeconds())))
                .orElse(Map.of());
    }

    private static Map<String, String> withType(Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("Content-Type", "application/json; charset=UTF-8");
        return all;
    }

    private static void write(OutputStream out, Consumer<JsonGenerator> content) {
        JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out);
        content.accept(json);
        json.close();
    }
}
