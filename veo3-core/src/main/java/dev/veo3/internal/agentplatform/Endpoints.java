// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.agentplatform;

import dev.veo3.error.VeoRequestException;
import dev.veo3.model.ModelId;
import dev.veo3.video.OperationName;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses of the platform.
 *
 * @param project whose quota and bill it is
 * @param location for example {@code us-central1}, {@code global}, {@code us}
 * @param version of the API
 * @param override asked instead of Google's host, for an emulator or a proxy
 */
public record Endpoints(String project, String location, String version, Optional<URI> override) {
    private static final String SEGMENT = "[A-Za-z0-9][A-Za-z0-9._:-]*";
    // Narrow, because it becomes part of the name of the host that gets the token.
    private static final String LOCATION = "[a-z][a-z0-9-]{0,62}";
    private static final Pattern OPERATION = Pattern.compile("(projects/" + SEGMENT + "/locations/(" + LOCATION
            + ")/publishers/" + SEGMENT + "/models/" + SEGMENT + ")/operations/" + SEGMENT);

    /** Where a request for a video goes. */
    URI submit(ModelId model) {
        return address(location, "projects/" + project + "/locations/" + location + "/publishers/google/models/" + model
                + ":predictLongRunning");
    }

    static boolean isOperation(OperationName operation) {
        return OPERATION.matcher(operation.value()).matches();
    }

    /** Where to ask for an operation: its name says it, so that another process with other settings asks in the same place. */
    URI poll(OperationName operation) {
        Matcher name = OPERATION.matcher(operation.value());
        if (!name.matches()) {
            throw new VeoRequestException("\"" + operation + "\" is no operation of Veo on the Agent Platform");
        }
        return address(name.group(2), name.group(1) + ":fetchPredictOperation");
    }

    /** Where the publisher's models are listed. It is the only version of the API that lists them. */
    URI models(String pageToken) {
        return publisher("v1beta1", "models" + (pageToken.isEmpty()
                ? ""
                : "?pageToken=" + URLEncoder.encode(pageToken, StandardCharsets.UTF_8)));
    }

    /** Where one of the publisher's models is told. */
    URI model(ModelId model) {
        return publisher(version, "models/" + model);
    }

    private URI publisher(String apiVersion, String path) {
        return URI.create(root(location) + "/" + apiVersion + "/publishers/google/" + path);
    }

    private URI address(String where, String path) {
        return URI.create(root(where) + "/" + version + "/" + path);
    }

    private String root(String where) {
        return override.map(URI::toString).orElseGet(() -> "https://" + host(where));
    }

    /** Google's host for a location: the global one, one for each of the two multi-regions, one for each region. */
    public static String host(String location) {
        return switch (location) {
            case "global" -> "aiplatform.googleapis.com";
            case "us", "eu" -> "aiplatform." + location + ".rep.googleapis.com";
            default -> location + "-aiplatform.googleapis.com";
        };
    }
}
