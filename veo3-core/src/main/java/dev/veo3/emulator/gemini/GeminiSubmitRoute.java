// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.gemini;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Begins a video: {@code POST /v1beta/models/{model}:predictLongRunning}. */
final class GeminiSubmitRoute implements Route {

    private static final Pattern PATH = Pattern.compile("/(v1(?:beta)?)/models/([^/:]+):predictLongRunning");
    /** What the service takes of a request with media in it. */
    private static final long MAX_BODY_BYTES = 20L * 1024 * 1024;

    private final Models models;
    private final GeminiRequestReader reader;

    GeminiSubmitRoute(Models models, GeminiRequestReader reader) {
        this.models = models;
        this.reader = reader;
    }

    @Override
    public Purpose purpose() {
        return Purpose.SUBMIT;
    }

    @Override
    public String description() {
        return "POST /v1beta/models/{model}:predictLongRunning";
    }

    @Override
    public Access access() {
        return Access.KEY;
    }

    @Override
    public boolean serves(String method, String path) {
        return method.equals("POST") && PATH.matcher(path).matches();
    }

    @Override
    public Call call(Request request, String owner) throws ApiError, IOException {
        Matcher matcher = PATH.matcher(request.path());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a path of this route: " + request.path());
        }
        String id = matcher.group(2);
        ApiError modelNotFound = ApiError.notFound("models/" + id + " is not found for API version " + matcher.group(1)
                + ", or is not supported for predictLongRunning. Call ListModels to see the list of available models"
                + " and their supported methods.");
        Model model = models.served(Platform.GEMINI_API, id).filter(Model::isVeo).orElseThrow(() -> modelNotFound);
        JsonBody body = JsonBody.read(request.body(), MAX_BODY_BYTES,
                at -> at.endsWith("." + GeminiRequestReader.BYTES));
        Submission submission = new Submission(owner, "models/" + id + "/operations/", model,
                reader.read(model, body, owner), body.hash(whole -> {}));
        return new Call.Submit(submission, operation -> JsonReply.ok(json -> {
            json.writeStartObject();
            json.writeStringProperty("name", operation.name());
            json.writeEndObject();
        }), modelNotFound);
    }
}
