// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.model.Platform;
import java.net.URI;
import java.util.Optional;

/**
 * Where videos are made, and how it is spoken to. The model of a request decides the language: models of Veo are asked for operations,
 * models of Gemini Omni for interactions, and one backend serves both. Immutable.
 *
 * @since 1.0
 */
public sealed interface Backend {

    /** The platform by which the catalogue looks models up. */
    Platform platform();

    /** The address that is asked instead of Google's hosts; empty for Google's. */
    Optional<URI> baseUrl();

    /**
     * The same, at this address instead of Google's hosts, those of Cloud Storage included: an emulator, or a proxy. It gets the
     * credentials.
     */
    Backend withBaseUrl(URI address);

    /**
     * Google's Gemini Enterprise Agent Platform, formerly Vertex AI. Asked with an access token.
     *
     * @param project whose quota and bill it is: its id or its number
     * @param location of Veo, for example {@code us-central1}, {@code global}, {@code us} or {@code eu}. Omni is in {@code global} only
     *            and is asked there.
     * @param apiVersion for Veo, for example {@code v1}
     * @param interactionsVersion for Omni, for example {@code v1beta1}
     */
    record AgentPlatform(String project, String location, String apiVersion, String interactionsVersion,
            Optional<URI> baseUrl) implements Backend {

        /** Refuses what could not be part of an address. */
        public AgentPlatform {
            require(project.matches("[a-z0-9](?:[a-z0-9.:-]{0,126}[a-z0-9])?"), "project", project,
                    "Write the project's id, for example my-project, or its number");
            // Narrow: it becomes part of the name of the host that gets the token.
            require(location.matches("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"), "location", location,
                    "Write for example us-central1 or global");
            requireVersion(apiVersion);
            requireVersion(interactionsVersion);
            baseUrl = baseUrl.map(BaseUrl::checked);
        }

        /** The same with another version of the API for Veo. */
        public AgentPlatform withApiVersion(String version) {
            return new AgentPlatform(project, location, version, interactionsVersion, baseUrl);
        }

        /** The same with another version of the API for Omni. */
        public AgentPlatform withInteractionsVersion(String version) {
            return new AgentPlatform(project, location, apiVersion, version, baseUrl);
        }

        @Override
        public AgentPlatform withBaseUrl(URI address) {
            return new AgentPlatform(project, location, apiVersion, interactionsVersion, Optional.of(address));
        }

        @Override
        public Platform platform() {
            return Platform.AGENT_PLATFORM;
        }
    }

    /**
     * The Gemini API, asked with an API key. Gemini Omni is what it makes videos with: its models of Veo retired on 2026-10-22.
     *
     * @param apiVersion for example {@code v1beta}
     * @param servesRetired whether a proxy or a recording behind the base URL still serves models that have retired at Google
     */
    record GeminiApi(String apiVersion, boolean servesRetired, Optional<URI> baseUrl) implements Backend {

        /** Refuses what could not be part of an address. */
        public GeminiApi {
            requireVersion(apiVersion);
            baseUrl = baseUrl.map(BaseUrl::checked);
        }

        /** The same with another version of the API. */
        public GeminiApi withApiVersion(String version) {
            return new GeminiApi(version, servesRetired, baseUrl);
        }

        /** The same for a proxy or a recording that still serves what has retired at Google: such models are not refused. */
        public GeminiApi servingRetired() {
            return new GeminiApi(apiVersion, true, baseUrl);
        }

        @Override
        public GeminiApi withBaseUrl(URI address) {
            return new GeminiApi(apiVersion, servesRetired, Optional.of(address));
        }

        @Override
        public Platform platform() {
            return Platform.GEMINI_API;
        }
    }

    /** The Agent Platform, with version {@code v1} of its API for Veo and {@code v1beta1} for Omni. */
    static AgentPlatform agentPlatform(String project, String location) {
        return new AgentPlatform(project, location, "v1", "v1beta1", Optional.empty());
    }

    /** The Gemini API, version {@code v1beta}: the one that has every model. */
    static GeminiApi geminiApi() {
        return new GeminiApi("v1beta", false, Optional.empty());
    }

    private static void requireVersion(String version) {
        require(version.matches("v[0-9][a-z0-9]{0,15}"), "API version", version, "Write for example v1");
    }

    private static void require(boolean valid, String what, String value, String remedy) {
        if (!valid) {
            throw new IllegalArgumentException("\"" + value + "\" is no " + what + ". " + remedy);
        }
    }
}
