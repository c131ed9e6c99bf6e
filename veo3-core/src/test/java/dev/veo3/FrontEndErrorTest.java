// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.BearerToken;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.model.ModelId;
import dev.veo3.time.ManualTime;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Errors of Google's front ends, which put them into an array and now and then under a status of success: what they say is told on every
 * wire, and never decides about money.
 */
class FrontEndErrorTest {
    private static final String ERROR = "{\"code\":429,\"message\":\"Quota exceeded.\",\"status\":\"RESOURCE_EXHAUSTED\"}";
    private static final byte[] VIDEO = TestClients.video();

    @TempDir
    Path directory;
    private final ManualTime time = ManualTime.selfAdvancing(Instant.parse("2026-11-24T00:00:00Z"));

    /** A wire, what is asked of it, how its operations are called, and how one ends there with a video in Cloud Storage. */
    private record Wire(Backend backend, ModelId model, String operation, String ended) {

        VideoRequest request() {
            return VideoRequest.text("A lighthouse").withModel(model);
        }

        @Override
        public String toString() {
            return model + " on " + backend.platform().title();
        }
    }

    static List<Wire> wires() {
        Backend agent = Backend.agentPlatform("my-project", "us-central1");
        String veo = "{\"done\":true,\"response\":{\"videos\":[{\"gcsUri\":\"gs://b/v.mp4\"}]}}";
        String omni = "{\"status\":\"completed\",\"steps\":[{\"type\":\"model_output\",\"content\":[{\"type\":\"video\","
                + "\"uri\":\"gs://b/v.mp4\"}]}]}";
        return List.of(new Wire(agent, ModelId.VEO_3_1, TestClients.OPERATION.value(), veo),
                new Wire(agent, ModelId.OMNI_1_2, "projects/my-project/locations/global/interactions/i", omni),
                new Wire(Backend.geminiApi(), ModelId.OMNI_1_1, "interactions/v1_a", omni),
                new Wire(Backend.geminiApi().servingRetired(), new ModelId("veo-3.1-generate-preview"),
                        "models/veo-3.1-generate-preview/operations/o-1",
                        "{\"done\":true,\"response\":{\"generateVideoResponse\":{\"generatedSamples\":[{\"video\":{\"uri\":"
                                + "\"gs://b/v.mp4\"}}]}}}"));
    }

    static Stream<Arguments> wiresAndShapes() {
        return wires().stream()
                .flatMap(wire -> Stream.of("[{\"error\":" + ERROR + "}]", " [ {\"error\":" + ERROR + "}\n]",
                        "{\"error\":" + ERROR + "}", "[{\"error\":" + ERROR + "},{\"error\":{\"code\":500}}]")
                        .map(body -> Arguments.of(wire, body)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("wiresAndShapes")
    void underItsOwnStatusItIsTheErrorThatItIs(Wire wire, String body) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(429, body));
                VeoClient veo = client(server, wire)) {
            assertThat(veo.submit(wire.request())).isInstanceOfSatisfying(SubmitOutcome.Refused.class,
                    refused -> {
                        assertThat(refused.error().status()).isEqualTo("RESOURCE_EXHAUSTED");
                        assertThat(refused.error().message()).isEqualTo("Quota exceeded.");
                    });
            assertThatThrownBy(() -> veo.poll(new OperationName(wire.operation())))
                    .isInstanceOf(VeoServiceException.class)
                    .hasMessageContaining("HTTP 429 RESOURCE_EXHAUSTED: Quota exceeded.");
            assertThatThrownBy(() -> veo.download(stored(wire), directory.resolve("film.mp4")))
                    .isInstanceOf(VeoServiceException.class)
                    .hasMessageContaining("HTTP 429 RESOURCE_EXHAUSTED: Quota exceeded.");
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("wiresAndShapes")
    void underAStatusOfSuccessASubmitIsAmbiguousAndSaysWhy(Wire wire, String body) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, body));
                VeoClient veo = client(server, wire)) {
            assertThat(veo.submit(wire.request())).isInstanceOfSatisfying(SubmitOutcome.Ambiguous.class,
                    ambiguous -> assertThat(ambiguous.reason()).startsWith("The service answered HTTP 200 without an"
                            + " operation name that can be read, but with an error: RESOURCE_EXHAUSTED: Quota exceeded."));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("wiresAndShapes")
    void underAStatusOfSuccessItFailsThePollWhichIsRepeated(Wire wire, String body) throws Exception {
        OperationName operation = new OperationName(wire.operation());
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, body), Reply.json(200, body),
                Reply.json(200, wire.ended())); VeoClient veo = client(server, wire)) {
            assertThatThrownBy(() -> veo.poll(operation)).isInstanceOf(VeoProtocolException.class)
                    .hasMessageContainingAll(wire.operation(), "Quota exceeded.");
            assertThat(veo.await(operation)).isInstanceOf(VideoOutcome.Succeeded.class);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("wiresAndShapes")
    void underAStatusOfSuccessItIsNoVideoAndTheDownloadIsRepeated(Wire wire, String body) throws Exception {
        Path film = directory.resolve("film.mp4");
        boolean described = stored(wire) instanceof GeneratedVideo.ServiceFile;
        Reply error = Reply.json(200, body);
        Reply video = Reply.http(200, Map.of(), VIDEO);
        try (ScriptedServer server = described
                ? ScriptedServer.start(error, error, video)
                : ScriptedServer.start(error, video); VeoClient veo = client(server, wire)) {
            assertThat(veo.download(stored(wire), film)).hasBinaryContent(VIDEO);
            assertThat(server.requests()).hasSize(described ? 3 : 2);
        }
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, body));
                VeoClient veo = client(server, wire)) {
            assertThatThrownBy(() -> veo.download(stored(wire), directory.resolve("second.mp4")))
                    .isInstanceOf(VeoProtocolException.class)
                    .hasMessageContaining("it is an error, RESOURCE_EXHAUSTED: Quota exceeded.");
            assertThat(directory.resolve("second.mp4")).doesNotExist();
            assertThat(server.requests()).hasSizeGreaterThan(3);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("wiresAndShapes")
    void underAStatusOfSuccessItIsNoListOfModelsAndNotRemembered(Wire wire, String body) throws Exception {
        String list = "{\"models\":[{\"name\":\"models/veo-9\"}],\"publisherModels\":[{\"name\":\"models/veo-9\"}]}";
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, body), Reply.json(200, list));
                VeoClient veo = client(server, wire)) {
            assertThatThrownBy(() -> veo.models().list()).isInstanceOf(VeoProtocolException.class)
                    .hasMessageContaining("Quota exceeded.");
            assertThat(veo.models().list()).extracting(model -> model.id().value()).containsExactly("veo-9");
        }
    }

    private static GeneratedVideo stored(Wire wire) {
        return switch (wire.backend()) {
            case Backend.AgentPlatform there -> new GeneratedVideo.Stored("gs://b/v.mp4", "video/mp4");
            case Backend.GeminiApi there ->
                new GeneratedVideo.ServiceFile("https://elsewhere.example/v1beta/files/f-1", "video/mp4");
        };
    }

    private VeoClient client(ScriptedServer server, Wire wire) {
        return VeoClient.builder().backend(wire.backend().withBaseUrl(server.url()))
                .credentials(BearerToken.of(TestClients.TOKEN)).spoolDirectory(directory).time(time).build();
    }
}
