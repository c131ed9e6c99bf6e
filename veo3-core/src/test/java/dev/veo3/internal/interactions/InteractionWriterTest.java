// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.interactions;

import dev.veo3.error.VeoRequestException;
import dev.veo3.internal.codec.GoldenFile;
import dev.veo3.model.AspectRatio;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.Platform;
import dev.veo3.model.Resolution;
import dev.veo3.video.Delivery;
import dev.veo3.video.EditMask;
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
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.veo3.model.Platform.AGENT_PLATFORM;
import static dev.veo3.model.Platform.GEMINI_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InteractionWriterTest {
    private static final MediaSource PICTURE = MediaSource.cloud("gs://b/p.png", "image/png");
    private static final MediaSource KEPT = MediaSource
            .serviceFile("https://generativelanguage.googleapis.com/v1beta/files/f", "video/mp4");

    static Stream<Arguments> requests() {
        VideoSettings all = VideoSettings.builder().duration(Duration.ofMillis(3500)).resolution(Resolution.P1080)
                .aspectRatio(AspectRatio.PORTRAIT).seed(123).label("b", "2").label("a", "1").build();
        VideoSettings stored = VideoSettings.builder().storageUri("gs://b/films/").build();
        return Stream.of(row("text.json", GEMINI_API, VideoRequest.text("A \"marble\"\n\u00e9").withSettings(all)),
                row("text-stored.json", AGENT_PLATFORM, VideoRequest.text("A marble").withSettings(stored)),
                row("text-inline.json", GEMINI_API, VideoRequest.text("A marble")
                        .withSettings(VideoSettings.builder().delivery(Delivery.INLINE).build())),
                row("image.json", GEMINI_API, VideoRequest.image(fixture("baseline-1280x720.jpg"), "A fish leaps")),
                row("interpolation.json", AGENT_PLATFORM,
                        VideoRequest.interpolation(fixture("baseline-1280x720.jpg"),
                                fixture("last-frame-1280x720.png"))),
                row("references.json", GEMINI_API, new VideoRequest.ReferencesToVideo(ModelId.VEO_3_1,
                        "<IMAGE_REF_0> plays with <VIDEO_REF_0>", List.of(PICTURE, PICTURE), List.of(KEPT),
                        VideoSettings.standard())),
                row("extension.json", GEMINI_API, new VideoRequest.Extension(ModelId.VEO_3_1, KEPT, Optional.empty(),
                        VideoSettings.builder().duration(Duration.ofSeconds(8)).build())),
                row("extension-of-operation.json", AGENT_PLATFORM,
                        VideoRequest.extension(
                                VideoSource.of(new OperationName("projects/p/locations/global/interactions/v1_a%2Fb")),
                                "The camera pans")),
                row("edit.json", GEMINI_API, VideoRequest.edit(fixture("clip-2s.mov"), "Without the car")),
                row("edit-of-operation.json", GEMINI_API,
                        VideoRequest.edit(VideoSource.of(new OperationName("interactions/v1_abc")),
                                "Without the car")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void aRequestIsThisInteraction(String file, Platform platform, VideoRequest request) throws Exception {
        GoldenFile.check(InteractionWriter.body(request.withModel(ModelId.OMNI_1_1), platform, ModelCatalog.standard()),
                "interactions/" + file);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a woman walks | <FIRST_FRAME> a woman walks | <FIRST_FRAME> <LAST_FRAME> a woman walks",
        "<LAST_FRAME> <FIRST_FRAME> she walks | <LAST_FRAME> <FIRST_FRAME> she walks | <LAST_FRAME> <FIRST_FRAME> she walks",
        "[# Sources <FIRST_FRAME>@Image1] she | [# Sources <FIRST_FRAME>@Image1] she | [# Sources <FIRST_FRAME>@Image1] she",
        "a <sign> says [#1] | <FIRST_FRAME> a <sign> says [#1] | <FIRST_FRAME> <LAST_FRAME> a <sign> says [#1]"})
    void theFramesAreTaggedUnlessThePromptHasTags(String prompt, String ofImage, String ofFrames) {
        assertThat(PromptTags.prompt(VideoRequest.image(PICTURE, prompt))).isEqualTo(ofImage);
        assertThat(PromptTags.prompt(new VideoRequest.Interpolation(ModelId.OMNI_1_1, PICTURE, PICTURE,
                Optional.of(prompt), VideoSettings.standard()))).isEqualTo(ofFrames);
    }

    @Test
    void aMaskCannotBeSaid() {
        VideoRequest masked = new VideoRequest.Edit(ModelId.OMNI_1_1, KEPT, "x",
                Optional.of(new EditMask(PICTURE, EditMask.Mode.INSERT)), VideoSettings.standard());

        assertThatThrownBy(() -> InteractionWriter.body(masked, GEMINI_API, ModelCatalog.standard()))
                .isInstanceOf(VeoRequestException.class);
    }

    private static Arguments row(String file, Platform platform, VideoRequest request) {
        return Arguments.of(file, platform, request);
    }

    private static MediaSource fixture(String name) {
        try {
            return MediaSource.file(Path.of(
                    Objects.requireNonNull(InteractionWriterTest.class.getResource("/media/" + name), name).toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
