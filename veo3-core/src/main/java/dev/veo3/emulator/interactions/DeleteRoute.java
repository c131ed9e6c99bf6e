// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.interactions;

import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.Operation;
import dev.veo3.emulator.operation.Operations;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonReply;

/** Deletes an interaction's record: {@code DELETE …/interactions/{id}}. What it made stays until its own time is over. */
final class DeleteRoute extends InteractionRoute {

    DeleteRoute(InteractionsApi api, Operations operations) {
        super(api, operations);
    }

    @Override
    public Purpose purpose() {
        return Purpose.DELETE;
    }

    @Override
    public String description() {
        return description("DELETE", "/{id}");
    }

    @Override
    boolean serves(String method, InteractionsApi.Target target) {
        return method.equals("DELETE") && target.id().isPresent() && !target.cancel();
    }

    @Override
    public Call call(Request request, String owner) throws ApiError {
        Operation operation = named(request, owner);
        return Call.about(operation, () -> {
            operation.delete();
            return JsonReply.ok(json -> {
                json.writeStartObject();
                json.writeEndObject();
            });
        });
    }
}
