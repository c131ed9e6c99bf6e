// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.model.AspectRatio;
import dev.veo3.model.Platform;
import dev.veo3.model.Resolution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.veo3.model.Platform.GEMINI_API;
import static dev.veo3.video.RequestPart.ASPECT_RATIO;
import static dev.veo3.video.RequestPart.COMPRESSION;
import static dev.veo3.video.RequestPart.DELIVERY;
import static dev.veo3.video.RequestPart.DURATION;
import static dev.veo3.video.RequestPart.FPS;
import static dev.veo3.video.RequestPart.IMAGE;
import static dev.veo3.video.RequestPart.KIND;
import static dev.veo3.video.RequestPart.LABELS;
import static dev.veo3.video.RequestPart.MODEL;
import static dev.veo3.video.RequestPart.PERSON_GENERATION;
import static dev.veo3.video.RequestPart.PUBSUB_TOPIC;
import static dev.veo3.video.RequestPart.REFERENCE_IMAGES;
import static dev.veo3.video.RequestPart.REFERENCE_VIDEOS;
import static dev.veo3.video.RequestPart.RESIZE;
import static dev.veo3.video.RequestPart.RESOLUTION;
import static dev.veo3.video.RequestPart.SAMPLES;
import static dev.veo3.video.RequestPart.SEED;
import static dev.veo3.video.RequestPart.SOUND;
import static dev.veo3.video.RequestPart.STORAGE_URI;
import static dev.veo3.video.RequestPart.VIDEO;
import static dev.veo3.video.RuleTable.FINE;
import static dev.veo3.video.RuleTable.OBJECT;
import static dev.veo3.video.RuleTable.PICTURE;
import static dev.veo3.video.RuleTable.SERVICE_FILE;
import static dev.veo3.video.RuleTable.on;
import static dev.veo3.video.RuleTable.operation;
import static dev.veo3.video.RuleTable.references;
import static dev.veo3.video.RuleTable.row;
import static dev.veo3.video.RuleTable.s;
import static dev.veo3.video.RuleTable.with;

/**
 * Every rule of Veo, one row each for each backend: what breaks it, and beside it what does not. Rules that are not here because no
 * request can break them: a last frame needs a first one; pictures, frames, references and a video exclude each other; references and
 * edits have a prompt; a source is one of a file, an object and an address.
 */
class VeoRuleTableTest {
    private static final String VEO = "veo-3.1-generate-001";
    private static final String LITE = "veo-3.1-lite-generate-001";
    private static final String OLD_VEO = "veo-3.1-generate-preview";

