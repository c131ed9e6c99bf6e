// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.interactions;

import dev.veo3.emulator.catalog.Model;
import dev.veo3.emulator.catalog.Models;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.Operations;
import dev.veo3.emulator.operation.Submission;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.Fields;
import dev.veo3.emulator.wire.JsonBody;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Creates an interaction, which makes a video: {@code POST …/interactions}. */
final class CreateRoute extends InteractionRoute {

    private static final long MAX_BODY_BYTES = 100L * 1024 * 1024;

    private final Models models;
    private final InteractionReader reader;
    private final InteractionWriter writer;

    CreateRoute(InteractionsApi api, Models models, Operations operations, InteractionReader reader,
            InteractionWriter writer) {
        super(api, operations);
        this.models = models;
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public Purpose purpose() {
        return Purpose.SUBMIT;
    }

    @Override
    public String description() {
        return description("POST", "");
    }

    @Override
    boolean serves(String method, InteractionsApi.Target target) {
        return method.equals("POST") && target.id().isEmpty();
    }

    @Override
    public Call call(Request request, String owner) throws ApiError, IOException {
        JsonBody body = JsonBody.read(request.body(), MAX_BODY_BYTES,
                at -> at.startsWith("input") && at.endsWith(".data"));
        Fields root = new Fields(body.root(), "");
        String id = root.text("model").orElseThrow(() -> ApiError.invalid("The field model is missing."));
        ApiError modelNotFound = ApiError.notFound("Model '" + id + "' not found.");
        Model model = models.served(api().platform(), id).filter(found -> !found.isVeo())
                .orElseThrow(() -> modelNotFound);
        InteractionReader.Wanted wanted = reader.read(root, model, owner);
        Submission submission = new Submission(owner, ID_PREFIX, model, wanted.order(),
                body.hash(CreateRoute::withoutBucket));
        return new Call.Submit(submission, operation -> {
            if (!wanted.background()) {
                operations().await(operation);
            }
            if (!wanted.store()) {
                operation.delete();
            }
            return writer.reply(operation, request, false);
        }, modelNotFound);
    }

    private static void withoutBucket(ObjectNode body) {
        JsonNode format = body.get("response_format");
        for (JsonNode one : format != null && format.isArray() ? format : List.of(body.path("response_format"))) {
            if (one instanceof ObjectNode object) {
                object.remove("gcs_uri");
            }
        }
    }
}
