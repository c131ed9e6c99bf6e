package dev.veo3;

import dev.veo3.model.Platform;

/** Where videos are made. */
public sealed interface Backend {

    /** The platform by which the catalogue looks models up. */
    Platform platform();

    /**
     * Veo on Google's Gemini Enterprise Agent Platform, formerly Vertex AI.
     *
     * @param project whose quota and bill it is: its id or its number
     * @param location for example {@code us-central1}, {@code global}, {@code us} or {@code eu}
     * @param apiVersion for example {@code v1}
     */
    record AgentPlatform(String project, String location, String apiVersion) implements Backend {

        /** Refuses what could not be part of an address. */
        public AgentPlatform {
            require(project.matches("[a-z0-9](?:[a-z0-9.:-]{0,126}[a-z0-9])?"), "project", project,
                    "Write the project's id, for example my-project, or its number");
            // Narrow: it becomes part of the name of the host that gets the token.
            require(location.matches("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"), "location", location,
                    "Write for example us-central1 or global");
            require(apiVersion.matches("v[0-9][a-z0-9]{0,15}"), "API version", apiVersion, "Write for example v1");
        }

        /** The same with another version of the API. */
        public AgentPlatform withApiVersion(String version) {
            return new AgentPlatform(project, location, version);
        }

        @Override
        public Platform platform() {
            return Platform.AGENT_PLATFORM;
        }

        private static void require(boolean valid, String what, String value, String remedy) {
            if (!valid) {
                throw new IllegalArgumentException("\"" + value + "\" is no " + what + ". " + remedy);
            }
        }
    }

    /** Veo on the Agent Platform, version {@code v1} of its API. */
    static AgentPlatform agentPlatform(String project, String location) {
        return new AgentPlatform(project, location, "v1");
    }
}
