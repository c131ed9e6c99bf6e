// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.error.VeoRequestException;
import dev.veo3.internal.agentplatform.AgentPlatformWire;
import dev.veo3.internal.agentplatform.Endpoints;
import dev.veo3.internal.agentplatform.PublisherModels;
import dev.veo3.internal.codec.Exchanges;
import dev.veo3.internal.codec.ModelSource;
import dev.veo3.internal.codec.Wire;
import dev.veo3.internal.geminiapi.GeminiModels;
import dev.veo3.internal.geminiapi.GeminiVeoWire;
import dev.veo3.internal.interactions.InteractionEndpoints;
import dev.veo3.internal.interactions.InteractionsWire;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelFamily;
import dev.veo3.model.Platform;
import dev.veo3.video.OperationName;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The languages of one backend.
 *
 * @param veo for models of Veo
 * @param omni for models of Gemini Omni
 * @param models tells which models there are
 */
record Wires(Platform platform, Wire veo, Wire omni, ModelSource models) {

    static Wires of(Backend backend, Exchanges exchanges, Timeouts timeouts, ModelCatalog catalog) {
        return switch (backend) {
            case Backend.AgentPlatform there -> {
                Endpoints endpoints = new Endpoints(there.project(), there.location(), there.apiVersion(),
                        there.baseUrl());
                yield new Wires(there.platform(),
                        new AgentPlatformWire(exchanges, endpoints, timeouts.submit(), timeouts.poll(), catalog),
                        new InteractionsWire(exchanges,
                                InteractionEndpoints.agentPlatform(host(there, Endpoints.host("global")),
                                        there.interactionsVersion(), there.project()),
                                timeouts.submit(), timeouts.poll(), catalog),
                        new PublisherModels(exchanges, endpoints, timeouts.poll()));
            }
            case Backend.GeminiApi there -> {
                String host = host(there, "generativelanguage.googleapis.com");
                yield new Wires(there.platform(),
                        new GeminiVeoWire(exchanges, host, there.apiVersion(), timeouts.submit(), timeouts.poll(),
                                catalog),
                        new InteractionsWire(exchanges, InteractionEndpoints.geminiApi(host, there.apiVersion()),
                                timeouts.submit(), timeouts.poll(), catalog),
                        new GeminiModels(exchanges, host, there.apiVersion(), timeouts.poll()));
            }
        };
    }

    private static String host(Backend backend, String ofGoogle) {
        return backend.baseUrl().map(URI::toString).orElse("https://" + ofGoogle);
    }

    Wire of(ModelFamily family) {
        return switch (family) {
            case VEO -> veo;
            case OMNI -> omni;
        };
    }

    /**
     * The wire on which an operation is asked for.
     *
     * @throws VeoRequestException when its name is of another backend, or of none
     */
    Wire of(OperationName operation) {
        return List.of(veo, omni).stream().filter(wire -> wire.knows(operation)).findFirst()
                .orElseThrow(() -> new VeoRequestException("\"" + operation + "\" is no operation of "
                        + platform.title() + ". Its names look like "
                        + List.of(veo, omni).stream().map(Wire::nameShape).collect(Collectors.joining(" or "))
                        + (looksLikeTheOther(operation)
                                ? ". This one is of " + other().title() + ": ask a client of that backend"
                                : "")));
    }

    private Platform other() {
        return switch (platform) {
            case AGENT_PLATFORM -> Platform.GEMINI_API;
            case GEMINI_API -> Platform.AGENT_PLATFORM;
        };
    }

    private boolean looksLikeTheOther(OperationName operation) {
        return switch (platform) {
            case AGENT_PLATFORM -> operation.value().matches("models/[^/]+/operations/[^/]+|interactions/[^/]+");
            case GEMINI_API -> operation.value().matches("projects/.+/(?:operations|interactions)/[^/]+");
        };
    }
}
