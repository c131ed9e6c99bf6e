// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.interactions;

import dev.veo3.emulator.clip.Clip;
import dev.veo3.emulator.http.Reply;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.Destination;
import dev.veo3.emulator.operation.FileStore;
import dev.veo3.emulator.operation.Operation;
import dev.veo3.emulator.operation.Operations;
import dev.veo3.emulator.operation.Outcome;
import dev.veo3.emulator.operation.Results;
import dev.veo3.emulator.operation.VideoOrder;
import dev.veo3.emulator.wire.JsonReply;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Writes interactions as the service shows them. */
final class InteractionWriter {

    private static final int TOKENS_PER_IMAGE = 1120;
    private static final String REFUSAL = "I can't make this video, because the request goes against the usage"
            + " guidelines. Please try another prompt.";

    private final Operations operations;
    private final Results results;

    InteractionWriter(Operations operations, Results results) {
        this.operations = operations;
        this.results = results;
    }

    /** How an interaction stands now. */
    Reply reply(Operation operation, Request request, boolean withInput) {
        boolean done = operations.done(operation);
        return JsonReply.streamed(json -> {
            json.writeStartObject();
            json.writeStringProperty("id", operation.name());
            json.writeStringProperty("object", "interaction");
            json.writeStringProperty("model", operation.submission().model().id());
            json.writeStringProperty("status", status(operation, done));
            json.writeStringProperty("created", operation.acceptedAt().toString());
            json.writeStringProperty("updated",
                    (done && !operation.cancelled() ? operations.due(operation) : operation.acceptedAt()).toString());
            json.writeArrayPropertyStart("steps");
            writeInput(json, operation.submission().order(), withInput);
            if (done && !operation.cancelled()) {
                writeOutput(json, operation, request);
            }
            json.writeEndArray();
            if (done && !operation.cancelled()) {
                writeEnd(json, operation);
            }
            json.writeEndObject();
        });
    }

    private static String status(Operation operation, boolean done) {
        if (operation.cancelled()) {
            return "cancelled";
        }
        return !done ? "in_progress" : operation.outcome() instanceof Outcome.Failure ? "failed" : "completed";
    }

    private static void writeInput(JsonGenerator json, VideoOrder order, boolean withInput) {
        json.writeStartObject();
        json.writeStringProperty("type", "user_input");
        if (withInput) {
            json.writeArrayPropertyStart("content");
            writeText(json, order.prompt());
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void writeOutput(JsonGenerator json, Operation operation, Request request) {
        json.writeStartObject();
        json.writeStringProperty("type", "thought");
        json.writeEndObject();
        if (!(operation.outcome() instanceof Outcome.Videos videos)) {
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("type", "model_output");
        json.writeArrayPropertyStart("content");
        if (videos.refused()) {
            writeText(json, REFUSAL);
        } else {
            writeVideo(json, operation, request);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeVideo(JsonGenerator json, Operation operation, Request request) {
        json.writeStartObject();
        json.writeStringProperty("type", "video");
        json.writeStringProperty("mime_type", Results.MIME_TYPE);
        switch (operation.submission().order().destination()) {
            case Destination.Inline inline -> {
                Clip clip = results.clip(operation, 0);
                json.writeName("data");
                json.writeBinary(clip.open(), Math.toIntExact(clip.size()));
            }
            case Destination.Files files -> json.writeStringProperty("uri",
                    request.baseUrl() + "/v1beta/files/" + FileStore.id(operation, 0));
            case Destination.Bucket bucket -> json.writeStringProperty("uri",
                    Results.uri(operation.folder().orElse(bucket.folder()), 0));
        }
        json.writeEndObject();
    }

    private static void writeText(JsonGenerator json, String text) {
        json.writeStartObject();
        json.writeStringProperty("type", "text");
        json.writeStringProperty("text", text);
        json.writeEndObject();
    }

    private static void writeEnd(JsonGenerator json, Operation operation) {
        VideoOrder order = operation.submission().order();
        if (operation.outcome() instanceof Outcome.Failure failure) {
            json.writeArrayPropertyStart("errors");
            json.writeStartObject();
            json.writeStringProperty("code", word(failure.code()));
            json.writeStringProperty("message", failure.message());
            json.writeEndObject();
            json.writeEndArray();
        }
        long in = order.images() * (long) TOKENS_PER_IMAGE + 1 + order.prompt().length() / 4;
        long out = operation.delivered() == 0 ? 0 : tokens(order);
        json.writeObjectPropertyStart("usage");
        json.writeNumberProperty("total_input_tokens", in);
        json.writeNumberProperty("total_output_tokens", out);
        json.writeNumberProperty("total_tokens", in + out);
        json.writeArrayPropertyStart("output_tokens_by_modality");
        if (out > 0) {
            json.writeStartObject();
            json.writeStringProperty("modality", "video");
            json.writeNumberProperty("tokens", out);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static long tokens(VideoOrder order) {
        int perSecond = switch (order.shape().resolution()) {
            case "360p" -> 1_931;
            case "720p" -> 5_792;
            case "1080p" -> 8_688;
            default -> 17_376;
        };
        return order.seconds().multiply(BigDecimal.valueOf(perSecond)).setScale(0, RoundingMode.HALF_UP).longValue();
    }

    /** The name of a gRPC code, in small letters. */
    private static String word(int code) {
        String name = switch (code) {
            case 1 -> "CANCELLED";
            case 3 -> "INVALID_REQUEST";
            case 4 -> "DEADLINE_EXCEEDED";
            case 5 -> "NOT_FOUND";
            case 7 -> "PERMISSION_DENIED";
            case 8 -> "RESOURCE_EXHAUSTED";
            case 13 -> "INTERNAL_ERROR";
            case 14 -> "UNAVAILABLE";
            default -> "UNKNOWN";
        };
        return name.toLowerCase(Locale.ROOT);
    }
}
