// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.BearerToken;
import dev.veo3.error.VeoRequestException;
import dev.veo3.model.ModelId;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationName;
import dev.veo3.video.OperationState;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VeoClientTest {
    private static final OperationName NAME = TestClients.OPERATION;

    @TempDir
    Path directory;

    @Test
    void aVideoIsSubmittedAwaitedAndDownloaded() throws Exception {
        byte[] bytes = TestClients.video();
        String done = "{\"name\":\"" + NAME + "\",\"done\":true,\"response\":{\"videos\":[{\"bytesBase64Encoded\":\""
                + Base64.getEncoder().encodeToString(bytes) + "\",\"mimeType\":\"video/mp4\"}]}}";
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, TestClients.ACCEPTED),
                Reply.json(200, done)); VeoClient veo = TestClients.client(server, directory)) {
            SubmitOutcome outcome = veo.submit(VideoRequest.text("A lighthouse in a storm"));
            assertThat(outcome).isEqualTo(new SubmitOutcome.Accepted(NAME));

            VideoOutcome.Succeeded succeeded = (VideoOutcome.Succeeded) veo.await(NAME);
            Path target = directory.resolve("films/lighthouse.mp4");
            assertThat(veo.download(succeeded.videos().getFirst(), target)).isEqualTo(target).hasBinaryContent(bytes);

            assertThat(server.requests()).extracting(ScriptedServer.Request::target).containsExactly(
                    "/v1/" + TestClients.MODEL + ":predictLongRunning",
                    "/v1/" + TestClients.MODEL + ":fetchPredictOperation");
            assertThat(server.requests().getFirst().text()).isEqualTo(
                    "{\"instances\":[{\"prompt\":\"A lighthouse in a storm\"}],\"parameters\":{}}");
            assertThat(server.requests().get(1).text()).isEqualTo("{\"operationName\":\"" + NAME + "\"}");
        }
    }

    @Test
    void aVideoInCloudStorageIsDownloaded() throws Exception {
        byte[] bytes = TestClients.video();
        String done = "{\"done\":true,\"response\":{\"videos\":[{\"gcsUri\":\"gs://b/films/a b/sample_0.mp4\"}]}}";
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, done), Reply.http(200, Map.of(), bytes));
                VeoClient veo = TestClients.client(server, directory)) {
            OperationState.Done state = (OperationState.Done) veo.poll(NAME);
            GeneratedVideo video = ((VideoOutcome.Succeeded) state.outcome()).videos().getFirst();
            Path target = directory.resolve("b.mp4");
            assertThat(veo.download(video, target)).hasBinaryContent(bytes);
            assertThat(server.requests().get(1).target())
                    .isEqualTo("/storage/v1/b/b/o/films%2Fa%20b%2Fsample_0.mp4?alt=media");
            assertThat(Files.list(directory)).containsExactly(target);
        }
    }

    @Test
    void aStoredOperationNameIsPolledByAnotherClientInItsOwnPlace() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, TestClients.ACCEPTED));
                VeoClient veo = VeoClient.builder().backend(Backend.agentPlatform("another-project", "europe-west4"))
                        .credentials(BearerToken.of("another-token")).baseUrl(server.url()).build()) {
            assertThat(veo.poll(NAME)).isEqualTo(new OperationState.Running());
            assertThat(server.requests().getFirst().target())
                    .isEqualTo("/v1/" + TestClients.MODEL + ":fetchPredictOperation");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"operations/1", "models/m/operations/o", "projects/p/locations/l/operations/o",
        "projects/../locations/l/publishers/google/models/m/operations/o",
        "projects/p/locations/evil.example/publishers/google/models/m/operations/o",
        "projects/p/locations/l/publishers/google/models/m/operations/o?x=y"})
    void aNameOfAnotherShapeIsNotAskedFor(String name) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "{}"));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThatThrownBy(() -> veo.await(new OperationName(name))).isInstanceOf(VeoRequestException.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void anUnknownModelMayBeAskedForButNotWithImpossibleSettings() throws Exception {
        VideoRequest request = VideoRequest.text("A lighthouse").withModel(new ModelId("veo-9"));
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, TestClients.ACCEPTED));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThat(veo.submit(request)).isInstanceOf(SubmitOutcome.Accepted.class);
            assertThatThrownBy(
                    () -> veo.submit(request.withSettings(VideoSettings.builder().label("Not", "allowed").build())))
                    .isInstanceOf(VeoRequestException.class).hasMessageContaining("Not=allowed");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aClientNeedsABackendAndCredentials() {
        VeoClientBuilder builder = VeoClient.builder();
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class).hasMessageContaining("backend");
        builder.backend(Backend.agentPlatform("p", "global"));
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host", "host:8080", "http:///path", "http://user:secret@host",
        "http://host?key=secret",
        "http://host#x", "relative"})
    void aBaseUrlIsPlain(String url) {
        assertThatThrownBy(() -> VeoClient.builder().baseUrl(URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({"'', us-central1", "My-Project, us-central1", "p/q, us-central1", "p, us.central1", "p, ''",
        "p, 'x/y'", "p, evil@host"})
    void whatBecomesPartOfAnAddressIsChecked(String project, String location) {
        assertThatThrownBy(() -> Backend.agentPlatform(project, location))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
