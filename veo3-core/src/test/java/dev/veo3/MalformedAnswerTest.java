// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.BearerToken;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.model.ModelId;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Answers that are none: each call of each backend tells them in a bounded message of its own, never in a parser's exception. */
class MalformedAnswerTest {
    private static final int LONGEST_MESSAGE = 1000;

    @TempDir
    Path directory;

    /** One call of a backend that may be repeated. */
    @FunctionalInterface
    private interface Question {
        void ask(VeoClient veo, OperationName operation) throws InterruptedException;
    }

    static Stream<Arguments> questions() {
        Backend agent = Backend.agentPlatform("p", "us-central1");
        Backend gemini = Backend.geminiApi();
        Question poll = (veo, operation) -> veo.poll(operation);
        Question cancel = (veo, operation) -> veo.cancel(operation);
        Question list = (veo, operation) -> veo.models().list();
        Question find = (veo, operation) -> veo.models().find(new ModelId(operation.value()));
        return Stream.of(Arguments.of("models, Agent Platform", agent, "models", list),
                Arguments.of("models, Gemini API", gemini, "models", list),
                Arguments.of("model, Agent Platform", agent, "veo-9", find),
                Arguments.of("model, Gemini API", gemini, "veo-9", find),
                Arguments.of("poll, Veo, Agent Platform", agent, TestClients.OPERATION.value(), poll),
                Arguments.of("poll, Veo, Gemini API", gemini, "models/m/operations/o", poll),
                Arguments.of("poll, Omni, Agent Platform", agent, "projects/p/locations/global/interactions/i", poll),
                Arguments.of("poll, Omni, Gemini API", gemini, "interactions/i", poll),
                Arguments.of("cancel, Omni, Agent Platform", agent, "projects/p/locations/global/interactions/i",
                        cancel),
                Arguments.of("cancel, Omni, Gemini API", gemini, "interactions/i", cancel));
    }

    static Stream<String> malformed() {
        String secret = "Bearer " + TestClients.TOKEN;
        return Stream.of("", " ", "null", "true", "17", "\"text\"", "[]", "[{\"done\":true}]", "<html>Sign in</html>",
                "{", "{\"done\"", "{\"status\":\"completed\"", "{\"done\":true}}", "{\"done\":true} x", "{'done':true}",
                "{\"done\":true,}", "\u0000\u0001\u0002", "{\"a\":" + "[".repeat(5000), "{\"" + "x".repeat(100_000),
                "{\"message\":\"" + secret + "\",", "{\"a\":\"\\ud800\\q\"}");
    }

    static Stream<Arguments> everyQuestionAndEveryAnswer() {
        return questions().flatMap(question -> malformed().map(answer -> {
            Object[] row = java.util.Arrays.copyOf(question.get(), 5);
            row[4] = answer;
            return Arguments.of(row);
        }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyQuestionAndEveryAnswer")
    void aMalformedAnswerIsAProtocolError(String what, Backend backend, String name, Question question, String answer)
            throws Exception {
        try (ScriptedServer server = ScriptedServer.start(answer(answer)); VeoClient veo = client(server, backend)) {
            assertThatThrownBy(() -> question.ask(veo, new OperationName(name)))
                    .isInstanceOf(VeoProtocolException.class)
                    .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(LONGEST_MESSAGE)
                            .contains(name).doesNotContain(TestClients.TOKEN));
            assertThat(directory).isEmptyDirectory();
        }
    }

    static Stream<Arguments> everyQuestionAndEveryError() {
        return everyQuestionAndEveryAnswer().flatMap(row -> Stream.of(400, 404, 429, 503).map(status -> {
            Object[] wider = java.util.Arrays.copyOf(row.get(), 6);
            wider[5] = status;
            return Arguments.of(wider);
        }));
    }

    @ParameterizedTest(name = "{0}, {5}")
    @MethodSource("everyQuestionAndEveryError")
    void anErrorWithAMalformedBodyIsAnErrorOfTheService(String what, Backend backend, String name, Question question,
            String answer,
            int status) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(answer(status, answer));
                VeoClient veo = client(server, backend)) {
            if (status == 404 && what.startsWith("model,")) {
                assertThat(veo.models().find(new ModelId(name))).isEmpty();
                return;
            }
            assertThatThrownBy(() -> question.ask(veo, new OperationName(name)))
                    .isInstanceOf(VeoServiceException.class)
                    .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(LONGEST_MESSAGE + 200)
                            .contains(name).doesNotContain(TestClients.TOKEN));
        }
    }

    static Stream<Arguments> everyDownloadAndEveryAnswer() {
        return Stream.of(Arguments.of(Backend.agentPlatform("p", "us-central1"),
                new GeneratedVideo.Stored("gs://b/film.mp4", "video/mp4")),
                Arguments.of(Backend.geminiApi(),
                        new GeneratedVideo.ServiceFile("https://elsewhere.example/v1beta/files/f-1", "video/mp4")))
                .flatMap(row -> malformed().map(answer -> Arguments.of(row.get()[0], row.get()[1], answer)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("everyDownloadAndEveryAnswer")
    void whatIsNoVideoIsNotPutInItsPlace(Backend backend, GeneratedVideo video, String answer) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(answer(answer)); VeoClient veo = client(server, backend)) {
            assertThatThrownBy(() -> veo.download(video, directory.resolve("film.mp4")))
                    .isInstanceOf(VeoProtocolException.class)
                    .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(LONGEST_MESSAGE)
                            .doesNotContain(TestClients.TOKEN));
            assertThat(directory.resolve("film.mp4")).doesNotExist();
        }
    }

    static Stream<Arguments> everySubmitAndEveryAnswer() {
        return Stream.of(Arguments.of(Backend.agentPlatform("p", "us-central1"), ModelId.VEO_3_1),
                Arguments.of(Backend.agentPlatform("p", "us-central1"), ModelId.OMNI_1_2),
                Arguments.of(Backend.geminiApi(), ModelId.OMNI_1_1),
                Arguments.of(Backend.geminiApi().servingRetired(), new ModelId("veo-3.1-generate-preview")))
                .flatMap(row -> malformed().map(answer -> Arguments.of(row.get()[0], row.get()[1], answer)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("everySubmitAndEveryAnswer")
    void aMalformedAnswerToASubmitIsAmbiguous(Backend backend, ModelId model, String answer) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(answer(answer)); VeoClient veo = client(server, backend)) {
            SubmitOutcome outcome = veo.submit(VideoRequest.text("A lighthouse").withModel(model));

            assertThat(outcome).isInstanceOfSatisfying(SubmitOutcome.Ambiguous.class,
                    ambiguous -> assertThat(ambiguous.reason()).hasSizeLessThan(LONGEST_MESSAGE)
                            .doesNotContain(TestClients.TOKEN));
            assertThat(server.requests()).hasSize(1);
        }
    }

    private static Reply answer(String body) {
        return answer(200, body);
    }

    private static Reply answer(int status, String body) {
        return Reply.http(status, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    private VeoClient client(ScriptedServer server, Backend backend) {
        return VeoClient.builder().backend(backend.withBaseUrl(server.url()))
                .credentials(BearerToken.of(TestClients.TOKEN)).spoolDirectory(directory).build();
    }
}
