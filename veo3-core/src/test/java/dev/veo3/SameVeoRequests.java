// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import com.google.genai.types.GenerateVideosConfig;
import com.google.genai.types.GenerateVideosSource;
import com.google.genai.types.Image;
import com.google.genai.types.Video;
import com.google.genai.types.VideoGenerationMask;
import com.google.genai.types.VideoGenerationReferenceImage;
import dev.veo3.model.AspectRatio;
import dev.veo3.model.ModelId;
import dev.veo3.model.Resolution;
import dev.veo3.video.Compression;
import dev.veo3.video.EditMask;
import dev.veo3.video.MediaSource;
import dev.veo3.video.ResizeMode;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Every kind of request and every setting of Veo on the Agent Platform, as both clients are asked for it. */
final class SameVeoRequests {
    private static final Backend BACKEND = Backend.agentPlatform("my-project", "us-central1");
    private static final Path PNG = SameInputs.file("first-frame-1280x720.png");
    private static final Path LAST = SameInputs.file("last-frame-1280x720.png");
    private static final Path JPEG = SameInputs.file("baseline-1280x720.jpg");
    private static final Path CLIP = SameInputs.file("clip-8s-720p-faststart.mp4");
    private static final MediaSource STORED_IMAGE = MediaSource.cloud("gs://bucket/i.jpg", "image/jpeg");
    private static final MediaSource STORED_VIDEO = MediaSource.cloud("gs://bucket/v.mp4", "video/mp4");

    private SameVeoRequests() {}

    static Stream<SamePair> all() {
        return Stream.of(kinds(settings -> settings, config -> config), kinds(SameVeoRequests::everySetting,
                SameVeoRequests::everySetting), words(), Stream.of(edit())).flatMap(pairs -> pairs);
    }

    private static Stream<SamePair> kinds(UnaryOperator<VideoSettings.Builder> ours,
            UnaryOperator<GenerateVideosConfig.Builder> theirs) {
        VideoSettings settings = ours.apply(VideoSettings.builder()).build();
        Image png = image(PNG, "image/png");
        Image stored = Image.builder().gcsUri("gs://bucket/i.jpg").mimeType("image/jpeg").build();
        return Stream.of(
                pair("text", VideoRequest.text("A \"cat\"\n\u00e9 \ud83c\udf0a"), settings,
                        source().prompt("A \"cat\"\n\u00e9 \ud83c\udf0a"), theirs.apply(config())),
                pair("image", VideoRequest.image(MediaSource.file(PNG), "She waves"), settings,
                        source().prompt("She waves").image(png), theirs.apply(config())),
                pair("image in Cloud Storage", VideoRequest.image(STORED_IMAGE, "She waves"), settings,
                        source().prompt("She waves").image(stored), theirs.apply(config())),
                pair("image without a prompt",
                        new VideoRequest.ImageToVideo(ModelId.VEO_3_1, MediaSource.file(JPEG), Optional.empty(),
                                VideoSettings.standard()),
                        settings, source().image(image(JPEG, "image/jpeg")), theirs.apply(config())),
                pair("interpolation", VideoRequest.interpolation(MediaSource.file(PNG), MediaSource.file(LAST)),
                        settings, source().image(png), theirs.apply(config()).lastFrame(image(LAST, "image/png"))),
                pair("interpolation in Cloud Storage", VideoRequest.interpolation(STORED_IMAGE, STORED_IMAGE), settings,
                        source().image(stored), theirs.apply(config()).lastFrame(stored)),
                pair("references",
                        VideoRequest.references(
                                List.of(MediaSource.file(PNG), STORED_IMAGE, MediaSource.file(JPEG)), "They meet"),
                        settings, source().prompt("They meet"),
                        theirs.apply(config()).referenceImages(reference(png), reference(stored),
                                reference(image(JPEG, "image/jpeg")))),
                pair("extension", VideoRequest.extension(MediaSource.file(CLIP), "It goes on"), settings,
                        source().prompt("It goes on").video(
                                Video.builder().videoBytes(SameInputs.bytes(CLIP)).mimeType("video/mp4").build()),
                        theirs.apply(config())),
                pair("extension in Cloud Storage", VideoRequest.extension(STORED_VIDEO, "It goes on"), settings,
                        source().prompt("It goes on").video(storedVideo()), theirs.apply(config())));
    }

