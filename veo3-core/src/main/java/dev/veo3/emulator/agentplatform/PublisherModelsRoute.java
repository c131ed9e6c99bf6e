// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.agentplatform;

import dev.veo3.emulator.catalog.Model;
import dev.veo3.emulator.catalog.Models;
import dev.veo3.emulator.catalog.Platform;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.route.Access;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.PathRoute;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonReply;
import dev.veo3.emulator.wire.Page;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/** Tells which models the publisher has: {@code GET /v1beta1/publishers/google/models} and one of them. */
final class PublisherModelsRoute extends PathRoute {

    private static final Pattern PATH = Pattern.compile("/v1(?:beta1)?/publishers/google/models(?:/([^/:]+))?");

    private final Models models;

    PublisherModelsRoute(Models models) {
        super(Purpose.MODELS, Access.TOKEN, "GET", PATH, "/v1beta1/publishers/google/models[/{model}]");
        this.models = models;
    }

    @Override
    public Call call(Request request, String owner) throws ApiError {
        String id = parts(request).group(1);
        if (id == null) {
            Page<Model> page = Page.of(models.served(Platform.AGENT_PLATFORM), request, 50, 1000);
            return Call.plain(
                    () -> JsonReply.ok(json -> page.write(json, "publisherModels", model -> write(json, model))));
        }
        Model model = models.served(Platform.AGENT_PLATFORM, id)
                .orElseThrow(() -> ApiError.notFound("Publisher model " + id + " was not found."));
        return Call.plain(() -> JsonReply.ok(json -> write(json, model)));
    }

    private static void write(JsonGenerator json, Model model) {
        json.writeStartObject();
        json.writeStringProperty("name", "publishers/google/models/" + model.id());
        json.writeStringProperty("versionId", "default");
        json.writeStringProperty("launchStage", model.stage().equals("GA") ? "GA" : "PUBLIC_PREVIEW");
        json.writeEndObject();
    }
}
