// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.agentplatform;

import dev.veo3.emulator.catalog.Model;
import dev.veo3.emulator.catalog.Models;
import dev.veo3.emulator.catalog.Platform;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.Submission;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonBody;
import dev.veo3.emulator.wire.JsonReply;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/** Begins a video: {@code POST …:predictLongRunning}. */
final class VeoSubmitRoute extends VeoRoute {

    private static final long MAX_BODY_BYTES = 256L * 1024 * 1024;

    private final Models models;
    private final VeoRequestReader reader;

    VeoSubmitRoute(Models models, VeoRequestReader reader) {
        super(Purpose.SUBMIT, "predictLongRunning");
        this.models = models;
        this.reader = reader;
    }

    @Override
    public Call call(Request request, String owner) throws ApiError, IOException {
        String id = modelId(request);
        String path = modelPath(request);
        ApiError modelNotFound = ApiError
                .notFound("Publisher Model `" + path + "` was not found or your project does not have"
                        + " access to it. Please ensure you are using a valid model version.");
        Model model = models.served(Platform.AGENT_PLATFORM, id).filter(Model::isVeo)
                .orElseThrow(() -> modelNotFound);
        JsonBody body = JsonBody.read(request.body(), MAX_BODY_BYTES, at -> at.endsWith("." + MediaInput.BYTES));
        Submission submission = new Submission(owner, path + "/operations/", model,
                reader.read(id, body), body.hash(VeoSubmitRoute::withoutStorage));
        return new Call.Submit(submission, operation -> JsonReply.ok(json -> {
            json.writeStartObject();
            json.writeStringProperty("name", operation.name());
            json.writeEndObject();
        }), modelNotFound);
    }

    private static void withoutStorage(ObjectNode body) {
        if (body.get("parameters") instanceof ObjectNode parameters) {
            parameters.remove("storageUri");
        }
    }
}
