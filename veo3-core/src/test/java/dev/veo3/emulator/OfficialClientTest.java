// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.errors.ClientException;
import com.google.genai.gaos.models.interactions.CreateModelInteraction;
import com.google.genai.gaos.models.interactions.CreateModelInteractionResponseFormat;
import com.google.genai.gaos.models.interactions.Interaction;
import com.google.genai.gaos.models.interactions.InteractionStatus;
import com.google.genai.gaos.models.interactions.InteractionsInput;
import com.google.genai.gaos.models.interactions.ResponseFormat;
import com.google.genai.gaos.models.interactions.VideoContent;
import com.google.genai.gaos.models.interactions.VideoResponseFormat;
import com.google.genai.gaos.models.interactions.VideoResponseFormatDelivery;
import com.google.genai.gaos.models.operations.CreateInteractionRequestBody;
import com.google.genai.gaos.models.operations.GetInteractionByIdRequest;
import com.google.genai.types.DownloadFileConfig;
import com.google.genai.types.GenerateVideosConfig;
import com.google.genai.types.GenerateVideosOperation;
import com.google.genai.types.GenerateVideosSource;
import com.google.genai.types.GetFileConfig;
import com.google.genai.types.GetOperationConfig;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Image;
import com.google.genai.types.Video;
import com.google.genai.types.VideoGenerationReferenceImage;
import dev.veo3.emulator.clip.MovieHeader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Google's own client for Java against the emulator: it generates, polls and downloads as it does against the service. */
class OfficialClientTest {

