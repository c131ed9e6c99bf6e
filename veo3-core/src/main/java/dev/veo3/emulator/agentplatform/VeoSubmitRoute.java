// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.agentplatform;

import dev.veo3.emulator.catalog.Model;
import dev.veo3.emulator.catalog.Models;
import dev.veo3.emulator.catalog.Platform;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.Submission;
import dev.veo3.emulator.route.Access;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.route.Route;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonBody;
import dev.veo3.emulator.wire.JsonReply;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/** Begins a video: {@code POST …:predictLongRunning}. */
final class VeoSubmitRoute implements Route {

    private static final String METHOD = "predictLongRunning";
    private static final long MAX_BODY_BYTES = 256L * 1024 * 1024;

    private final Models models;
    private final VeoRequestReader reader;

    VeoSubmitRoute(Models models, VeoRequestReader reader) {
        this.models = models;
        this.reader = reader;
    }

    @Override
    public Purpose purpose() {
        return Purpose.SUBMIT;
    }

    @Override
    public String description() {
        return VeoPath.description(METHOD);
    }

    @Override
    public Access access() {
        return Access.TOKEN;
    }

    @Override
    public boolean serves(String method, String path) {
        return VeoPath.calls(method, path, METHOD);
    }

    @Override
    public Call call(Request request, String owner) throws ApiError, IOException {
        VeoPath path = VeoPath.parse(request.path(), METHOD).orElseThrow();
        ApiError modelNotFound = ApiError
                .notFound("Publisher Model `" + path.modelPath() + "` was not found or your project does not have"
                        + " access to it. Please ensure you are using a valid model version.");
        Model model = models.served(Platform.AGENT_PLATFORM, path.model()).filter(Model::isVeo)
                .orElseThrow(() -> modelNotFound);
        JsonBody body = JsonBody.read(request.body(), MAX_BODY_BYTES, at -> at.endsWith("." + MediaInput.BYTES));
        Submission submission = new Submission(owner, path.modelPath() + "/operations/", model,
                reader.read(path.model(), body), body.hash(VeoSubmitRoute::withoutStorage));
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
