// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.gemini;

import dev.veo3.emulator.catalog.Model;
import dev.veo3.emulator.catalog.Models;
import dev.veo3.emulator.catalog.Platform;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.Submission;
import dev.veo3.emulator.route.Access;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.PathRoute;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonBody;
import dev.veo3.emulator.wire.JsonReply;
import java.io.IOException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Begins a video: {@code POST /v1beta/models/{model}:predictLongRunning}. */
final class GeminiSubmitRoute extends PathRoute {

    private static final Pattern PATH = Pattern.compile("/(v1(?:beta)?)/models/([^/:]+):predictLongRunning");
    /** What the service takes of a request with media in it. */
    private static final long MAX_BODY_BYTES = 20L * 1024 * 1024;

    private final Models models;
    private final GeminiRequestReader reader;

    GeminiSubmitRoute(Models models, GeminiRequestReader reader) {
        super(Purpose.SUBMIT, Access.KEY, "POST", PATH, "/v1beta/models/{model}:predictLongRunning");
        this.models = models;
        this.reader = reader;
    }

    @Override
    public Call call(Request request, String owner) throws ApiError, IOException {
        MatchResult path = parts(request);
        String id = path.group(2);
        ApiError modelNotFound = ApiError.notFound("models/" + id + " is not found for API version " + path.group(1)
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
