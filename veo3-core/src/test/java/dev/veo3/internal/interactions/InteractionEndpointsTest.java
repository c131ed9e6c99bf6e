// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.interactions;

import dev.veo3.error.VeoRequestException;
import dev.veo3.video.OperationName;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InteractionEndpointsTest {
    private static final InteractionEndpoints GEMINI = InteractionEndpoints.geminiApi("https://host", "v1beta");
    private static final InteractionEndpoints AGENT = InteractionEndpoints.agentPlatform("https://host", "v1beta1",
            "p");

    @Test
    void eachPlatformHasItsAddresses() {
        assertThat(GEMINI.create()).isEqualTo(URI.create("https://host/v1beta/interactions"));
        assertThat(AGENT.create())
                .isEqualTo(URI.create("https://host/v1beta1/projects/p/locations/global/interactions"));
        assertThat(GEMINI.cancel(new OperationName("interactions/v1_a")))
                .isEqualTo(URI.create("https://host/v1beta/interactions/v1_a/cancel"));
    }

    @Test
    void anInteractionIsAskedForWhereItsNameSays() {
        assertThat(AGENT.of(new OperationName("projects/another/locations/global/interactions/v1_a")))
                .isEqualTo(URI.create("https://host/v1beta1/projects/another/locations/global/interactions/v1_a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1_abc-DEF.~", "a/b", "../files/f", "a b", "a%2Fb", "\u00e9", "a?b#c", ".."})
    void anyIdMakesANameThatLeadsBackToIt(String id) {
        OperationName name = new OperationName(GEMINI.name(id));

        assertThat(InteractionEndpoints.id(name)).isEqualTo(id);
        if (GEMINI.isInteraction(name)) {
            assertThat(GEMINI.of(name).getPath()).isEqualTo("/v1beta/interactions/" + id);
            assertThat(GEMINI.of(name).getRawPath()).startsWith("/v1beta/interactions/")
                    .matches("/v1beta/interactions/[^/]+");
        } else {
            assertThat(id).isEqualTo("..");
        }
    }

    @Test
    void anIdThatIsBlankIsNone() {
        assertThatThrownBy(() -> GEMINI.name(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"interactions/", "interactions/a/b", "interactions/..", "interactions/.",
        "interactions/a?b",
        "models/m/operations/o", "projects/p/locations/us-central1/interactions/i",
        "projects/../locations/global/interactions/i"})
    void anotherNameIsNoInteraction(String name) {
        OperationName operation = new OperationName(name);

        assertThat(GEMINI.isInteraction(operation)).isFalse();
        assertThat(AGENT.isInteraction(operation)).isFalse();
        assertThatThrownBy(() -> GEMINI.of(operation)).isInstanceOf(VeoRequestException.class);
    }
}
