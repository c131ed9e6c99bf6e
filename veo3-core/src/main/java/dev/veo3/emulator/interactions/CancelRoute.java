// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.interactions;

import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.Operation;
import dev.veo3.emulator.operation.Operations;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.wire.ApiError;

/** Ends an interaction that is running: {@code POST …/interactions/{id}/cancel}. */
final class CancelRoute extends InteractionRoute {

    private final InteractionWriter writer;

    CancelRoute(InteractionsApi api, Operations operations, InteractionWriter writer) {
        super(api, operations);
        this.writer = writer;
    }

    @Override
    public Purpose purpose() {
        return Purpose.CANCEL;
    }

    @Override
    public String description() {
        return description("POST", "/{id}/cancel");
    }

    @Override
    boolean serves(String method, InteractionsApi.Target target) {
        return method.equals("POST") && target.cancel();
    }

    @Override
    public Call call(Request request, String owner) throws ApiError {
        Operation operation = named(request, owner);
        return Call.about(operation, () -> {
            if (!operations().cancel(operation)) {
                throw ApiError.invalid("The interaction " + operation.name()
                        + " is not running: only background interactions that are running can be cancelled.");
            }
            return writer.reply(operation, request, false);
        });
    }
}
