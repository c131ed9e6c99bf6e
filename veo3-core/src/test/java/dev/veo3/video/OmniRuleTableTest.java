// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.model.AspectRatio;
import dev.veo3.model.ModelId;
import dev.veo3.model.Platform;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.veo3.model.Platform.GEMINI_API;
import static dev.veo3.video.RequestPart.ASPECT_RATIO;
import static dev.veo3.video.RequestPart.COMPRESSION;
import static dev.veo3.video.RequestPart.DELIVERY;
import static dev.veo3.video.RequestPart.DURATION;
import static dev.veo3.video.RequestPart.ENHANCE_PROMPT;
import static dev.veo3.video.RequestPart.FPS;
import static dev.veo3.video.RequestPart.LABELS;
import static dev.veo3.video.RequestPart.MASK;
import static dev.veo3.video.RequestPart.MODEL;
import static dev.veo3.video.RequestPart.NEGATIVE_PROMPT;
import static dev.veo3.video.RequestPart.PERSON_GENERATION;
import static dev.veo3.video.RequestPart.PUBSUB_TOPIC;
import static dev.veo3.video.RequestPart.REFERENCE_IMAGES;
import static dev.veo3.video.RequestPart.REFERENCE_VIDEOS;
import static dev.veo3.video.RequestPart.RESIZE;
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

/** Every rule of Gemini Omni, one row each for each backend, and those of models that nobody knows. */
class OmniRuleTableTest {
    private static final String OMNI_11 = "gemini-omni-1.1-flash";
    private static final String OMNI_11_AP = "gemini-omni-1.1-flash-preview";

    static Stream<Arguments> omniOnTheGeminiApi() {
        VideoRequest text = VideoRequest.text("x");
        VideoRequest edit = VideoRequest.edit(PICTURE, "x");
        return Stream.of(
                row("3 to 10 s", OMNI_11, with(text, s().duration(Duration.ofMillis(3500))), FINE, FINE),
                row("no 11 s", OMNI_11, with(text, s().duration(Duration.ofSeconds(11))), List.of(DURATION), FINE),
                row("no 2 s", OMNI_11, with(text, s().duration(Duration.ofSeconds(2))), List.of(DURATION), FINE),
                row("1.2 is said to make 15 s", "gemini-omni-1.2-flash",
                        with(text, s().duration(Duration.ofSeconds(20))), FINE, List.of(DURATION, MODEL)),
                row("one video", OMNI_11, with(text, s().samples(2)), List.of(SAMPLES), FINE),
                row("no negative prompt", OMNI_11, with(text, s().negativePrompt("x")), List.of(NEGATIVE_PROMPT), FINE),
                row("no choice of persons", OMNI_11, with(text, s().personGeneration("allow_adult")),
                        List.of(PERSON_GENERATION), FINE),
                row("no choice about the prompt", OMNI_11, with(text, s().enhancePrompt(true)),
                        List.of(ENHANCE_PROMPT), FINE),
                row("no compression", OMNI_11, with(text, s().compression(Compression.LOSSLESS)), List.of(COMPRESSION),
                        FINE),
                row("no resize mode", OMNI_11, with(text, s().resize(ResizeMode.PAD)), List.of(RESIZE), FINE),
                row("no frame rate", OMNI_11, with(text, s().fps(24)), List.of(FPS), FINE),
                row("no topic", OMNI_11, with(text, s().pubsubTopic("projects/p/topics/t")), List.of(PUBSUB_TOPIC),
                        FINE),
                row("sound is always on", OMNI_11, with(text, s().sound(false)), List.of(SOUND), FINE),
                row("an edit has no length", OMNI_11, with(edit, s().duration(Duration.ofSeconds(5))), FINE,
                        List.of(DURATION)),
                row("an edit has no shape", OMNI_11, with(edit, s().aspectRatio(AspectRatio.PORTRAIT)), FINE,
                        List.of(ASPECT_RATIO)),
                row("an edit has no mask", OMNI_11,
                        new VideoRequest.Edit(ModelId.OMNI_1_1, PICTURE, "x",
                                Optional.of(new EditMask(PICTURE, EditMask.Mode.REMOVE)), VideoSettings.standard()),
                        List.of(MASK), FINE),
                row("10 pictures and 3 clips", OMNI_11, references(10, 3), FINE, FINE),
                row("no 11 pictures", OMNI_11, references(11, 0), List.of(REFERENCE_IMAGES), FINE),
                row("no 4 clips", OMNI_11, references(0, 4), List.of(REFERENCE_VIDEOS), FINE),
                row("1.2 is said to take 6 pictures", "gemini-omni-1.2-flash", references(7, 0), FINE,
                        List.of(REFERENCE_IMAGES, MODEL)),
                row("a seed is not certain", OMNI_11, with(text, s().seed(1)), FINE, List.of(SEED)),
                row("labels are not sent", OMNI_11, with(text, s().label("a", "b")), FINE, List.of(LABELS)),
                row("either delivery", OMNI_11, with(text, s().delivery(Delivery.URI)), FINE, FINE),
                row("a storage URI is not documented", OMNI_11, with(text, s().storageUri("gs://b/")), FINE,
                        List.of(STORAGE_URI)),
                row("not inline into storage", OMNI_11,
                        with(text, s().storageUri("gs://b/").delivery(Delivery.INLINE)), List.of(DELIVERY),
                        List.of(STORAGE_URI)),
                row("Cloud Storage is not documented", OMNI_11, VideoRequest.extension(OBJECT, "x"), FINE,
                        List.of(VIDEO)),
                row("its own files", OMNI_11, VideoRequest.extension(SERVICE_FILE, "x"), FINE, FINE),
                row("its own operations", OMNI_11, VideoRequest.extension(operation("interactions/v1_a"), "x"), FINE,
                        FINE),
                row("no operation of Veo", OMNI_11, VideoRequest.extension(operation("models/m/operations/o"), "x"),
                        List.of(VIDEO), FINE),
                row("no operation of the other platform", OMNI_11,
                        VideoRequest.edit(operation("projects/p/locations/global/interactions/i"), "x"),
                        List.of(VIDEO), FINE),
                row("an unconfirmed price is told", "gemini-omni-1.2-flash", text, FINE, List.of(MODEL)))
                .map(row -> on(GEMINI_API, row));
    }

