// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import dev.veo3.error.RpcError;
import dev.veo3.error.ServiceError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the errors of the service. Leniently: the status code says what happened, and everything else is only told to people. A front end
 * may answer with an array, with HTML, or with nothing.
 */
public final class ServiceErrors {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_BODY = 64 * 1024;
    private static final int LONGEST_MESSAGE = 1000;
    private static final int LONGEST_LINE = 200;
    private static final int LOWEST_HTTP = 100;

    private ServiceErrors() {}

    /**
     * The error in an answer whose status is not 2xx. Reads at most 64 KB of its body; a body that breaks off counts as far as it came, and an
     * interrupt stays pending: the status is known already.
     */
    public static ServiceError read(Answer answer, Instant now) {
        byte[] body = BoundedBody.read(answer, LONGEST_BODY).bytes();
        String text = answer.withoutSecrets(new String(body, StandardCharsets.UTF_8));
        // Once more behind the parser: JSON may write a secret in other letters than it has.
        return parse(answer.status(), answer.header("Retry-After"), text, now, answer::withoutSecrets);
    }

    static ServiceError parse(int status, Optional<String> retryAfter, String body, Instant now) {
        return parse(status, retryAfter, body, now, UnaryOperator.identity());
    }

    /**
     * The error that stands in the place of something else, alone or in an array, under whatever status: a line for people. Empty when it
     * is something else.
     */
    public static Optional<String> errorIn(String body) {
        JsonNode error = envelope(body);
        String message = error.isString() ? error.asString() : text(error.path("message"));
        if (error.isMissingNode()) {
            return Optional.empty();
        }
        int code = error.path("code").asInt(RpcError.UNKNOWN);
        // A front end's code is that of HTTP.
        String word = name(error).isEmpty() && code >= LOWEST_HTTP ? "HTTP " + code : name(error);
        return Optional.of(shortened(new RpcError(code, word, message).describe(), LONGEST_LINE));
    }

    private static ServiceError parse(int status, Optional<String> retryAfter, String body, Instant now,
            UnaryOperator<String> clean) {
        JsonNode error = envelope(body);
        String message = error.isString() ? error.asString() : text(error.path("message"));
        if (message.isEmpty()) {
            message = error.isMissingNode() ? plainText(body) : text(error.path("error_description"));
        }
        Optional<Duration> delay = Stream
                .concat(retryAfter.flatMap(value -> RetryDelay.ofHeader(value, now)).stream(), retryInfo(error))
                .max(Duration::compareTo);
        return new ServiceError(status, clean.apply(name(error)), shortened(clean.apply(message)), delay,
                shortened(clean.apply(quota(error))));
    }

    private static JsonNode envelope(String body) {
        try {
            JsonNode root = JSON.readTree(body);
            JsonNode envelope = root.isArray() ? root.path(0) : root;
            JsonNode error = envelope.path("error");
            return error.isObject() || error.isString() ? error : envelope.path("errors").path(0);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    private static String name(JsonNode error) {
        String status = text(error.path("status"));
        JsonNode code = error.path("code");
        return status.isEmpty() && code.isString() && !code.asString().matches("\\d*") ? code.asString() : status;
    }

    private static Stream<Duration> retryInfo(JsonNode error) {
        return error.path("details").valueStream()
                .filter(detail -> text(detail.path("@type")).endsWith("google.rpc.RetryInfo"))
                .map(detail -> text(detail.path("retryDelay"))).map(RetryDelay::ofSeconds).flatMap(Optional::stream);
    }

    /** A quota of the Gemini API is named by a QuotaFailure, one of Google Cloud by an ErrorInfo. */
    private static String quota(JsonNode error) {
        return error.path("details").valueStream()
                .flatMap(detail -> Stream.concat(
                        detail.path("violations").valueStream().map(violation -> text(violation.path("quotaId"))),
                        Stream.of(text(detail.path("metadata").path("quota_limit")))))
                .filter(name -> !name.isEmpty()).distinct().collect(Collectors.joining(", "));
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.asString() : "";
    }

    private static String plainText(String body) {
        return body.replaceAll("<[^<>]*>", " ").replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    private static String shortened(String message) {
        return shortened(message, LONGEST_MESSAGE);
    }

    private static String shortened(String message, int longest) {
        return message.length() <= longest ? message : message.substring(0, longest) + " …";
    }
}
