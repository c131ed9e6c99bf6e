// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.gemini;

import dev.veo3.emulator.catalog.Models;
import dev.veo3.emulator.operation.FileStore;
import dev.veo3.emulator.operation.Operations;
import dev.veo3.emulator.operation.Results;
import dev.veo3.emulator.route.Route;
import java.util.List;

/** The routes of this wire. */
public final class GeminiApi {

    private GeminiApi() {}

    /** All of them. */
    public static List<Route> routes(Models models, Operations operations, Results results, FileStore files) {
        return List.of(new GeminiSubmitRoute(models, new GeminiRequestReader(files)),
                new GeminiPollRoute(operations), new FileDownloadRoute(results, files), new FileRoute(results, files),
                new FileDeleteRoute(files), new ModelsRoute(models));
    }
}
