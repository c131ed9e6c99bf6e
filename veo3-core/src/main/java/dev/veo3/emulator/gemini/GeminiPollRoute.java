// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.gemini;

import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.FileStore;
import dev.veo3.emulator.operation.Operation;
import dev.veo3.emulator.operation.Operations;
import dev.veo3.emulator.operation.Outcome;
import dev.veo3.emulator.route.Access;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.PathRoute;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonReply;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/** Looks at an operation: {@code GET /v1beta/models/{model}/operations/{id}}. */
final class GeminiPollRoute extends PathRoute {

    private static final Pattern PATH = Pattern.compile("/v1(?:beta)?/(models/[^/]+/operations/[^/:]+)");

    private final Operations operations;

    GeminiPollRoute(Operations operations) {
        super(Purpose.POLL, Access.KEY, "GET", PATH, "/v1beta/models/{model}/operations/{id}");
        this.operations = operations;
    }

    @Override
    public Call call(Request request, String owner) throws ApiError {
        String name = parts(request).group(1);
        Operation operation = operations.named(name)
                .orElseThrow(() -> ApiError.notFound("Operation " + name + " was not found."));
        if (!operation.submission().owner().equals(owner)) {
            throw ApiError.of(403, "You do not have permission to access the operation " + name + ".");
        }
        return Call.about(operation, () -> {
            boolean done = operations.done(operation);
            return JsonReply.ok(json -> {
                json.writeStartObject();
                json.writeStringProperty("name", operation.name());
                if (done) {
                    json.writeBooleanProperty("done", true);
                    writeEnd(json, operation, request.baseUrl());
                }
                json.writeEndObject();
            });
        });
    }

    private static void writeEnd(JsonGenerator json, Operation operation, String baseUrl) {
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
                        "type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse");
                json.writeObjectPropertyStart("generateVideoResponse");
                if (videos.delivered() > 0) {
                    json.writeArrayPropertyStart("generatedSamples");
                    for (int i = 0; i < videos.delivered(); i++) {
                        json.writeStartObject();
                        json.writeObjectPropertyStart("video");
                        json.writeStringProperty("uri", baseUrl + "/v1beta/files/" + FileStore.id(operation, i)
                                + ":download?alt=media");
                        json.writeEndObject();
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                }
                if (videos.supportCode().isPresent()) {
                    json.writeNumberProperty("raiMediaFilteredCount", videos.withheld());
                    json.writeArrayPropertyStart("raiMediaFilteredReasons");
                    json.writeString("Veo could not generate " + videos.withheld() + " videos because the request goes"
                            + " against the usage guidelines. You have not been charged for this attempt. Support codes: "
                            + videos.supportCode().get());
                    json.writeEndArray();
                }
                json.writeEndObject();
                json.writeEndObject();
            }
        }
    }
}
