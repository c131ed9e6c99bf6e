// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.gemini;

import dev.veo3.emulator.catalog.Model;
import dev.veo3.emulator.catalog.Models;
import dev.veo3.emulator.catalog.Platform;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.route.Access;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.route.Route;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonReply;
import dev.veo3.emulator.wire.Page;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/** Tells which models there are: {@code GET /v1beta/models} and one of them. */
final class ModelsRoute implements Route {

    private static final Pattern PATH = Pattern.compile("/(v1(?:beta)?)/models(?:/([^/:]+))?");

    private final Models models;

    ModelsRoute(Models models) {
        this.models = models;
    }

    @Override
    public Purpose purpose() {
        return Purpose.MODELS;
    }

    @Override
    public String description() {
        return "GET /v1beta/models[/{model}]";
    }

    @Override
    public Access access() {
        return Access.KEY;
    }

    @Override
    public boolean serves(String method, String path) {
        return method.equals("GET") && PATH.matcher(path).matches();
    }

    @Override
    public Call call(Request request, String owner) throws ApiError {
        Matcher matcher = PATH.matcher(request.path());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a path of this route: " + request.path());
        }
        String id = matcher.group(2);
        if (id == null) {
            Page<Model> page = Page.of(models.served(Platform.GEMINI_API), request, 50, 1000);
            return Call.plain(() -> JsonReply.ok(json -> page.write(json, "models", model -> write(json, model))));
        }
        Model model = models.served(Platform.GEMINI_API, id).orElseThrow(() -> ApiError.notFound(
                "models/" + id + " is not found for API version " + matcher.group(1)
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
