// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.auth.ApiKey;
import dev.veo3.auth.BearerToken;
import dev.veo3.auth.Credentials;
import dev.veo3.auth.CredentialsException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the environment says about backend and credentials, and what it is told when it says too little. */
class SurroundingsTest {
    private static final Credentials FOUND = BearerToken.of("found-token");
    private static final Supplier<Credentials> NONE = () -> {
        throw new CredentialsException("There are no Application Default Credentials");
    };

    @Test
    void aKeyMeansTheGeminiApi() {
        for (String name : Surroundings.KEYS) {
            Surroundings found = of(Map.of(name, "secret-key", "GOOGLE_CLOUD_PROJECT", "my-project"));
            assertThat(found.backend()).isEqualTo(Backend.geminiApi());
            assertThat(found.credentials().headers()).containsEntry("x-goog-api-key", "secret-key");
        }
        assertThat(of(Map.of("GOOGLE_API_KEY", "first", "GEMINI_API_KEY", "second")).credentials().headers())
                .as("the order of Google's own clients").containsEntry("x-goog-api-key", "first");
        assertThat(of(Map.of("GEMINI_API_KEY", "k", "GOOGLE_GENAI_API_VERSION", "v1")).backend())
                .isEqualTo(Backend.geminiApi().withApiVersion("v1"));
    }

    @Test
    void aProjectMeansTheAgentPlatform() {
        Surroundings found = of(Map.of("GOOGLE_CLOUD_PROJECT", "my-project", "GEMINI_API_KEY", " "));
        assertThat(found.backend()).isEqualTo(Backend.agentPlatform("my-project", "us-central1"));
        assertThat(found.credentials()).isSameAs(FOUND);

        Surroundings chosen = of(Map.of("GOOGLE_GENAI_USE_VERTEXAI", "True", "GEMINI_API_KEY", "k",
                "GOOGLE_CLOUD_PROJECT", "my-project", "GOOGLE_CLOUD_LOCATION", "global", "VEO3_ACCESS_TOKEN", "t"));
        assertThat(chosen.backend()).isEqualTo(Backend.agentPlatform("my-project", "global"));
        assertThat(chosen.credentials().headers()).containsEntry("Authorization", "Bearer t");
    }

    @Test
    void whatIsMissingIsToldWithAllThatWasLookedFor() {
        assertThatThrownBy(() -> of(Map.of("GEMINI_API_KEY", " "))).isInstanceOf(CredentialsException.class)
                .hasMessageContainingAll("$GOOGLE_GENAI_USE_VERTEXAI is not set", "$GOOGLE_API_KEY is not set",
                        "$GEMINI_API_KEY is empty", "$GOOGLE_CLOUD_PROJECT is not set",
                        "https://aistudio.google.com/apikey", "gcloud auth application-default login");
        assertThatThrownBy(() -> Surroundings.of(Map.of("GOOGLE_CLOUD_PROJECT", "my-project",
                "GOOGLE_APPLICATION_CREDENTIALS", "/secret/path"), NONE)).isInstanceOf(CredentialsException.class)
                .hasMessageContainingAll("$VEO3_ACCESS_TOKEN is not set", "$GOOGLE_CLOUD_PROJECT is set",
                        "$GOOGLE_APPLICATION_CREDENTIALS is set", "no Application Default Credentials",
                        "gcloud auth print-access-token")
                .hasMessageNotContaining("/secret/path");
    }

    @ParameterizedTest
    @CsvSource({"GOOGLE_CLOUD_PROJECT, My Project!", "GOOGLE_CLOUD_LOCATION, us/central1",
        "GOOGLE_GENAI_API_VERSION, latest"})
    void aValueThatIsNoneIsToldByTheNameOfItsVariable(String variable, String value) {
        Map<String, String> variables = new HashMap<>(Map.of("GOOGLE_CLOUD_PROJECT", "my-project"));
        variables.put(variable, value);
        assertThatThrownBy(() -> of(variables)).isInstanceOf(CredentialsException.class)
                .hasMessageContainingAll("$" + variable, "\"" + value + "\"", "Write ");
        assertThatThrownBy(() -> of(Map.of("GEMINI_API_KEY", "k", "GOOGLE_GENAI_API_VERSION", "latest")))
                .isInstanceOf(CredentialsException.class).hasMessageContaining("$GOOGLE_GENAI_API_VERSION");
    }

    @Test
    void aBuilderTakesBothFromTheEnvironment() {
        try (VeoClient veo = VeoClient.builder().environment(Map.of("GEMINI_API_KEY", "secret-key")).build()) {
            assertThat(veo.backend()).isEqualTo(Backend.geminiApi());
        }
        assertThatThrownBy(() -> VeoClient.builder().environment(Map.of())).isInstanceOf(CredentialsException.class);
    }

    @Test
    void aKeyDoesNotGoWithTheAgentPlatformItself() {
        VeoClientBuilder builder = VeoClient.builder().backend(Backend.agentPlatform("p", "global"))
                .credentials(ApiKey.of("secret-key"));
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("no API key", "Backend.geminiApi()").hasMessageNotContaining("secret-key");
    }

    private static Surroundings of(Map<String, String> variables) {
        return Surroundings.of(variables, () -> FOUND);
    }
}
