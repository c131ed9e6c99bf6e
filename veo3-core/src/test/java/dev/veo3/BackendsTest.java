// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.BearerToken;
import dev.veo3.error.VeoDeadlineException;
import dev.veo3.error.VeoRequestException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.model.ModelId;
import dev.veo3.video.CancelOutcome;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationName;
import dev.veo3.video.OperationState;
import dev.veo3.video.RequestPart;
import dev.veo3.video.RuleViolation;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What each backend is asked, and what becomes of its answers. */
class BackendsTest {
    private static final Backend AGENT_PLATFORM = Backend.agentPlatform("my-project", "us-central1");
    private static final Backend GEMINI_API = Backend.geminiApi().servingRetired();
    private static final ModelId OLD_VEO = new ModelId("veo-3.1-generate-preview");
    private static final OperationName INTERACTION = new OperationName("interactions/v1_a");

    @TempDir
    Path directory;

    static Stream<Arguments> backends() {
        return Stream.of(
                Arguments.of(AGENT_PLATFORM, ModelId.VEO_3_1, "{\"name\":\"" + TestClients.OPERATION + "\"}",
                        TestClients.OPERATION.value(), "POST /v1/" + TestClients.MODEL + ":predictLongRunning",
                        "POST /v1/" + TestClients.MODEL + ":fetchPredictOperation"),
                Arguments.of(AGENT_PLATFORM, ModelId.OMNI_1_2, "{\"id\":\"v1_a\",\"status\":\"in_progress\"}",
                        "projects/my-project/locations/global/interactions/v1_a",
                        "POST /v1beta1/projects/my-project/locations/global/interactions",
                        "GET /v1beta1/projects/my-project/locations/global/interactions/v1_a"),
                Arguments.of(GEMINI_API, ModelId.OMNI_1_1, "{\"id\":\"v1_a\",\"status\":\"in_progress\"}",
                        "interactions/v1_a", "POST /v1beta/interactions", "GET /v1beta/interactions/v1_a"),
                Arguments.of(GEMINI_API, OLD_VEO, "{\"name\":\"models/veo-3.1-generate-preview/operations/o\"}",
                        "models/veo-3.1-generate-preview/operations/o",
                        "POST /v1beta/models/veo-3.1-generate-preview:predictLongRunning",
                        "GET /v1beta/models/veo-3.1-generate-preview/operations/o"));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("backends")
    void aNameThatWasStoredIsAskedForByAnotherClient(Backend backend, ModelId model, String accepted, String name,
            String submitted, String polled) throws Exception {
        OperationName stored;
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, accepted));
                VeoClient veo = client(server, backend)) {
            SubmitOutcome outcome = veo.submit(VideoRequest.text("A lighthouse").withModel(model));
            stored = ((SubmitOutcome.Accepted) outcome).operation();
            assertThat(stored.value()).isEqualTo(name);
            assertThat(calls(server)).containsExactly(submitted);
        }
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "{\"status\":\"queued\"}"));
                VeoClient veo = client(server, backend)) {
            assertThat(veo.poll(new OperationName(stored.value()))).isInstanceOf(OperationState.Running.class);
            assertThat(calls(server)).containsExactly(polled);
        }
    }

    @ParameterizedTest
    @CsvSource({"AGENT_PLATFORM, interactions/v1_a, Gemini API", "AGENT_PLATFORM, models/m/operations/o, Gemini API",
        "GEMINI_API, projects/p/locations/global/interactions/v1_a, Agent Platform",
        "GEMINI_API, projects/p/locations/l/publishers/google/models/m/operations/o, Agent Platform"})
    void aNameOfAnotherBackendIsToldApart(String backend, String name, String other) throws Exception {
        Backend here = backend.equals("GEMINI_API") ? GEMINI_API : AGENT_PLATFORM;
        OperationName operation = new OperationName(name);
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "{}"));
                VeoClient veo = client(server, here)) {
            assertThatThrownBy(() -> veo.poll(operation)).isInstanceOf(VeoRequestException.class)
                    .hasMessageContainingAll(name, "This one is of " + other);
            assertThatThrownBy(() -> veo.await(operation)).isInstanceOf(VeoRequestException.class);
            assertThatThrownBy(() -> veo.cancel(operation)).isInstanceOf(VeoRequestException.class);
            assertThatThrownBy(() -> veo.delete(operation)).isInstanceOf(VeoRequestException.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void anInteractionIsMadeInTheBackgroundAwaitedAndBroughtHome() throws Exception {
        byte[] bytes = TestClients.video();
        String done = "{\"id\":\"v1_a\",\"status\":\"completed\",\"steps\":[{\"type\":\"model_output\",\"content\":[{"
                + "\"type\":\"video\",\"mime_type\":\"video/mp4\",\"data\":\""
                + Base64.getEncoder().encodeToString(bytes) + "\"}]}]}";
        try (ScriptedServer server = ScriptedServer.start(
                Reply.json(200, "{\"id\":\"v1_a\",\"status\":\"in_progress\"}"),
                Reply.json(200, done)); VeoClient veo = client(server, GEMINI_API)) {
            VideoRequest request = VideoRequest.text("A lighthouse").withModel(ModelId.OMNI_1_1)
                    .withSettings(VideoSettings.builder().label("veo3-job", "j").build());
            SubmitOutcome.Accepted accepted = (SubmitOutcome.Accepted) veo.submit(request);
            assertThat(accepted.warnings()).extracting(RuleViolation::part).containsExactly(RequestPart.LABELS);
            VideoOutcome.Succeeded succeeded = (VideoOutcome.Succeeded) veo.await(accepted.operation());
            assertThat(veo.download(succeeded.videos().getFirst(), directory.resolve("film.mp4")))
                    .hasBinaryContent(bytes);
            assertThat(server.requests()).allSatisfy(
                    request1 -> assertThat(request1.headers()).containsEntry("api-revision", "2026-05-20"));
            // Omni 1.1 is not known to take labels.
            assertThat(server.requests().getFirst().text()).contains("\"background\":true", "\"store\":true")
                    .doesNotContain("labels");
        }
    }

    @Test
    void aVideoThatTheGeminiApiKeepsIsBroughtHomeFromItsHostOnly() throws Exception {
        byte[] bytes = TestClients.video();
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "{\"state\":\"ACTIVE\"}"),
                Reply.http(200, Map.of(), bytes)); VeoClient veo = client(server, GEMINI_API)) {
            GeneratedVideo kept = new GeneratedVideo.ServiceFile(
                    "https://elsewhere.example/v1beta/files/f-1:download?alt=media", "video/mp4");
            assertThat(veo.download(kept, directory.resolve("film.mp4"))).hasBinaryContent(bytes);
            assertThat(calls(server)).containsExactly("GET /v1beta/files/f-1",
                    "GET /v1beta/files/f-1:download?alt=media");
            assertThatThrownBy(() -> veo.download(new GeneratedVideo.ServiceFile("https://x/y", "video/mp4"),
                    directory.resolve("film.mp4"))).isInstanceOf(VeoRequestException.class);
        }
    }

    @Test
    void anInteractionIsCancelledAndDeleted() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "{\"id\":\"v1_a\",\"status\":\"cancelled\"}"),
                Reply.json(200, "{\"id\":\"v1_a\",\"status\":\"completed\"}"), Reply.json(200, "{}"));
                VeoClient veo = client(server, GEMINI_API)) {
            assertThat(veo.cancel(INTERACTION)).isEqualTo(new CancelOutcome.Cancelled());
            assertThat(veo.cancel(INTERACTION)).isEqualTo(new CancelOutcome.TooLate("completed"));
            veo.delete(INTERACTION);
            assertThat(calls(server)).containsExactly("POST /v1beta/interactions/v1_a/cancel",
                    "POST /v1beta/interactions/v1_a/cancel", "DELETE /v1beta/interactions/v1_a");
        }
    }

    @Test
    void aNameThatTheServiceDoesNotKnowIsAnErrorOfTheService() throws Exception {
        String unknown = "{\"error\":{\"code\":\"invalid_request\",\"message\":\"Invalid interaction name\"}}";
        try (ScriptedServer server = ScriptedServer.start(Reply.json(400, unknown));
                VeoClient veo = client(server, GEMINI_API)) {
            assertThatThrownBy(() -> veo.cancel(INTERACTION)).isInstanceOfSatisfying(VeoServiceException.class,
                    error -> assertThat(error.error().status()).isEqualTo("invalid_request"));
            assertThatThrownBy(() -> veo.delete(INTERACTION)).isInstanceOf(VeoServiceException.class);
        }
    }

    @Test
    void anOperationOfVeoIsNeitherCancelledNorDeleted() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "{}"));
                VeoClient agent = client(server, AGENT_PLATFORM);
                VeoClient gemini = client(server, GEMINI_API)) {
            OperationName old = new OperationName("models/m/operations/o");
            assertThatThrownBy(() -> agent.cancel(TestClients.OPERATION)).isInstanceOf(VeoRequestException.class)
                    .hasMessageContaining("no way to cancel");
            assertThatThrownBy(() -> gemini.cancel(old)).isInstanceOf(VeoRequestException.class);
            assertThatThrownBy(() -> agent.delete(TestClients.OPERATION)).isInstanceOf(VeoRequestException.class);
            assertThatThrownBy(() -> gemini.delete(old)).isInstanceOf(VeoRequestException.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aRetiredModelIsAnErrorWithItsDateAndItsReplacement() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "{}"));
                VeoClient veo = client(server, Backend.geminiApi())) {
            assertThatThrownBy(() -> veo.submit(VideoRequest.text("x").withModel(OLD_VEO)))
                    .isInstanceOf(VeoRequestException.class)
                    .hasMessageContainingAll("2026-10-22", "gemini-omni-1.1-flash");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aPollThatNeverEndsIsCutWhenTheTimeOfTheAwaitIsOver() throws Exception {
        byte[] more = " ".repeat(1024).getBytes(StandardCharsets.US_ASCII);
        // It never pauses, so no patience with a pause ends it; the client sets the pace.
        Reply endless = (request, socket) -> {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"
                    .getBytes(StandardCharsets.US_ASCII));
            while (!socket.isClosed()) {
                socket.getOutputStream().write(more);
            }
        };
        try (ScriptedServer server = ScriptedServer.start(endless); VeoClient veo = client(server, AGENT_PLATFORM)) {
            assertThatThrownBy(() -> veo.await(TestClients.OPERATION,
                    AwaitOptions.standard().withTimeout(Duration.ofMillis(10)).withLastPoll(Duration.ofMillis(100))))
                    .isInstanceOf(VeoDeadlineException.class).hasMessageContaining("took longer than 100 ms");
            assertThat(server.requests()).hasSize(1);
        }
    }

    private VeoClient client(ScriptedServer server, Backend backend) {
        return VeoClient.builder().backend(backend.withBaseUrl(server.url()))
                .credentials(BearerToken.of(TestClients.TOKEN)).spoolDirectory(directory).build();
    }

    private static List<String> calls(ScriptedServer server) {
        return server.requests().stream().map(request -> request.method() + " " + request.target()).toList();
    }
}