    static Stream<Arguments> omniOnTheAgentPlatform() {
        VideoRequest text = VideoRequest.text("x");
        return Stream.of(row("3 to 10 s", OMNI_11_AP, with(text, s().duration(Duration.ofSeconds(11))),
                List.of(DURATION), FINE),
                row("one video", OMNI_11_AP, with(text, s().samples(2)), List.of(SAMPLES), FINE),
                row("no negative prompt", OMNI_11_AP, with(text, s().negativePrompt("x")), List.of(NEGATIVE_PROMPT),
                        FINE),
                row("an address needs a place", OMNI_11_AP, with(text, s().delivery(Delivery.URI)), List.of(DELIVERY),
                        FINE),
                row("and has one", OMNI_11_AP, with(text, s().delivery(Delivery.URI).storageUri("gs://b/")), FINE,
                        FINE),
                row("or the place alone", OMNI_11_AP, with(text, s().storageUri("gs://b/")), FINE, FINE),
                row("inline", OMNI_11_AP, with(text, s().delivery(Delivery.INLINE)), FINE, FINE),
                row("objects in Cloud Storage", OMNI_11_AP, VideoRequest.edit(OBJECT, "x"), FINE, FINE),
                row("files of the Gemini API are not documented", OMNI_11_AP, VideoRequest.edit(SERVICE_FILE, "x"),
                        FINE, List.of(VIDEO)),
                row("its own operations", OMNI_11_AP,
                        VideoRequest.edit(operation("projects/p/locations/global/interactions/i"), "x"), FINE, FINE),
                row("no operation of the other platform", OMNI_11_AP,
                        VideoRequest.edit(operation("interactions/v1_a"), "x"), List.of(VIDEO), FINE),
                row("labels are not sent", OMNI_11_AP, with(text, s().label("a", "b")), FINE, List.of(LABELS)),
                row("1.2 takes labels and a seed", "gemini-omni-1.2-flash", with(text, s().label("a", "b").seed(7)),
                        FINE,
                        List.of(MODEL)));
    }

    static Stream<Arguments> unknownModels() {
        VideoRequest text = VideoRequest.text("x");
        return Stream.of(row("passes", "veo-9", with(text, s().duration(Duration.ofSeconds(60))), FINE, List.of(MODEL)),
                row("has the rules of all models", "veo-9", with(text, s().samples(5).seed(-1).storageUri("x")),
                        List.of(SAMPLES, SEED, STORAGE_URI), List.of(MODEL)),
                row("has those of its family", "gemini-omni-9", with(text, s().negativePrompt("x").samples(2)),
                        List.of(NEGATIVE_PROMPT, SAMPLES), List.of(MODEL)));
    }

    @ParameterizedTest(name = "{1}, {0}")
    @MethodSource({"omniOnTheGeminiApi", "omniOnTheAgentPlatform", "unknownModels"})
    void aRule(String rule, String model, Platform platform, VideoRequest request, List<RequestPart> broken,
            List<RequestPart> warnings) {
        RuleTable.check(model, platform, request, broken, warnings);
    }
}
