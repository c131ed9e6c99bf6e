// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.ApiKey;
import dev.veo3.auth.BearerToken;
import dev.veo3.auth.Credentials;
import dev.veo3.error.RpcError;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.video.OperationName;
import dev.veo3.video.OperationState;
import dev.veo3.video.VideoOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Operations that ended with an error of another shape than the documents give it, on every wire. */
class OddErrorTest {
    @TempDir
    Path directory;

    private enum Wire {
        AGENT_PLATFORM("\"done\":true"), GEMINI_API("\"done\":true"), INTERACTIONS("\"status\":\"failed\"");

        private final String ended;

        Wire(String ended) {
            this.ended = ended;
        }

        OperationName operation() {
            return switch (this) {
                case AGENT_PLATFORM -> TestClients.OPERATION;
                case GEMINI_API -> new OperationName("models/veo-3.1-generate-preview/operations/o-1");
                case INTERACTIONS -> new OperationName("interactions/v1_a");
            };
        }

        VeoClient client(ScriptedServer server, Path directory) {
            boolean platform = this == AGENT_PLATFORM;
            Backend backend = platform ? Backend.agentPlatform("my-project", "us-central1") : Backend.geminiApi();
            Credentials proof = platform ? BearerToken.of("a-token-0123456789") : ApiKey.of("a-key-0123456789");
            return VeoClient.builder().backend(backend).credentials(proof).baseUrl(server.url())
                    .spoolDirectory(directory).build();
        }
    }

    private record Odd(String error, RpcError expected) {}

    private static final List<Odd> ODD = List.of(
            new Odd("\"It broke\"", new RpcError(2, "It broke")),
            new Odd("\"UNAVAILABLE\"", new RpcError(14, "UNAVAILABLE", "")),
            new Odd("13", new RpcError(13, "")),
            new Odd("true", new RpcError(2, "")),
            new Odd("[{\"code\":13,\"message\":\"Internal\"}]", new RpcError(13, "Internal")),
            new Odd("[\"It broke\",\"twice\"]", new RpcError(2, "It broke")),
            new Odd("{\"error\":{\"code\":8,\"message\":\"Full\"}}", new RpcError(8, "Full")),
            new Odd("{\"code\":99999999999,\"message\":\"m\"}", new RpcError(2, "99999999999", "m")),
            new Odd("{\"code\":\"99999999999\",\"message\":\"m\"}", new RpcError(2, "99999999999", "m")),
            new Odd("{\"code\":1e99,\"message\":\"m\"}", new RpcError(2, "1e99", "m")),
            new Odd("{\"code\":13.0,\"message\":\"m\"}", new RpcError(13, "m")),
            new Odd("{\"code\":{\"a\":1},\"message\":[\"m\"]}", new RpcError(2, "")),
            new Odd("{\"code\":null,\"message\":\"m\"}", new RpcError(2, "m")),
            new Odd("{\"status\":\"INTERNAL\"}", new RpcError(13, "INTERNAL", "")),
            new Odd("{\"reason\":\"quota\",\"more\":{\"a\":1}}", new RpcError(2, "reason: quota, more: …")));

    static Stream<Arguments> odd() {
        return Stream.of(Wire.values()).flatMap(wire -> ODD.stream().map(odd -> Arguments.of(wire, odd)));
    }

    @ParameterizedTest
    @MethodSource("odd")
    void anOperationThatEndedWithAnOddErrorHasFailedWithWhatCanBeTold(Wire wire, Odd odd) throws Exception {
        assertThat(polled(wire, "{" + wire.ended + ",\"error\":" + odd.error() + "}"))
                .isEqualTo(new OperationState.Done(new VideoOutcome.Failed(odd.expected())));
    }

    @ParameterizedTest
    @MethodSource("odd")
    void anAnswerThatHoldsOnlyAnErrorFailsThePollAndNotThePaidOperation(Wire wire, Odd odd) {
        assertThatThrownBy(() -> polled(wire, "{\"error\":" + odd.error() + "}"))
                .isInstanceOf(VeoProtocolException.class).hasMessageContaining(odd.expected().describe());
    }

    static Stream<Arguments> counts() {
        String reasons = "\"raiMediaFilteredReasons\":[\"Support codes: 61493863\"]";
        return Stream.of("99999999999", "1e99", "\"3\"", "99999999999999999999999").map(count -> Arguments
                .of("{\"raiMediaFilteredCount\":" + count + "," + reasons + "}"));
    }

    @ParameterizedTest
    @MethodSource("counts")
    void aCountOfAnySizeIsFiltered(String response) throws Exception {
        assertThat(polled(Wire.AGENT_PLATFORM, "{\"done\":true,\"response\":" + response + "}"))
                .isInstanceOfSatisfying(OperationState.Done.class,
                        done -> assertThat(done.outcome()).isInstanceOf(VideoOutcome.Filtered.class));
        assertThat(polled(Wire.GEMINI_API,
                "{\"done\":true,\"response\":{\"generateVideoResponse\":" + response + "}}"))
                .isInstanceOfSatisfying(OperationState.Done.class,
                        done -> assertThat(done.outcome()).isInstanceOf(VideoOutcome.Filtered.class));
    }

    @Test
    void tokensBeyondEveryNumberAreTokens() throws Exception {
        String tokens = "\"usage\":{\"output_tokens_by_modality\":[{\"modality\":\"video\",\"tokens\":%s}]}";
        String text = "\"steps\":[{\"type\":\"model_output\",\"content\":[{\"type\":\"text\",\"text\":\"No\"}]}]";
        String answer = "{\"status\":\"completed\"," + text + "," + tokens.formatted("99999999999999999999999") + "}";
        assertThat(polled(Wire.INTERACTIONS, answer)).isEqualTo(new OperationState.Done(new VideoOutcome.Empty()));
    }

    @Test
    void anOperationThatGoesOnIsLeftToGoOn() throws Exception {
        assertThat(polled(Wire.AGENT_PLATFORM, "{\"done\":false,\"error\":{\"code\":13}}"))
                .isEqualTo(new OperationState.Running());
    }

    private OperationState polled(Wire wire, String answer) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, answer));
                VeoClient veo = wire.client(server, directory)) {
            return veo.poll(wire.operation());
        }
    }
}