    private static VideoSettings.Builder everySetting(VideoSettings.Builder settings) {
        return settings.duration(Duration.ofSeconds(8)).resolution(Resolution.P1080).aspectRatio(AspectRatio.PORTRAIT)
                .negativePrompt("rain").seed(Integer.MAX_VALUE).personGeneration("allow_adult").sound(false).samples(4)
                .storageUri("gs://bucket/p/").enhancePrompt(false).compression(Compression.LOSSLESS)
                .resize(ResizeMode.CROP).fps(24).pubsubTopic("projects/p/topics/t").label("veo3-job", "job-1")
                .label("a", "");
    }

    private static GenerateVideosConfig.Builder everySetting(GenerateVideosConfig.Builder config) {
        return config.durationSeconds(8).resolution("1080p").aspectRatio("9:16").negativePrompt("rain")
                .seed(Integer.MAX_VALUE).personGeneration("allow_adult").generateAudio(false).numberOfVideos(4)
                .outputGcsUri("gs://bucket/p/").enhancePrompt(false).compressionQuality("LOSSLESS").resizeMode("CROP")
                .fps(24).pubsubTopic("projects/p/topics/t").labels(Map.of("veo3-job", "job-1", "a", ""));
    }

    /** Every word of every setting that has a list of them. */
    private static Stream<SamePair> words() {
        Stream<SamePair> resolutions = Stream.of(Resolution.P720, Resolution.P1080, Resolution.K4)
                .map(word -> text("resolution " + word, s -> s.resolution(word), c -> c.resolution(word.wire())));
        Stream<SamePair> ratios = Arrays.stream(AspectRatio.values())
                .map(word -> text("ratio " + word, s -> s.aspectRatio(word), c -> c.aspectRatio(word.wire())));
        Stream<SamePair> compressions = Arrays.stream(Compression.values()).map(word -> text("compression " + word,
                s -> s.compression(word), c -> c.compressionQuality(word.name())));
        Stream<SamePair> sizes = Arrays.stream(ResizeMode.values())
                .map(word -> text("resize " + word, s -> s.resize(word), c -> c.resizeMode(word.name())));
        Stream<SamePair> choices = Stream.of(text("sound", s -> s.sound(true), c -> c.generateAudio(true)),
                text("enhanced", s -> s.enhancePrompt(true), c -> c.enhancePrompt(true)));
        return Stream.of(resolutions, ratios, compressions, sizes, choices).flatMap(pairs -> pairs);
    }

    private static SamePair text(String what, UnaryOperator<VideoSettings.Builder> ours,
            UnaryOperator<GenerateVideosConfig.Builder> theirs) {
        return pair(what, VideoRequest.text("A cat"), ours.apply(VideoSettings.builder()).build(),
                source().prompt("A cat"), theirs.apply(config()));
    }

    /** No model of today edits with a mask; one that does would be asked like this. */
    private static SamePair edit() {
        VideoRequest ours = new VideoRequest.Edit(new ModelId("veo-of-tomorrow"), STORED_VIDEO, "A hat",
                Optional.of(new EditMask(MediaSource.file(PNG), EditMask.Mode.INSERT)), VideoSettings.standard());
        return pair("edit", ours, VideoSettings.standard(), source().prompt("A hat").video(storedVideo()),
                config().mask(VideoGenerationMask.builder().image(image(PNG, "image/png"))
                        .maskMode(EditMask.Mode.INSERT.name().toUpperCase(Locale.ROOT)).build()));
    }

    private static SamePair pair(String what, VideoRequest ours, VideoSettings settings,
            GenerateVideosSource.Builder source, GenerateVideosConfig.Builder config) {
        return new SamePair(what, BACKEND, ours.withSettings(settings),
                client -> client.models.generateVideos(ours.model().value(), source.build(), config.build()));
    }

    private static GenerateVideosSource.Builder source() {
        return GenerateVideosSource.builder();
    }

    private static GenerateVideosConfig.Builder config() {
        return GenerateVideosConfig.builder();
    }

    private static Image image(Path file, String mimeType) {
        return Image.builder().imageBytes(SameInputs.bytes(file)).mimeType(mimeType).build();
    }

    private static Video storedVideo() {
        return Video.builder().uri("gs://bucket/v.mp4").mimeType("video/mp4").build();
    }

    private static VideoGenerationReferenceImage reference(Image image) {
        return VideoGenerationReferenceImage.builder().image(image).referenceType("ASSET").build();
    }
}
