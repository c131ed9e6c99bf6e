// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.auth.ApiKey;
import dev.veo3.auth.ApplicationDefault;
import dev.veo3.auth.BearerToken;
import dev.veo3.auth.Credentials;
import dev.veo3.auth.CredentialsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Backend and credentials as the environment variables of Google's own clients name them
 * (<a href="https://googleapis.github.io/python-genai/">googleapis.github.io/python-genai</a>).
 *
 * @param backend where videos are made
 * @param credentials on whose account
 */
record Surroundings(Backend backend, Credentials credentials) {
    static final List<String> KEYS = List.of("GOOGLE_API_KEY", "GEMINI_API_KEY");
    private static final String PLATFORM = "GOOGLE_GENAI_USE_VERTEXAI";
    private static final String VERSION = "GOOGLE_GENAI_API_VERSION";
    private static final String PROJECT = "GOOGLE_CLOUD_PROJECT";
    private static final String LOCATION = "GOOGLE_CLOUD_LOCATION";
    private static final String TOKEN = "VEO3_ACCESS_TOKEN";
    private static final String STANDARD_LOCATION = "us-central1";

    /**
     * What the variables say.
     *
     * @throws CredentialsException when that is not enough; it lists all that was looked for
     */
    static Surroundings of(Map<String, String> variables) {
        return of(variables, ApplicationDefault::find);
    }

    static Surroundings of(Map<String, String> variables, Supplier<Credentials> applicationDefault) {
        List<String> tried = new ArrayList<>();
        boolean platform = value(variables, PLATFORM, tried).map(word -> word.toLowerCase(Locale.ROOT))
                .filter(List.of("true", "1")::contains).isPresent();
        if (!platform) {
            Optional<String> key = KEYS.stream().map(name -> value(variables, name, tried)).flatMap(Optional::stream)
                    .findFirst();
            if (key.isPresent()) {
                return new Surroundings(versioned(Backend.geminiApi(), variables), ApiKey.of(key.get()));
            }
        }
        Optional<String> project = value(variables, PROJECT, tried);
        if (project.isEmpty()) {
            throw new CredentialsException("The environment names no account: " + String.join(", ", tried)
                    + ". For Gemini Omni on the Gemini API, set GEMINI_API_KEY to a key of"
                    + " https://aistudio.google.com/apikey. For Veo and Omni on the Agent Platform, set " + PROJECT
                    + " to the project's id, and log in with `gcloud auth application-default login`");
        }
        String location = value(variables, LOCATION, tried).orElse(STANDARD_LOCATION);
        return new Surroundings(versioned(platform(project.get(), location), variables),
                token(variables, tried, applicationDefault));
    }

    private static Backend platform(String project, String location) {
        named(PROJECT, () -> Backend.agentPlatform(project, STANDARD_LOCATION));
        return named(LOCATION, () -> Backend.agentPlatform(project, location));
    }

    /** What comes of a variable; a value that is none is told with the variable's name. */
    private static <T> T named(String variable, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new CredentialsException("$" + variable + " cannot be used: " + e.getMessage());
        }
    }

    private static Credentials token(Map<String, String> variables, List<String> tried,
            Supplier<Credentials> applicationDefault) {
        Optional<String> token = value(variables, TOKEN, tried);
        if (token.isPresent()) {
            return BearerToken.of(token.get());
        }
        value(variables, "GOOGLE_APPLICATION_CREDENTIALS", tried);
        try {
            return applicationDefault.get();
        } catch (CredentialsException e) {
            throw new CredentialsException("The environment names no credentials for the Agent Platform: "
                    + String.join(", ", tried) + ". " + e.getMessage() + ", or set " + TOKEN
                    + " to what `gcloud auth print-access-token` prints");
        }
    }

    private static Backend versioned(Backend backend, Map<String, String> variables) {
        Optional<String> version = value(variables, VERSION, new ArrayList<>());
        return switch (backend) {
            case Backend.GeminiApi there -> named(VERSION,
                    () -> version.map(there::withApiVersion).orElse(there));
            case Backend.AgentPlatform there -> named(VERSION,
                    () -> version.map(there::withApiVersion).orElse(there));
        };
    }

    /** A variable that is set to something; what it holds is never told. */
    private static Optional<String> value(Map<String, String> variables, String name, List<String> tried) {
        Optional<String> value = Optional.ofNullable(variables.get(name)).map(String::strip)
                .filter(text -> !text.isEmpty());
        tried.add("$" + name
                + (value.isPresent() ? " is set" : variables.containsKey(name) ? " is empty" : " is not set"));
        return value;
    }
}