    private static final String VEO = "veo-3.1-generate-001";
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private final Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO))
            .fileProcessing(Duration.ZERO).start();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        emulator.close();
    }

    private Client agentPlatform(String location, String version) {
        AccessToken token = new AccessToken("token", Date.from(Instant.now().plus(Duration.ofDays(1))));
        return Client.builder().vertexAI(true).project("p").location(location)
                .credentials(GoogleCredentials.create(token)).httpOptions(options(version)).build();
    }

    private Client geminiApi() {
        return Client.builder().apiKey("key").vertexAI(false).httpOptions(options("v1beta")).build();
    }

    private HttpOptions options(String version) {
        return HttpOptions.builder().baseUrl(emulator.baseUrl().toString()).apiVersion(version)
                .retryOptions(HttpRetryOptions.builder().attempts(1)).build();
    }

    static Stream<Arguments> requests() {
        Image image = Image.builder().imageBytes(PNG).mimeType("image/png").build();
        Image stored = Image.builder().gcsUri("gs://bucket/i.jpg").mimeType("image/jpeg").build();
        Video video = Video.builder().uri("gs://bucket/v.mp4").mimeType("video/mp4").build();
        GenerateVideosConfig plain = GenerateVideosConfig.builder().build();
        return Stream.of(
                Arguments.of("text", source().prompt("A cat").build(),
                        GenerateVideosConfig.builder().durationSeconds(4).aspectRatio("9:16").resolution("1080p")
                                .seed(7).negativePrompt("rain").enhancePrompt(true).generateAudio(true)
                                .personGeneration("allow_adult").numberOfVideos(1).compressionQuality("LOSSLESS")
                                .fps(24).build(),
                        new MovieHeader(4, 1080, 1920)),
                Arguments.of("image", source().prompt("It moves").image(image).build(),
                        GenerateVideosConfig.builder().resizeMode("CROP").build(), new MovieHeader(8, 1280, 720)),
                Arguments.of("first and last frame", source().image(image).build(),
                        GenerateVideosConfig.builder().lastFrame(stored).build(), new MovieHeader(8, 1280, 720)),
                Arguments.of("references", source().prompt("They meet").build(),
                        GenerateVideosConfig.builder().referenceImages(List.of(VideoGenerationReferenceImage.builder()
                                .image(image).referenceType("ASSET").build())).build(),
                        new MovieHeader(8, 1280, 720)),
                Arguments.of("extension", source().prompt("It goes on").video(video).build(), plain,
                        new MovieHeader(15, 1280, 720)));
    }

    private static GenerateVideosSource.Builder source() {
        return GenerateVideosSource.builder();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void veoOnAgentPlatformMakesAVideoOfEveryKindOfRequest(String kind, GenerateVideosSource source,
            GenerateVideosConfig config, MovieHeader expected) throws Exception {
        for (String version : List.of("v1", "v1beta1")) {
            try (Client client = agentPlatform("us-central1", version)) {
                GenerateVideosOperation begun = client.models.generateVideos(VEO, source, config);
                assertThat(begun.name()).get().asString().startsWith("projects/p/locations/us-central1/");
                GenerateVideosOperation done = client.operations.getVideosOperation(begun,
                        GetOperationConfig.builder().build());

                assertThat(done.done()).as(kind).hasValue(true);
                byte[] video = done.response().orElseThrow().generatedVideos().orElseThrow().getFirst().video()
                        .orElseThrow().videoBytes().orElseThrow();
                assertThat(MovieHeader.parse(video)).isEqualTo(expected);
            }
        }
        assertThat(emulator.ledger().entries()).hasSize(2);
    }

    @Test
    void veoOnAgentPlatformPutsVideosIntoABucketAndTellsWhatIsFiltered() throws Exception {
        try (Client client = agentPlatform("us-central1", "v1")) {
            GenerateVideosOperation stored = polled(client, "A cat",
                    GenerateVideosConfig.builder().outputGcsUri("gs://bucket/p/").numberOfVideos(2).build());
            GenerateVideosOperation filtered = polled(client, "Much gore", GenerateVideosConfig.builder().build());

            assertThat(stored.response().orElseThrow().generatedVideos().orElseThrow()).hasSize(2)
                    .allSatisfy(one -> assertThat(one.video().orElseThrow().uri()).get().asString()
                            .startsWith("gs://bucket/p/"));
            assertThat(filtered.response().orElseThrow().raiMediaFilteredCount()).hasValue(1);
            assertThat(filtered.response().orElseThrow().raiMediaFilteredReasons().orElseThrow()).singleElement()
                    .asString().contains("Support codes");
        }
    }

    @Test
    void aRetiredModelIsAClientErrorThatSaysSo() {
        try (Client client = agentPlatform("us-central1", "v1")) {
            assertThatThrownBy(() -> client.models.generateVideos("veo-3.0-generate-001",
                    source().prompt("A cat").build(), GenerateVideosConfig.builder().build()))
                    .isInstanceOfSatisfying(ClientException.class,
                            error -> assertThat(error.code()).isEqualTo(404))
                    .hasMessageContaining("was not found");
        }
    }

    @Test
    void omniAtTheGeminiApiIsCreatedPolledAndDeleted() throws Exception {
        try (Client client = geminiApi()) {
            Interaction created = create(client, "gemini-omni-1.1-flash", VideoResponseFormat.builder().build());
            Interaction done = get(client, created);

            assertThat(created.status()).isPresent();
            assertThat(done.status()).hasValue(InteractionStatus.COMPLETED);
            byte[] video = Base64.getDecoder().decode(video(done).data().orElseThrow());
            assertThat(MovieHeader.parse(video).seconds()).isEqualTo(10);
            assertThat(client.interactions.delete(created.id().orElseThrow()).statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> get(client, created)).hasMessageContaining("400");
        }
    }

    @Test
    void omniAtTheGeminiApiPutsAVideoToTheFilesApiWhereItIsDownloaded() throws Exception {
        try (Client client = geminiApi()) {
            Interaction created = create(client, "gemini-omni-1.1-flash",
                    VideoResponseFormat.builder().delivery(VideoResponseFormatDelivery.URI).duration("5s").build());
            String uri = video(get(client, created)).uri().orElseThrow();
            String name = uri.substring(uri.indexOf("files/"));
            Path file = directory.resolve("film.mp4");

            assertThat(client.files.get(name, GetFileConfig.builder().build()).state().orElseThrow().toString())
                    .isEqualTo("ACTIVE");
            client.files.download(name, file.toString(), DownloadFileConfig.builder().build());
            assertThat(MovieHeader.parse(Files.readAllBytes(file)).seconds()).isEqualTo(5);
        }
    }

    @Test
    void omniAtTheGeminiApiIsCancelledWhileItRuns() throws Exception {
        try (Emulator slow = Emulator.builder().latency(Latency.fixed(Duration.ofHours(1))).start();
                Client client = Client.builder().apiKey("key").vertexAI(false)
                        .httpOptions(HttpOptions.builder().baseUrl(slow.baseUrl().toString()).build()).build()) {
            Interaction created = create(client, "gemini-omni-1.2-flash", VideoResponseFormat.builder().build());
            Interaction cancelled = client.interactions.cancel(created.id().orElseThrow()).interaction().orElseThrow();

            assertThat(created.status()).hasValue(InteractionStatus.IN_PROGRESS);
            assertThat(cancelled.status()).hasValue(InteractionStatus.CANCELLED);
        }
    }

    @Test
    void omniOnAgentPlatformIsCreatedAndPolled() throws Exception {
        try (Client client = agentPlatform("global", "v1beta1")) {
            Interaction created = create(client, "gemini-omni-1.1-flash-preview", VideoResponseFormat.builder()
                    .delivery(VideoResponseFormatDelivery.URI).gcsUri("gs://bucket/p/").build());

            assertThat(video(get(client, created)).uri()).get().asString().startsWith("gs://bucket/p/");
        }
    }

    private static GenerateVideosOperation polled(Client client, String prompt, GenerateVideosConfig config) {
        return client.operations.getVideosOperation(
                client.models.generateVideos(VEO, source().prompt(prompt).build(), config),
                GetOperationConfig.builder().build());
    }

    private static Interaction create(Client client, String model, VideoResponseFormat format) {
        CreateModelInteraction wanted = CreateModelInteraction.builder().model(model)
                .input(InteractionsInput.of("A cat")).background(true)
                .responseFormat(CreateModelInteractionResponseFormat.of(ResponseFormat.of(format))).build();
        return client.interactions.create(CreateInteractionRequestBody.of(wanted)).interaction().orElseThrow();
    }

    private static Interaction get(Client client, Interaction created) {
        return client.interactions.get(new GetInteractionByIdRequest(created.id().orElseThrow())).interaction()
                .orElseThrow();
    }

    private static VideoContent video(Interaction done) {
        return done.outputVideo().orElseThrow();
    }
}
