// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.agentplatform;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a call of a Veo model on Agent Platform.
 *
 * @param modelPath {@code projects/…/locations/…/publishers/google/models/…}
 * @param model the model's id
 */
record VeoPath(String modelPath, String model) {

    private static final Pattern PATH = Pattern
            .compile("/v1(?:beta1)?/(projects/[^/]+/locations/[^/]+/publishers/google/models/([^/:]+)):([A-Za-z]+)");

    /** Reads a path; empty when it is none that calls this method of a model. */
    static Optional<VeoPath> parse(String path, String method) {
        Matcher matcher = PATH.matcher(path);
        return matcher.matches() && matcher.group(3).equals(method)
                ? Optional.of(new VeoPath(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    /** Whether a request calls this method of a model. */
    static boolean calls(String httpMethod, String path, String method) {
        return httpMethod.equals("POST") && parse(path, method).isPresent();
    }

    /** What such a call looks like, for a person who asked for something else. */
    static String description(String method) {
        return "POST /v1/projects/{project}/locations/{location}/publishers/google/models/{model}:" + method;
    }
}
