// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.interactions;

import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.Operation;
import dev.veo3.emulator.operation.Operations;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.wire.ApiError;

/** Looks at an interaction: {@code GET …/interactions/{id}}. */
final class GetRoute extends InteractionRoute {

    private final InteractionWriter writer;

    GetRoute(InteractionsApi api, Operations operations, InteractionWriter writer) {
        super(api, operations);
        this.writer = writer;
    }

    @Override
    public Purpose purpose() {
        return Purpose.POLL;
    }

    @Override
    public String description() {
        return description("GET", "/{id}");
    }

    @Override
    boolean serves(String method, InteractionsApi.Target target) {
        return method.equals("GET") && target.id().isPresent() && !target.cancel();
    }

    @Override
    public Call call(Request request, String owner) throws ApiError {
        if (request.parameter("stream").filter("true"::equals).isPresent()) {
            throw ApiError.invalid("The emulator does not stream.");
        }
        Operation operation = named(request, owner);
        boolean withInput = request.parameter("include_input").filter("true"::equals).isPresent();
        return Call.about(operation, () -> writer.reply(operation, request, withInput));
    }
}
