// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.agentplatform;

import dev.veo3.emulator.catalog.Models;
import dev.veo3.emulator.operation.Operations;
import dev.veo3.emulator.operation.Results;
import dev.veo3.emulator.route.Route;
import java.util.List;

/** The routes of this wire. */
public final class AgentPlatformVeo {

    private AgentPlatformVeo() {}

    /** All of them. */
    public static List<Route> routes(Models models, Operations operations, Results results) {
        return List.of(new VeoSubmitRoute(models, new VeoRequestReader(results::header)),
                new VeoPollRoute(operations, results), new PublisherModelsRoute(models));
    }
}
