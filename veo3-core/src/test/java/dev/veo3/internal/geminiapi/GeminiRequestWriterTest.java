// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.geminiapi;

import dev.veo3.error.VeoRequestException;
import dev.veo3.internal.codec.GoldenFile;
import dev.veo3.model.AspectRatio;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.Resolution;
import dev.veo3.transport.CallBody;
import dev.veo3.video.MediaSource;
import dev.veo3.video.OperationName;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import dev.veo3.video.VideoSource;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The shapes that the Gemini API took while it served Veo. */
class GeminiRequestWriterTest {
    private static final MediaSource KEPT = MediaSource
            .serviceFile("https://generativelanguage.googleapis.com/v1beta/files/f:download?alt=media", "video/mp4");
    private static final MediaSource OBJECT = MediaSource.cloud("gs://b/o.png", "image/png");

    static Stream<Arguments> requests() {
        VideoSettings all = VideoSettings.builder().duration(Duration.ofSeconds(8)).resolution(Resolution.P720)
                .aspectRatio(AspectRatio.LANDSCAPE).negativePrompt("rain").personGeneration("allow_all").samples(1)
                .enhancePrompt(true).sound(true).label("not", "sent").build();
        return Stream.of(Arguments.of("text.json", VideoRequest.text("A marble").withSettings(all)),
                Arguments.of("image.json", VideoRequest.image(fixture("baseline-1280x720.jpg"), "A fish leaps")),
                Arguments.of("interpolation.json",
                        VideoRequest.interpolation(fixture("baseline-1280x720.jpg"),
                                fixture("last-frame-1280x720.png"))),
                Arguments.of("references.json",
                        VideoRequest.references(
                                List.of(fixture("baseline-1280x720.jpg"), fixture("last-frame-1280x720.png")),
                                "They meet")),
                Arguments.of("extension.json", VideoRequest.extension(KEPT, "The action goes on")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void aRequestIsThisBody(String file, VideoRequest request) throws Exception {
        GoldenFile.check(GeminiRequestWriter.body(request, ModelCatalog.standard()), "geminiapi/" + file);
    }

    static Stream<VideoRequest> whatItHasNoWordsFor() {
        MediaSource file = fixture("clip-4s-portrait.mp4");
        return Stream.of(VideoRequest.image(OBJECT, "x"), VideoRequest.image(KEPT, "x"),
                VideoRequest.extension(file, "x"), VideoRequest.extension(OBJECT, "x"),
                VideoRequest.extension(VideoSource.of(new OperationName("models/m/operations/o")), "x"),
                VideoRequest.edit(KEPT, "x"), new VideoRequest.ReferencesToVideo(ModelId.VEO_3_1, "x", List.of(),
                        List.of(file), VideoSettings.standard()));
    }

    @ParameterizedTest
    @MethodSource("whatItHasNoWordsFor")
    void whatItHasNoWordsForIsRefused(VideoRequest request) {
        assertThatThrownBy(() -> GeminiRequestWriter.body(request, ModelCatalog.standard()))
                .isInstanceOf(VeoRequestException.class);
    }

    @Test
    void aLengthIsANumber() throws Exception {
        CallBody body = GeminiRequestWriter.body(VideoRequest.text("A marble")
                .withSettings(VideoSettings.builder().duration(Duration.ofMillis(4500)).build()),
                ModelCatalog.standard());

        GoldenFile.check(body, "geminiapi/length.json");
    }

    private static MediaSource fixture(String name) {
        try {
            return MediaSource.file(Path.of(
                    Objects.requireNonNull(GeminiRequestWriterTest.class.getResource("/media/" + name), name).toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
