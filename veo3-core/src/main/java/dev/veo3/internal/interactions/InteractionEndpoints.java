// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.interactions;

import dev.veo3.error.VeoRequestException;
import dev.veo3.model.Platform;
import dev.veo3.video.OperationName;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The addresses of interactions on one platform.
 *
 * @param host with the scheme, for example {@code https://generativelanguage.googleapis.com}
 * @param version of the API
 * @param parent what stands before {@code interactions}: empty, or {@code projects/P/locations/global/}
 */
public record InteractionEndpoints(Platform platform, String host, String version, String parent) {
    private static final String SEGMENT = "[A-Za-z0-9][A-Za-z0-9._:-]*";
    // The segments "." and ".." would lead elsewhere.
    private static final String ID = "interactions/(?!(?:\\.|%2[eE]){1,2}$)(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+";
    private static final Pattern OF_GEMINI_API = Pattern.compile(ID);
    private static final Pattern OF_AGENT_PLATFORM = Pattern
            .compile("projects/" + SEGMENT + "/locations/global/" + ID);

    /** Interactions of an API key's project. */
    public static InteractionEndpoints geminiApi(String host, String version) {
        return new InteractionEndpoints(Platform.GEMINI_API, host, version, "");
    }

    /** Interactions of a project on the Agent Platform, which has them in the location {@code global} only. */
    public static InteractionEndpoints agentPlatform(String host, String version, String project) {
        return new InteractionEndpoints(Platform.AGENT_PLATFORM, host, version,
                "projects/" + project + "/locations/global/");
    }

    URI create() {
        return URI.create(host + "/" + version + "/" + parent + "interactions");
    }

    /** Where an interaction is: its name says it, so that another process with other settings asks in the same place. */
    URI of(OperationName operation) {
        if (!isInteraction(operation)) {
            throw new VeoRequestException("\"" + operation + "\" is no interaction of " + platform.title());
        }
        return URI.create(host + "/" + version + "/" + operation);
    }

    URI cancel(OperationName operation) {
        return URI.create(of(operation) + "/cancel");
    }

    boolean isInteraction(OperationName operation) {
        Pattern shape = switch (platform) {
            case GEMINI_API -> OF_GEMINI_API;
            case AGENT_PLATFORM -> OF_AGENT_PLATFORM;
        };
        return shape.matcher(operation.value()).matches();
    }

    /** The name of the interaction with that id. Its characters are made safe, because it becomes part of an address. */
    String name(String id) {
        if (id.isBlank()) {
            throw new IllegalArgumentException("An id is not blank");
        }
        // A form encodes a blank as '+', a path as %20; and it leaves the star.
        return parent + "interactions/"
                + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    }

    /** The id that the service gave the interaction of that name. */
    static String id(OperationName operation) {
        String name = operation.value();
        return java.net.URLDecoder.decode(name.substring(name.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
    }

    String shape() {
        return switch (platform) {
            case GEMINI_API -> "interactions/I";
            case AGENT_PLATFORM -> "projects/P/locations/global/interactions/I";
        };
    }
}
