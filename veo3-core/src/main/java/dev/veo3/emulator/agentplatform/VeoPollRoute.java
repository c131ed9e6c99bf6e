// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.agentplatform;

import dev.veo3.emulator.clip.Clip;
import dev.veo3.emulator.http.Reply;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.Operation;
import dev.veo3.emulator.operation.Operations;
import dev.veo3.emulator.operation.Outcome;
import dev.veo3.emulator.operation.Results;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonBody;
import dev.veo3.emulator.wire.JsonReply;
import java.io.IOException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Looks at an operation: {@code POST …:fetchPredictOperation}. */
final class VeoPollRoute extends VeoRoute {

    private static final long MAX_BODY_BYTES = 64 * 1024;

    private final Operations operations;
    private final Results results;

    VeoPollRoute(Operations operations, Results results) {
        super(Purpose.POLL, "fetchPredictOperation");
        this.operations = operations;
        this.results = results;
    }

    @Override
    public Call call(Request request, String owner) throws ApiError, IOException {
        JsonNode name = JsonBody.read(request.body(), MAX_BODY_BYTES, at -> false).root().get("operationName");
        if (name == null || !name.isString()) {
            throw ApiError.invalid("The field operationName is missing.");
        }
        String model = modelPath(request);
        if (!name.stringValue().startsWith(model + "/operations/")) {
            throw ApiError
                    .invalid("The operation " + name.stringValue() + " does not match the resource of the request, "
                            + model + ".");
        }
        Operation operation = operations.named(name.stringValue())
                .orElseThrow(() -> ApiError.notFound("The operation " + name.stringValue() + " was not found."));
        return Call.about(operation, () -> reply(operation));
    }

    private Reply reply(Operation operation) {
        if (operations.done(operation)) {
            return JsonReply.streamed(json -> write(json, operation));
        }
        return JsonReply.ok(json -> {
            json.writeStartObject();
            json.writeStringProperty("name", operation.name());
            json.writeEndObject();
        });
    }

    private void write(JsonGenerator json, Operation operation) {
        json.writeStartObject();
        json.writeStringProperty("name", operation.name());
        json.writeBooleanProperty("done", true);
        switch (operation.outcome()) {
            case Outcome.Nothing nothing -> {
            }
            case Outcome.Failure failure -> {
                json.writeObjectPropertyStart("error");
                json.writeNumberProperty("code", failure.code());
                json.writeStringProperty("message", failure.message());
                json.writeEndObject();
            }
            case Outcome.Videos videos -> {
                json.writeObjectPropertyStart("response");
                json.writeStringProperty("@type",
                        "type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse");
                json.writeNumberProperty("raiMediaFilteredCount", videos.withheld());
                if (videos.supportCode().isPresent()) {
                    json.writeArrayPropertyStart("raiMediaFilteredReasons");
                    json.writeString("Veo could not generate " + videos.withheld() + " videos because the request goes"
                            + " against the usage guidelines. You will not be charged for blocked videos. Try rephrasing"
                            + " the prompt. Support codes: " + videos.supportCode().get());
                    json.writeEndArray();
                }
                if (videos.delivered() > 0) {
                    writeVideos(json, operation);
                }
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    private void writeVideos(JsonGenerator json, Operation operation) {
        json.writeArrayPropertyStart("videos");
        for (int i = 0; i < operation.delivered(); i++) {
            json.writeStartObject();
            if (operation.folder().isPresent()) {
                json.writeStringProperty("gcsUri", Results.uri(operation.folder().get(), i));
            } else {
                Clip clip = results.clip(operation, i);
                json.writeName("bytesBase64Encoded");
                json.writeBinary(clip.open(), Math.toIntExact(clip.size()));
            }
            json.writeStringProperty("mimeType", Results.MIME_TYPE);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
