// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.agentplatform;

import dev.veo3.error.VeoFileException;
import dev.veo3.error.VeoRequestException;
import dev.veo3.model.AspectRatio;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.Resolution;
import dev.veo3.transport.CallBody;
import dev.veo3.video.Compression;
import dev.veo3.video.EditMask;
import dev.veo3.video.MediaSource;
import dev.veo3.video.OperationName;
import dev.veo3.video.ResizeMode;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import dev.veo3.video.VideoSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RequestWriterTest {

    @TempDir
    Path directory;

    @Test
    void everySettingHasItsPlaceOnTheWire() throws IOException {
        VideoSettings settings = VideoSettings.builder().duration(Duration.ofSeconds(8)).resolution(Resolution.K4)
                .aspectRatio(AspectRatio.PORTRAIT).negativePrompt("rain").seed(4_294_967_295L)
                .personGeneration("allow_adult").sound(false).samples(4).storageUri("gs://b/p/").enhancePrompt(false)
                .compression(Compression.LOSSLESS).resize(ResizeMode.CROP).fps(24)
                .pubsubTopic("projects/p/topics/t").label("veo3-job", "j1").label("a", "b").build();

        assertThat(text(RequestWriter.body(VideoRequest.text("A \"quoted\" \u00e9\n").withSettings(settings),
                ModelCatalog.standard())))
                .isEqualTo(
                        "{\"instances\":[{\"prompt\":\"A \\\"quoted\\\" \u00e9\\n\"}],\"parameters\":{\"durationSeconds\":8,"
                                + "\"resolution\":\"4k\",\"aspectRatio\":\"9:16\",\"negativePrompt\":\"rain\","
                                + "\"seed\":4294967295,\"personGeneration\":\"allow_adult\",\"generateAudio\":false,"
                                + "\"sampleCount\":4,\"storageUri\":\"gs://b/p/\",\"enhancePrompt\":false,"
                                + "\"compressionQuality\":\"lossless\",\"resizeMode\":\"crop\",\"fps\":24,"
                                + "\"pubsubTopic\":\"projects/p/topics/t\"},"
                                + "\"labels\":{\"a\":\"b\",\"veo3-job\":\"j1\"}}");
    }

    @Test
    void anExtensionIsNotRefusedForALengthThatItDoesNotHave() throws IOException {
        VideoRequest request = VideoRequest.extension(MediaSource.cloud("gs://b/1.mp4", "video/mp4"), "Go on")
                .withSettings(VideoSettings.builder().duration(Duration.ofSeconds(8)).build());

        assertThat(text(RequestWriter.body(request, ModelCatalog.standard()))).endsWith("\"parameters\":{}}")
                .doesNotContain("durationSeconds");
    }

    @Test
    void mediaInCloudStorageAreNamed() throws IOException {
        VideoRequest request = VideoRequest.interpolation(MediaSource.cloud("gs://b/1.png", "image/png"),
                MediaSource.cloud("gs://b/2.jpg", "image/jpeg"));

        assertThat(text(RequestWriter.body(request, ModelCatalog.standard()))).isEqualTo(
                "{\"instances\":[{\"image\":{\"gcsUri\":\"gs://b/1.png\",\"mimeType\":\"image/png\"},"
                        + "\"lastFrame\":{\"gcsUri\":\"gs://b/2.jpg\",\"mimeType\":\"image/jpeg\"}}],\"parameters\":{}}");
    }

    @Test
    void localFilesAreSplicedInAsBase64WithTheTypeOfTheirContent() throws Exception {
        // A name that lies about its content.
        Path first = Files.copy(fixture("baseline-1280x720.jpg"), directory.resolve("first.png"));
        Path last = fixture("last-frame-1280x720.png");
        CallBody body = RequestWriter
                .body(VideoRequest.interpolation(MediaSource.file(first), MediaSource.file(last)),
                        ModelCatalog.standard());

        assertThat(text(body)).isEqualTo("{\"instances\":[{\"image\":{\"bytesBase64Encoded\":\"" + base64(first)
                + "\",\"mimeType\":\"image/jpeg\"},\"lastFrame\":{\"bytesBase64Encoded\":\"" + base64(last)
                + "\",\"mimeType\":\"image/png\"}}],\"parameters\":{}}");
    }

    @Test
    void aVideoToExtendIsSentWithItsPrompt() throws Exception {
        Path video = fixture("clip-4s-portrait.mp4");

        assertThat(text(
                RequestWriter.body(VideoRequest.extension(MediaSource.file(video), "Go on"), ModelCatalog.standard())))
                .isEqualTo("{\"instances\":[{\"prompt\":\"Go on\",\"video\":{\"bytesBase64Encoded\":\"" + base64(video)
                        + "\",\"mimeType\":\"video/mp4\"}}],\"parameters\":{}}");
    }

    @Test
    void referencesAreAssets() throws IOException {
        VideoRequest request = VideoRequest.references(List.of(MediaSource.cloud("gs://b/1.png", "image/png"),
                MediaSource.cloud("gs://b/2.png", "image/png")), "x");

        assertThat(text(RequestWriter.body(request, ModelCatalog.standard())))
                .isEqualTo("{\"instances\":[{\"prompt\":\"x\",\"referenceImages\":["
                        + "{\"image\":{\"gcsUri\":\"gs://b/1.png\",\"mimeType\":\"image/png\"},\"referenceType\":\"asset\"},"
                        + "{\"image\":{\"gcsUri\":\"gs://b/2.png\",\"mimeType\":\"image/png\"},\"referenceType\":\"asset\"}]}],"
                        + "\"parameters\":{}}");
    }

    @Test
    void anEditSaysThatItIsOne() throws IOException {
        VideoRequest request = new VideoRequest.Edit(new ModelId("veo-9"),
                MediaSource.cloud("gs://b/v.mp4", "video/mp4"),
                "Without the car", Optional.of(new EditMask(MediaSource.cloud("gs://b/m.png", "image/png"),
                        EditMask.Mode.REMOVE_STATIC)),
                VideoSettings.standard());

        assertThat(text(RequestWriter.body(request, ModelCatalog.standard())))
                .isEqualTo("{\"instances\":[{\"prompt\":\"Without the car\","
                        + "\"video\":{\"gcsUri\":\"gs://b/v.mp4\",\"mimeType\":\"video/mp4\"},"
                        + "\"mask\":{\"gcsUri\":\"gs://b/m.png\",\"mimeType\":\"image/png\",\"maskMode\":\"remove_static\"}}],"
                        + "\"parameters\":{\"task\":\"edit\"}}");
    }

    @Test
    void whatOtherServicesKeepIsNotSent() {
        MediaSource file = MediaSource.serviceFile("https://host/v1beta/files/f", "video/mp4");

        assertThatThrownBy(() -> RequestWriter.body(VideoRequest.extension(file, "x"), ModelCatalog.standard()))
                .isInstanceOf(VeoRequestException.class).hasMessageContaining("https://host/v1beta/files/f");
        assertThatThrownBy(() -> RequestWriter
                .body(VideoRequest.extension(VideoSource.of(new OperationName("interactions/1")), "x"),
                        ModelCatalog.standard()))
                .isInstanceOf(VeoRequestException.class).hasMessageContaining("interactions/1");
        assertThatThrownBy(() -> RequestWriter.body(new VideoRequest.ReferencesToVideo(ModelId.VEO_3_1, "x", List.of(),
                List.of(file), VideoSettings.standard()), ModelCatalog.standard()))
                .isInstanceOf(VeoRequestException.class);
    }

    @Test
    void aFileOfTheWrongKindIsRefused() throws Exception {
        MediaSource video = MediaSource.file(fixture("clip-4s-portrait.mp4"));
        MediaSource picture = MediaSource.file(fixture("last-frame-1280x720.png"));

        assertThatThrownBy(() -> RequestWriter.body(VideoRequest.image(video, "x"), ModelCatalog.standard()))
                .isInstanceOf(VeoFileException.class).hasMessageContaining("is a video");
        assertThatThrownBy(() -> RequestWriter.body(VideoRequest.extension(picture, "x"), ModelCatalog.standard()))
                .isInstanceOf(VeoFileException.class).hasMessageContaining("is a picture");
        Path text = Files.writeString(directory.resolve("text.png"), "no picture");
        assertThatThrownBy(
                () -> RequestWriter.body(VideoRequest.image(MediaSource.file(text), "x"), ModelCatalog.standard()))
                .isInstanceOf(VeoFileException.class).hasMessageContaining("text.png");
    }

    @Test
    void aFileThatTheServiceDoesNotTakeIsRefused() throws Exception {
        Path large = Files.copy(fixture("portrait-720x1280.png"), directory.resolve("large.png"));
        Files.write(large, new byte[20 << 20], StandardOpenOption.APPEND);
        MediaSource movie = MediaSource.file(fixture("clip-2s.mov"));

        assertThatThrownBy(
                () -> RequestWriter.body(VideoRequest.image(MediaSource.file(large), "x"), ModelCatalog.standard()))
                .isInstanceOf(VeoRequestException.class).hasMessageContainingAll("large.png", "20 MB");
        assertThatThrownBy(() -> RequestWriter.body(VideoRequest.extension(movie, "x"), ModelCatalog.standard()))
                .isInstanceOf(VeoRequestException.class).hasMessageContainingAll("clip-2s.mov", "MP4");
    }

    @Test
    void aFileThatChangesBeforeItIsSentIsNotSent() throws Exception {
        Path picture = Files.copy(fixture("portrait-720x1280.png"), directory.resolve("p.png"));
        CallBody body = RequestWriter.body(
                new VideoRequest.ImageToVideo(ModelId.VEO_3_1, MediaSource.file(picture),
                        Optional.empty(), VideoSettings.standard()),
                ModelCatalog.standard());
        Files.write(picture, new byte[1], StandardOpenOption.APPEND);

        assertThatThrownBy(body::open).isInstanceOf(VeoFileException.class).hasMessageContaining("p.png");
        Files.delete(picture);
        assertThatThrownBy(body::open).isInstanceOf(VeoFileException.class).hasMessageContaining("does not exist");
    }

    private static String text(CallBody body) throws IOException {
        try (InputStream in = body.open()) {
            byte[] bytes = in.readAllBytes();
            assertThat(body.length()).isEqualTo(bytes.length);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }

    private static Path fixture(String name) throws Exception {
        return Path.of(Objects.requireNonNull(RequestWriterTest.class.getResource("/media/" + name), name).toURI());
    }
}
