// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.interactions;

import dev.veo3.emulator.catalog.Models;
import dev.veo3.emulator.operation.FileStore;
import dev.veo3.emulator.operation.Operations;
import dev.veo3.emulator.operation.Results;
import dev.veo3.emulator.route.Route;
import java.util.ArrayList;
import java.util.List;

/** The routes of this wire. */
public final class Interactions {

    private Interactions() {}

    /** All of them, at both places. */
    public static List<Route> routes(Models models, Operations operations, Results results, FileStore files) {
        InteractionWriter writer = new InteractionWriter(operations, results);
        List<Route> routes = new ArrayList<>();
        for (InteractionsApi api : InteractionsApi.values()) {
            InteractionReader reader = new InteractionReader(api, new InputReader(api, files, results), operations);
            routes.add(new CreateRoute(api, models, operations, reader, writer));
            routes.add(new GetRoute(api, operations, writer));
            routes.add(new CancelRoute(api, operations, writer));
            routes.add(new DeleteRoute(api, operations));
        }
        return routes;
    }
}
