package dev.veo3.emulator;

import dev.veo3.emulator.clip.Clip;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonBody;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Looks at an operation: {@code POST …:fetchPredictOperation}. */
final class VeoPollRoute implements Route {

    private static final String METHOD = "fetchPredictOperation";
    private static final long MAX_BODY_BYTES = 64 * 1024;

    private final Operations operations;
    private final FaultBook faults;
    private final Results results;

    VeoPollRoute(Operations operations, FaultBook faults, Results results) {
        this.operations = operations;
        this.faults = faults;
        this.results = results;
    }

    @Override
    public Ledger.Route counted() {
        return Ledger.Route.POLL;
    }

    @Override
    public String description() {
        return VeoPath.description(METHOD);
    }

    @Override
    public boolean serves(String method, String path) {
        return VeoPath.calls(method, path, METHOD);
    }

    @Override
    public Reply answer(Request request) throws ApiError, IOException {
        JsonNode name = JsonBody.read(request.body(), MAX_BODY_BYTES).root().get("operationName");
        if (name == null || !name.isString()) {
            throw ApiError.invalid("The field operationName is missing.");
        }
        String model = VeoPath.parse(request.path(), METHOD).orElseThrow().modelPath();
        if (!name.stringValue().startsWith(model + "/operations/")) {
            throw ApiError
                    .invalid("The operation " + name.stringValue() + " does not match the resource of the request, "
                            + model + ".");
        }
        Operation operation = operations.named(name.stringValue())
                .orElseThrow(() -> ApiError.notFound("The operation " + name.stringValue() + " was not found."));
        Optional<Fault> fault = faults.strike(FaultRule.Stage.POLL, operation.submission());
        if (fault.isPresent() && fault.get() instanceof Fault.OfReply reply) {
            return Reply.fault(reply);
        }
        if (!operations.done(operation)) {
            return Reply.json(200, Map.of(), json -> {
                json.writeStartObject();
                json.writeStringProperty("name", operation.name());
                json.writeEndObject();
            });
        }
        return Reply.streamedJson(json -> write(json, operation));
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
                json.writeStringProperty("gcsUri", operation.folder().get().uri() + "/" + Results.objectName(i));
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
