// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import dev.veo3.media.ColorType;
import dev.veo3.media.ImageFormat;
import dev.veo3.media.ImageInfo;
import dev.veo3.media.Orientation;
import dev.veo3.media.VideoContainer;
import dev.veo3.media.VideoInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MediaRulesTest {

    private static final long MB = 1 << 20;
    private static final ModelInfo VEO = row("veo-3.1-generate-001", Platform.AGENT_PLATFORM);
    private static final ModelInfo VEO_OF_GEMINI_API = row("veo-3.1-generate-preview", Platform.GEMINI_API);
    private static final ModelInfo OMNI = row("gemini-omni-1.1-flash", Platform.GEMINI_API);
    private static final ModelInfo OMNI_OF_AGENT_PLATFORM = row("gemini-omni-1.1-flash-preview",
            Platform.AGENT_PLATFORM);

    @Test
    void aPictureMayHaveTwentyMegabytes() {
        assertThat(MediaRules.check(new MediaUse.Image(image(ImageFormat.PNG, 20 * MB)), VEO).isFine()).isTrue();
        assertThat(MediaRules.check(new MediaUse.Image(image(ImageFormat.PNG, 20 * MB + 1)), VEO).problems())
                .singleElement().isInstanceOfSatisfying(MediaProblem.ImageTooLarge.class, problem -> {
                    assertThat(problem.mostBytes()).isEqualTo(20 * MB);
                    assertThat(problem.message()).isEqualTo("the picture has 21 MB, the service takes at most 20 MB");
                });
    }

    @Test
    void aWebpIsDoubtfulForVeoAndFineForOmni() {
        MediaUse webp = new MediaUse.Image(image(ImageFormat.WEBP, MB));

        MediaCheck veo = MediaRules.check(webp, VEO);
        assertThat(veo.isFine()).isTrue();
        assertThat(veo.warnings()).singleElement().isInstanceOf(MediaProblem.ImageFormatNotTaken.class)
                .extracting(MediaProblem::message)
                .isEqualTo("the service documents PNG and JPEG, and this picture is WEBP");
        assertThat(MediaRules.check(webp, OMNI)).isEqualTo(new MediaCheck(List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource({"30.000, ", "30.001, VideoTooLong", "1.000, ", "0.999, VideoTooShort"})
    void theAgentPlatformExtendsVideosOfOneToThirtySeconds(String seconds, String problem) {
        assertProblem(problem, MediaRules.check(new MediaUse.Extension(video(seconds, 1280, 720)), VEO));
    }

    @ParameterizedTest
    @CsvSource({"141.000, ", "141.001, VideoTooLong", "0.500, VideoTooShort"})
    void theGeminiApiExtendsVideosOfUpTo141Seconds(String seconds, String problem) {
        assertProblem(problem, MediaRules.check(new MediaUse.Extension(video(seconds, 1280, 720)), VEO_OF_GEMINI_API));
    }

    @ParameterizedTest
    @CsvSource({"30.001, lasts 30.001 s", "30.0001, lasts 30.001 s", "31, lasts 31.0 s", "0.9999, lasts only 0.999 s"})
    void aLengthThatIsHardlyBeyondItsLimitIsShownSo(String seconds, String words) {
        MediaCheck check = MediaRules.check(new MediaUse.Extension(video(seconds, 1280, 720)), VEO);

        assertThat(check.problems()).singleElement().extracting(MediaProblem::message).asString().contains(words);
    }

    @ParameterizedTest
    @CsvSource({"1280, 720, true", "720, 1280, true", "1920, 1080, false", "640, 360, false", "720, 720, false",
        "1281, 720, false"})
    void theGeminiApiExtendsVideosOf720pOnly(int width, int height, boolean taken) {
        MediaCheck check = MediaRules.check(new MediaUse.Extension(video("8", width, height)), VEO_OF_GEMINI_API);

        assertProblem(taken ? null : "VideoSizeNotTaken", check);
        if (!taken) {
            assertThat(check.problems().getFirst().message()).isEqualTo("the video has " + width + " x " + height
                    + " pixels, and Gemini API extends videos of 720p");
            assertThat(check.problems().getFirst().remedy()).isEqualTo("Scale it to 1280 x 720");
        }
    }

    @Test
    void anotherSizeIsDoubtfulForTheAgentPlatform() {
        for (int[] sides : new int[][]{{1280, 720}, {1080, 1920}, {3840, 2160}}) {
            assertThat(MediaRules.check(new MediaUse.Extension(video("8", sides[0], sides[1])), VEO).warnings())
                    .isEmpty();
        }
        MediaCheck small = MediaRules.check(new MediaUse.Extension(video("8", 640, 360)), VEO);

        assertThat(small.isFine()).isTrue();
        assertThat(small.warnings()).singleElement().isInstanceOf(MediaProblem.VideoSizeNotTaken.class);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        VideoInfo wrong = new VideoInfo(Path.of("a.mov"), VideoContainer.QUICKTIME, "qt  ", Duration.ofSeconds(150),
                640, 360, 0, OptionalDouble.of(24), "avc1", Optional.of("High"), Optional.empty(), MB, false, true);

        assertThat(MediaRules.check(new MediaUse.Extension(wrong), VEO_OF_GEMINI_API).problems())
                .hasExactlyElementsOfTypes(
                        MediaProblem.VideoTooLong.class, MediaProblem.VideoTypeNotTaken.class,
                        MediaProblem.VideoSizeNotTaken.class);
    }

    @Test
    void bothFramesAreCheckedAndHaveOneSize() {
        ImageInfo large = image(ImageFormat.JPEG, 21 * MB);
        ImageInfo turned = new ImageInfo(Path.of("b.jpg"), ImageFormat.JPEG, 720, 1280, 8, ColorType.CMYK, false, false,
                Orientation.ROTATED_90, MB);

        MediaCheck check = MediaRules.check(new MediaUse.Frames(large, turned), VEO);

        assertThat(check.problems()).hasExactlyElementsOfTypes(MediaProblem.ImageTooLarge.class,
                MediaProblem.FramesDiffer.class);
        assertThat(check.problems().getLast().message())
                .isEqualTo("the first frame has 1280 x 720 pixels and the last one 720 x 1280");
        assertThat(check.warnings()).hasExactlyElementsOfTypes(MediaProblem.ImageTurned.class,
                MediaProblem.ImageForPrint.class);
    }

    @Test
    void anAnimationIsDoubtfulAndAModelThatIsNotKnownHasOnlyTheRulesOfAll() {
        ImageInfo animated = new ImageInfo(Path.of("a.webp"), ImageFormat.WEBP, 64, 64, 8, ColorType.RGB, true, true,
                Orientation.NORMAL, 100 * MB);
        MediaUse use = new MediaUse.Frames(animated, image(ImageFormat.PNG, 100 * MB));

        MediaCheck check = MediaRules.checkUnknown(use);

        assertThat(check.problems()).hasExactlyElementsOfTypes(MediaProblem.FramesDiffer.class);
        assertThat(check.warnings()).hasExactlyElementsOfTypes(MediaProblem.ImageAnimated.class);
        assertThat(MediaRules.checkUnknown(new MediaUse.Extension(video("900", 1, 1)))).isEqualTo(
                new MediaCheck(List.of(), List.of()));
    }

    @Test
    void referencesAreCountedAndEachIsChecked() {
        List<ImageInfo> four = Collections.nCopies(4, image(ImageFormat.PNG, 21 * MB));
        List<VideoInfo> one = List.of(video("3.5", 1280, 720));

        assertThat(MediaRules.check(new MediaUse.References(four, one), VEO).problems()).hasExactlyElementsOfTypes(
                MediaProblem.TooManyReferences.class, MediaProblem.TooManyReferences.class,
                MediaProblem.ImageTooLarge.class, MediaProblem.ImageTooLarge.class, MediaProblem.ImageTooLarge.class,
                MediaProblem.ImageTooLarge.class);
        assertThat(MediaRules.check(new MediaUse.References(List.of(), one), OMNI_OF_AGENT_PLATFORM).problems())
                .singleElement().isInstanceOf(MediaProblem.VideoTooLong.class);
    }

    @Test
    void omniChangesVideosOfUpToTenSeconds() {
        assertProblem(null, MediaRules.check(new MediaUse.Edit(video("10", 320, 180)), OMNI));
        assertProblem("VideoTooLong", MediaRules.check(new MediaUse.Edit(video("10.5", 320, 180)), OMNI));
    }

    @Test
    void aUsersFileChangesOneLimitAndKeepsTheOthers() {
        ModelCatalog mine = ModelCatalog.standard().with("models: [{id: veo-3.1-generate-001, platform: agent-platform,"
                + " media: {image_mb: 5, extension_seconds: , image_types: [webp]}}]", "mine.yaml");
        MediaLimits limits = mine.find(ModelId.VEO_3_1, Platform.AGENT_PLATFORM).orElseThrow().media();

        assertThat(limits.imageBytes()).hasValue(5 * MB);
        assertThat(limits.imageTypes()).containsExactly(ImageFormat.WEBP);
        assertThat(limits.extensionLength()).isEmpty();
        assertThat(limits.extensionTypes()).isEqualTo(VEO.media().extensionTypes());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{image_mb: many} | image_mb", "{image_types: [gif]} | image_types",
        "{extension_seconds: {from: 9, to: 3}} | extension_seconds", "{clip_seconds: {from: 1}} | clip_seconds",
        "{edit_seconds: 4} | edit_seconds", "{weight: 1} | weight", "[png] | media"})
    void aLimitThatCannotBeReadIsAProblemOfTheFile(String media, String named) {
        assertThatThrownBy(() -> ModelCatalog.standard().with(
                "models: [{id: veo-3.1-generate-001, platform: agent-platform, media: " + media + "}]", "mine.yaml"))
                .isInstanceOf(CatalogException.class).hasMessageContaining("\"" + named + "\"");
    }

    private static void assertProblem(String type, MediaCheck check) {
        assertThat(check.problems().stream().map(problem -> problem.getClass().getSimpleName()))
                .isEqualTo(Optional.ofNullable(type).stream().toList());
    }

    private static ImageInfo image(ImageFormat format, long bytes) {
        return new ImageInfo(Path.of("a"), format, 1280, 720, 8, ColorType.RGB, false, false, Orientation.NORMAL,
                bytes);
    }

    private static VideoInfo video(String seconds, int width, int height) {
        return new VideoInfo(Path.of("a.mp4"), VideoContainer.MP4, "isom", Duration.parse("PT" + seconds + "S"), width,
                height, 0, OptionalDouble.of(24), "avc1", Optional.of("High"), Optional.empty(), MB, false, true);
    }

    private static ModelInfo row(String id, Platform platform) {
        return ModelCatalog.standard().find(new ModelId(id), platform).orElseThrow();
    }
}
