// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.agentplatform;

import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.route.Access;
import dev.veo3.emulator.route.PathRoute;
import dev.veo3.emulator.route.Purpose;
import java.util.regex.Pattern;

/** A call of a Veo model: {@code POST /v1/projects/…/locations/…/publishers/google/models/…:method}. */
abstract class VeoRoute extends PathRoute {

    private static final String MODEL = "/v1(?:beta1)?/(projects/[^/]+/locations/[^/]+/publishers/google/models/([^/:]+)):";

    VeoRoute(Purpose purpose, String method) {
        super(purpose, Access.TOKEN, "POST", Pattern.compile(MODEL + method),
                "/v1/projects/{project}/locations/{location}/publishers/google/models/{model}:" + method);
    }

    /** The model's whole name, which those of its operations begin with. */
    final String modelPath(Request request) {
        return parts(request).group(1);
    }

    /** The model's id. */
    final String modelId(Request request) {
        return parts(request).group(2);
    }
}
