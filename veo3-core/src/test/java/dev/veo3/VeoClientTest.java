package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.BearerToken;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationName;
import dev.veo3.video.OperationState;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class VeoClientTest {
    private static final String NAME = "projects/my-project/locations/us-central1/publishers/google/models/veo-3.1-generate-001/operations/o-1";

    @TempDir
    Path directory;

    @Test
    void aVideoIsSubmittedAwaitedAndDownloaded() throws Exception {
        byte[] bytes = "a video".getBytes(StandardCharsets.UTF_8);
        String done = "{\"name\":\"" + NAME + "\",\"done\":true,\"response\":{\"videos\":[{\"bytesBase64Encoded\":\""
                + Base64.getEncoder().encodeToString(bytes) + "\",\"mimeType\":\"video/mp4\"}]}}";
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "{\"name\":\"" + NAME + "\"}"),
                Reply.json(200, done)); VeoClient veo = client(server)) {
            SubmitOutcome outcome = veo.submit(VideoRequest.text("A lighthouse in a storm"));
            assertThat(outcome).isEqualTo(new SubmitOutcome.Accepted(new OperationName(NAME)));

            VideoOutcome.Succeeded succeeded = (VideoOutcome.Succeeded) veo.await(new OperationName(NAME));
            Path target = directory.resolve("films/lighthouse.mp4");
            assertThat(veo.download(succeeded.videos().getFirst(), target)).isEqualTo(target).hasBinaryContent(bytes);

            assertThat(server.requests()).extracting(ScriptedServer.Request::target).containsExactly(
                    "/v1/projects/my-project/locations/us-central1/publishers/google/models/veo-3.1-generate-001:predictLongRunning",
                    "/v1/projects/my-project/locations/us-central1/publishers/google/models/veo-3.1-generate-001:fetchPredictOperation");
            assertThat(server.requests().getFirst().text()).isEqualTo(
                    "{\"instances\":[{\"prompt\":\"A lighthouse in a storm\"}],\"parameters\":{}}");
            assertThat(server.requests().get(1).text()).isEqualTo("{\"operationName\":\"" + NAME + "\"}");
        }
    }

    @Test
    void aVideoInCloudStorageIsDownloaded() throws Exception {
        byte[] bytes = "a stored video".getBytes(StandardCharsets.UTF_8);
        String done = "{\"done\":true,\"response\":{\"videos\":[{\"gcsUri\":\"gs://b/films/a b/sample_0.mp4\"}]}}";
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, done), Reply.http(200, Map.of(), bytes));
                VeoClient veo = client(server)) {
            OperationState.Done state = (OperationState.Done) veo.poll(new OperationName(NAME));
            GeneratedVideo video = ((VideoOutcome.Succeeded) state.outcome()).videos().getFirst();
            Path target = directory.resolve("b.mp4");
            assertThat(veo.download(video, target)).hasBinaryContent(bytes);
            assertThat(server.requests().get(1).target())
                    .isEqualTo("/storage/v1/b/b/o/films%2Fa%20b%2Fsample_0.mp4?alt=media");
            assertThat(Files.list(directory)).containsExactly(target);
        }
    }

    private VeoClient client(ScriptedServer server) {
        return VeoClient.builder().backend(Backend.agentPlatform("my-project", "us-central1"))
                .credentials(BearerToken.of("secret-token")).baseUrl(server.url()).spoolDirectory(directory).build();
    }
}
