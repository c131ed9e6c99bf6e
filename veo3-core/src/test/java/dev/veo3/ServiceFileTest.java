// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.ApiKey;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.Latency;
import dev.veo3.error.VeoNetworkException;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.media.MediaInspector;
import dev.veo3.media.VideoInfo;
import dev.veo3.model.ModelId;
import dev.veo3.time.ManualTime;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files that the Gemini API keeps, with an API key: waited for, and then fetched. */
class ServiceFileTest {
    private static final String KEY = "AIzaSyA-secret-key-0123456789abcdefghij";
    private static final GeneratedVideo FILE = new GeneratedVideo.ServiceFile(
            "https://generativelanguage.googleapis.com/v1beta/files/f-1:download?alt=media", "video/mp4");
    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
    private static final byte[] VIDEO = TestClients.video();

    @TempDir
    Path directory;
    private final ManualTime time = ManualTime.selfAdvancing(START);

    @Test
    void aVideoOfOmniComesHomeWithAKeyOnceItIsProcessed() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ofSeconds(30)))
                .fileProcessing(Duration.ofSeconds(5)).acceptedKey(KEY).time(time::nanos)
                .fault(FaultRule.onDownload(new Fault.CutMidBody(1000)).first(1)).start();
                VeoClient veo = client(emulator, KEY)) {
            VideoInfo video = (VideoInfo) MediaInspector
                    .inspect(veo.download(made(veo), directory.resolve("film.mp4")));
            assertThat(video.duration()).isEqualTo(Duration.ofSeconds(10));
            assertThat(Duration.between(START, time.now())).isGreaterThan(Duration.ofSeconds(35));
        }
    }

    @Test
    void aWrongKeyIsRefusedWithWhatToDo() throws Exception {
        try (Emulator emulator = Emulator.builder().acceptedKey(KEY).start();
                VeoClient veo = client(emulator, "another-key-0123456789")) {
            assertThat(veo.submit(omni())).isInstanceOfSatisfying(SubmitOutcome.Refused.class,
                    refused -> assertThat(refused.error().describe()).contains("HTTP 400", "API key not valid",
                            "https://aistudio.google.com/apikey"));
            assertThatThrownBy(() -> veo.poll(new OperationName("interactions/v1_a")))
                    .isInstanceOf(VeoServiceException.class)
                    .hasMessageContainingAll("API key not valid", "https://aistudio.google.com/apikey");
            assertThatThrownBy(() -> veo.download(FILE, directory.resolve("film.mp4")))
                    .isInstanceOf(VeoServiceException.class).hasMessageContaining("API key not valid");
            assertThat(emulator.ledger().entries()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"401, an access token lives for an hour", "403, are not allowed to do this"})
    void whatTheServiceSaysAboutCredentialsComesWithWhatToDo(int status, String remedy) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(status, "{\"error\":{\"message\":\"No.\"}}"));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThat(((SubmitOutcome.Refused) veo.submit(VideoRequest.text("A lighthouse"))).error().describe())
                    .contains("HTTP " + status + ": No. (", remedy);
            assertThatThrownBy(() -> veo.await(TestClients.OPERATION)).hasMessageContaining(remedy);
        }
    }

    @Test
    void aFileThatIsProcessedForEverIsLeftForLater() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "{\"state\":\"PROCESSING\"}"));
                VeoClient veo = scripted(server)) {
            assertThatThrownBy(() -> veo.download(FILE, directory.resolve("film.mp4")))
                    .isInstanceOf(VeoNetworkException.class)
                    .hasMessageContainingAll("files/f-1", "after 10 minutes", "Download it later");
            assertThat(server.requests()).allSatisfy(request -> assertThat(request.target())
                    .isEqualTo("/v1beta/files/f-1"));
            assertThat(Duration.between(START, time.now())).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
        }
    }

    @Test
    void aFileWhoseProcessingFailedIsNotFetched() throws Exception {
        String failed = "{\"state\":\"FAILED\",\"error\":{\"code\":13,\"message\":\"Internal\"}}";
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, failed)); VeoClient veo = scripted(server)) {
            assertThatThrownBy(() -> veo.download(FILE, directory.resolve("film.mp4")))
                    .isInstanceOf(VeoServiceException.class).hasMessageContainingAll("FAILED", "Internal");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 501})
    void aProxyThatDescribesNoFilesMayStillServeThem(int status) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(status, "{}"),
                Reply.http(200, Map.of(), VIDEO)); VeoClient veo = scripted(server)) {
            assertThat(veo.download(FILE, directory.resolve("film.mp4"))).hasBinaryContent(VIDEO);
        }
    }

    @Test
    void aDescriptionIsAskedForAgainWhenItDoesNotCome() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(503, "{}"), Reply.cut(200, "{\"state\":1}", 3),
                Reply.json(200, "{\"state\":\"A_NEW_WORD\"}"), Reply.http(200, Map.of(), VIDEO));
                VeoClient veo = scripted(server)) {
            assertThat(veo.download(FILE, directory.resolve("film.mp4"))).hasBinaryContent(VIDEO);
            assertThat(server.requests()).hasSize(4);
        }
    }

    @Test
    void aDescriptionThatIsNoneIsTold() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "<html>"));
                VeoClient veo = scripted(server)) {
            assertThatThrownBy(() -> veo.download(FILE, directory.resolve("film.mp4")))
                    .isInstanceOf(VeoProtocolException.class).hasMessageContaining("<html>");
        }
    }

    private static GeneratedVideo made(VeoClient veo) throws InterruptedException {
        OperationName operation = ((SubmitOutcome.Accepted) veo.submit(omni())).operation();
        List<GeneratedVideo> videos = ((VideoOutcome.Succeeded) veo.await(operation)).videos();
        assertThat(videos.getFirst()).isInstanceOf(GeneratedVideo.ServiceFile.class);
        return videos.getFirst();
    }

    private static VideoRequest omni() {
        return VideoRequest.text("A lighthouse").withModel(ModelId.OMNI_1_1);
    }

    private VeoClient client(Emulator emulator, String key) {
        return VeoClient.builder().backend(Backend.geminiApi().withBaseUrl(emulator.baseUrl()))
                .credentials(ApiKey.of(key)).time(time).spoolDirectory(directory).build();
    }

    private VeoClient scripted(ScriptedServer server) {
        return VeoClient.builder().backend(Backend.geminiApi().withBaseUrl(server.url())).credentials(ApiKey.of(KEY))
                .time(time).spoolDirectory(directory).build();
    }
}