    static Stream<Arguments> veoOnTheAgentPlatform() {
        VideoRequest text = VideoRequest.text("x");
        VideoRequest extension = VideoRequest.extension(OBJECT, "x");
        return Stream.of(row("1 to 4 videos", VEO, with(text, s().samples(4)), FINE, FINE),
                row("no 5 videos", VEO, with(text, s().samples(5)), List.of(SAMPLES), FINE),
                row("no 0 videos", VEO, with(text, s().samples(0)), List.of(SAMPLES), FINE),
                row("the seed has 32 bits", VEO, with(text, s().seed(0xFFFF_FFFFL)), FINE, FINE),
                row("and no more", VEO, with(text, s().seed(0x1_0000_0000L)), List.of(SEED), FINE),
                row("and no sign", VEO, with(text, s().seed(-1)), List.of(SEED), FINE),
                row("3 references", VEO, references(3, 0), FINE, FINE),
                row("no 4 references", VEO, references(4, 0), List.of(REFERENCE_IMAGES), FINE),
                row("no reference videos", VEO, references(1, 1), List.of(REFERENCE_VIDEOS), FINE),
                row("references take 8 s", VEO, with(references(1, 0), s().duration(Duration.ofSeconds(8))), FINE,
                        FINE),
                row("references take no 6 s", VEO, with(references(1, 0), s().duration(Duration.ofSeconds(6))),
                        List.of(DURATION), FINE),
                row("Fast has no such rule", "veo-3.1-fast-generate-001",
                        with(references(1, 0), s().duration(Duration.ofSeconds(6))), FINE, FINE),
                row("Lite takes no references", LITE, references(1, 0), List.of(KIND), FINE),
                row("Lite makes no 4k", LITE, with(text, s().resolution(Resolution.K4)), List.of(RESOLUTION), FINE),
                row("Lite may not extend", LITE, extension, FINE, List.of(KIND)),
                row("Lite may not take pictures", LITE, VideoRequest.image(PICTURE, "x"), FINE, List.of(KIND)),
                row("4, 6 or 8 s", VEO, with(text, s().duration(Duration.ofSeconds(5))), List.of(DURATION), FINE),
                row("whole seconds", VEO, with(text, s().duration(Duration.ofMillis(4500))), List.of(DURATION), FINE),
                row("1080p of 4 s", VEO,
                        with(text, s().resolution(Resolution.P1080).duration(Duration.ofSeconds(4))), FINE, FINE),
                row("4k of Fast is not certain", "veo-3.1-fast-generate-001",
                        with(text, s().resolution(Resolution.K4)), FINE, List.of(RESOLUTION)),
                row("no 360p", VEO, with(text, s().resolution(Resolution.P360)), List.of(RESOLUTION), FINE),
                row("an extension adds 7 s", VEO, with(extension, s().duration(Duration.ofSeconds(7))), FINE, FINE),
                row("whatever is asked for", VEO, with(extension, s().duration(Duration.ofSeconds(8))), FINE,
                        List.of(DURATION)),
                row("and not anything", VEO, with(extension, s().duration(Duration.ofSeconds(5))), List.of(DURATION),
                        List.of(DURATION)),
                row("the form of labels", VEO, with(text, s().label("a-1_b", "")), FINE, FINE),
                row("a label's key begins with a letter", VEO, with(text, s().label("1a", "x")), List.of(LABELS), FINE),
                row("a label has small letters", VEO, with(text, s().label("a", "X")), List.of(LABELS), FINE),
                row("a label has 63 letters", VEO, with(text, s().label("a", "x".repeat(64))), List.of(LABELS), FINE),
                row("allow_adult is safe", VEO, with(text, s().personGeneration("allow_adult")), FINE, FINE),
                row("other words are not", VEO, with(text, s().personGeneration("allowAll")), FINE,
                        List.of(PERSON_GENERATION)),
                row("a storage URI", VEO, with(text, s().storageUri("gs://b")), FINE, FINE),
                row("begins with gs", VEO, with(text, s().storageUri("s3://b/p")), List.of(STORAGE_URI), FINE),
                row("has a bucket", VEO, with(text, s().storageUri("gs:///p")), List.of(STORAGE_URI), FINE),
                row("no files of the Gemini API", VEO, VideoRequest.extension(SERVICE_FILE, "x"), List.of(VIDEO), FINE),
                row("no going on by name", VEO, VideoRequest.extension(operation("interactions/1"), "x"),
                        List.of(VIDEO), FINE),
                row("no choice of delivery", VEO, with(text, s().delivery(Delivery.URI)), List.of(DELIVERY), FINE),
                row("no edits", VEO, VideoRequest.edit(OBJECT, "x"), List.of(KIND), FINE),
                row("everything at once", VEO,
                        with(text, s().samples(9).seed(-1).resolution(Resolution.P360).label("A", "b")),
                        List.of(RESOLUTION, SAMPLES, SEED, LABELS), FINE),
                row("sound may be off", VEO, with(text, s().sound(false)), FINE, FINE),
                row("what only Veo takes", VEO, with(text, s().negativePrompt("x").enhancePrompt(false)
                        .compression(Compression.LOSSLESS).resize(ResizeMode.CROP)), FINE, FINE),
                row("24 pictures a second", VEO, with(text, s().fps(24)), FINE, FINE),
                row("30 are not certain", VEO, with(text, s().fps(30)), FINE, List.of(FPS)),
                row("and 0 are no video", VEO, with(text, s().fps(0)), List.of(FPS), FINE),
                row("a topic", VEO, with(text, s().pubsubTopic("projects/p/topics/t")), FINE, FINE),
                row("has a project", VEO, with(text, s().pubsubTopic("topics/t")), List.of(PUBSUB_TOPIC), FINE),
                row("retired", OLD_VEO, with(text, s().samples(99)), List.of(MODEL), FINE));
    }

