// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.interactions;

import dev.veo3.emulator.http.Reply;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.Operation;
import dev.veo3.emulator.operation.Operations;
import dev.veo3.emulator.route.Access;
import dev.veo3.emulator.route.Route;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonReply;
import java.util.Map;

/** A route that is about interactions at one place. */
abstract class InteractionRoute implements Route {

    /** What the name of every interaction begins with. */
    static final String ID_PREFIX = "v1_";

    private final InteractionsApi api;
    private final Operations operations;

    InteractionRoute(InteractionsApi api, Operations operations) {
        this.api = api;
        this.operations = operations;
    }

    @Override
    public Access access() {
        return api.access();
    }

    @Override
    public boolean serves(String method, String path) {
        return api.parse(path).filter(target -> serves(method, target)).isPresent();
    }

    /** Whether this is for this route. */
    abstract boolean serves(String method, InteractionsApi.Target target);

    /** The error of this API has a word for a code; where a time to wait is named, it is the front end that speaks. */
    @Override
    public Reply refusal(ApiError error) {
        return error.saysWhenToRetry() ? JsonReply.error(error) : JsonReply.of(error.httpStatus(), Map.of(), json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("message", error.text());
            json.writeStringProperty("code", code(error.httpStatus()));
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    final String description(String method, String suffix) {
        return method + " " + api.description() + suffix;
    }

    final InteractionsApi api() {
        return api;
    }

    final Operations operations() {
        return operations;
    }

    /** The interaction that a path names; one that is unknown, foreign or deleted is an invalid name, and no 404. */
    final Operation named(Request request, String owner) throws ApiError {
        String id = api.parse(request.path()).flatMap(InteractionsApi.Target::id).orElse("");
        return find(operations, id, owner);
    }

    static Operation find(Operations operations, String id, String owner) throws ApiError {
        return operations.named(id).filter(one -> one.submission().namePrefix().equals(ID_PREFIX))
                .filter(one -> one.submission().owner().equals(owner) && !one.deleted())
                .orElseThrow(() -> ApiError.invalid("Invalid interaction name: " + id));
    }

    /** Only the first has been seen; the others follow it. */
    static String code(int httpStatus) {
        return switch (httpStatus) {
            case 400 -> "invalid_request";
            case 401 -> "unauthenticated";
            case 403 -> "permission_denied";
            case 404 -> "not_found";
            case 408, 504 -> "deadline_exceeded";
            case 429 -> "resource_exhausted";
            case 500 -> "internal_error";
            case 503 -> "unavailable";
            default -> "unknown";
        };
    }
}
