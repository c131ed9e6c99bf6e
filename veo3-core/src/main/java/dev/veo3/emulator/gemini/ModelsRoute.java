// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.gemini;

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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/** Tells which models there are: {@code GET /v1beta/models} and one of them. */
final class ModelsRoute extends PathRoute {

    private static final Pattern PATH = Pattern.compile("/(v1(?:beta)?)/models(?:/([^/:]+))?");

    private final Models models;

    ModelsRoute(Models models) {
        super(Purpose.MODELS, Access.KEY, "GET", PATH, "/v1beta/models[/{model}]");
        this.models = models;
    }

    @Override
    public Call call(Request request, String owner) throws ApiError {
        MatchResult path = parts(request);
        String id = path.group(2);
        if (id == null) {
            Page<Model> page = Page.of(models.served(Platform.GEMINI_API), request, 50, 1000);
            return Call.plain(() -> JsonReply.ok(json -> page.write(json, "models", model -> write(json, model))));
        }
        Model model = models.served(Platform.GEMINI_API, id).orElseThrow(() -> ApiError.notFound(
                "models/" + id + " is not found for API version " + path.group(1)
                        + ". Call ListModels to see the list of available models and their supported methods."));
        return Call.plain(() -> JsonReply.ok(json -> write(json, model)));
    }

    private static void write(JsonGenerator json, Model model) {
        json.writeStartObject();
        json.writeStringProperty("name", "models/" + model.id());
        json.writeStringProperty("version", "001");
        json.writeStringProperty("displayName", model.id());
        json.writeNumberProperty("inputTokenLimit", model.isVeo() ? 1024 : 131_072);
        json.writeNumberProperty("outputTokenLimit", model.isVeo() ? 8192 : 57_920);
        json.writeArrayPropertyStart("supportedGenerationMethods");
        // The Omni models advertise what they then refuse: they are served by the Interactions API only.
        for (String method : model.isVeo()
                ? new String[]{"predictLongRunning"}
                : new String[]{"generateContent", "countTokens"}) {
            json.writeString(method);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