    static Stream<Arguments> veoOnTheGeminiApi() {
        VideoRequest text = VideoRequest.text("x");
        VideoRequest image = VideoRequest.image(PICTURE, "x");
        VideoRequest extension = VideoRequest.extension(SERVICE_FILE, "x");
        return Stream.of(
                row("1080p takes 8 s", OLD_VEO,
                        with(text, s().resolution(Resolution.P1080).duration(Duration.ofSeconds(8))), FINE, FINE),
                row("1080p takes no 6 s", OLD_VEO,
                        with(text, s().resolution(Resolution.P1080).duration(Duration.ofSeconds(6))),
                        List.of(DURATION), FINE),
                row("4k takes no 4 s", OLD_VEO,
                        with(text, s().resolution(Resolution.K4).duration(Duration.ofSeconds(4))), List.of(DURATION),
                        FINE),
                row("720p takes 4 s", OLD_VEO,
                        with(text, s().resolution(Resolution.P720).duration(Duration.ofSeconds(4))), FINE, FINE),
                row("references take 8 s", OLD_VEO, with(references(3, 0), s().duration(Duration.ofSeconds(4))),
                        List.of(DURATION), FINE),
                row("references and 9:16", OLD_VEO, with(references(1, 0), s().aspectRatio(AspectRatio.PORTRAIT)),
                        FINE, List.of(ASPECT_RATIO)),
                row("no 4 references", OLD_VEO, references(4, 0), List.of(REFERENCE_IMAGES), FINE),
                row("extensions have 720p", OLD_VEO, with(extension, s().resolution(Resolution.P1080)),
                        List.of(RESOLUTION), FINE),
                row("extensions take 8 s", OLD_VEO,
                        with(extension, s().resolution(Resolution.P720).duration(Duration.ofSeconds(8))), FINE, FINE),
                row("extensions take no 6 s", OLD_VEO, with(extension, s().duration(Duration.ofSeconds(6))),
                        List.of(DURATION), FINE),
                row("Lite makes no 4k", "veo-3.1-lite-generate-preview", with(text, s().resolution(Resolution.K4)),
                        List.of(RESOLUTION), FINE),
                row("Lite takes no references", "veo-3.1-lite-generate-preview", references(1, 0), List.of(KIND), FINE),
                row("Lite extends nothing", "veo-3.1-lite-generate-preview", extension, List.of(KIND), FINE),
                row("one video", OLD_VEO, with(text, s().samples(2)), List.of(SAMPLES), FINE),
                row("words show all persons", OLD_VEO, with(text, s().personGeneration("allow_all")), FINE, FINE),
                row("words show no choice", OLD_VEO, with(text, s().personGeneration("dont_allow")),
                        List.of(PERSON_GENERATION), FINE),
                row("but in Europe", OLD_VEO, with(text, s().personGeneration("allow_adult")), FINE,
                        List.of(PERSON_GENERATION)),
                row("pictures show adults", OLD_VEO, with(image, s().personGeneration("allow_adult")), FINE, FINE),
                row("and not all", OLD_VEO, with(image, s().personGeneration("allow_all")), List.of(PERSON_GENERATION),
                        FINE),
                row("no seed", OLD_VEO, with(text, s().seed(1)), List.of(SEED), FINE),
                row("sound is always on", OLD_VEO, with(text, s().sound(false)), List.of(SOUND), FINE),
                row("and no choice", OLD_VEO, with(text, s().sound(true)), FINE, List.of(SOUND)),
                row("no storage URI", OLD_VEO, with(text, s().storageUri("gs://b/")), List.of(STORAGE_URI), FINE),
                row("no compression", OLD_VEO, with(text, s().compression(Compression.LOSSLESS)), List.of(COMPRESSION),
                        FINE),
                row("no resize mode", OLD_VEO, with(text, s().resize(ResizeMode.PAD)), List.of(RESIZE), FINE),
                row("no frame rate", OLD_VEO, with(text, s().fps(24)), List.of(FPS), FINE),
                row("no topic", OLD_VEO, with(text, s().pubsubTopic("projects/p/topics/t")), List.of(PUBSUB_TOPIC),
                        FINE),
                row("no labels", OLD_VEO, with(text, s().label("a", "b")), FINE, List.of(LABELS)),
                row("a prompt may be left alone", OLD_VEO, with(text, s().enhancePrompt(false).negativePrompt("x")),
                        FINE, FINE),
                row("pictures come in the request", OLD_VEO,
                        VideoRequest.image(MediaSource.cloud("gs://b/p.png", "image/png"), "x"), List.of(IMAGE), FINE),
                row("and not by address", OLD_VEO, VideoRequest.image(SERVICE_FILE, "x"), List.of(IMAGE), FINE),
                row("only its own videos are extended", OLD_VEO,
                        VideoRequest.extension(MediaSource.file(Path.of("v.mp4")), "x"), List.of(VIDEO), FINE),
                row("none in Cloud Storage", OLD_VEO, VideoRequest.extension(OBJECT, "x"), List.of(VIDEO), FINE))
                .map(row -> on(GEMINI_API, row));
    }

    @ParameterizedTest(name = "{1}, {0}")
    @MethodSource({"veoOnTheAgentPlatform", "veoOnTheGeminiApi"})
    void aRule(String rule, String model, Platform platform, VideoRequest request, List<RequestPart> broken,
            List<RequestPart> warnings) {
        RuleTable.check(model, platform, request, broken, warnings);
    }
}
