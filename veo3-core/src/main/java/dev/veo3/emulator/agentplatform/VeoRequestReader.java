// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.agentplatform;

import dev.veo3.emulator.clip.ClipShape;
import dev.veo3.emulator.clip.MovieHeader;
import dev.veo3.emulator.operation.Destination;
import dev.veo3.emulator.operation.VideoOrder;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.Fields;
import dev.veo3.emulator.wire.JsonBody;
import dev.veo3.emulator.wire.Labels;
import dev.veo3.emulator.wire.StorageFolder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the body of {@code :predictLongRunning} for the Veo models on Agent Platform and refuses what the service
 * refuses. Rules that the service's own documents contradict are not enforced.
 */
final class VeoRequestReader {

    private static final int EXTENSION_SECONDS = 7;
    private static final MovieHeader UNKNOWN_INPUT = new MovieHeader(8, 1280, 720);

    private final Function<String, Optional<MovieHeader>> stored;

    /**
     * A reader.
     *
     * @param stored looks up a video that this emulator put into Cloud Storage, by its {@code gs://} address
     */
    VeoRequestReader(Function<String, Optional<MovieHeader>> stored) {
        this.stored = stored;
    }

    /**
     * Checks a body.
     *
     * @throws ApiError with status 400, naming the field, for the first rule that it breaks
     */
    VideoOrder read(String model, JsonBody body) throws ApiError {
        Fields root = new Fields(body.root(), "").only("instances", "parameters", "labels");
        List<Fields> instances = root.objects("instances");
        if (instances.size() != 1) {
            throw ApiError
                    .invalid("The field instances needs to hold exactly one instance, not " + instances.size() + ".");
        }
        Fields instance = instances.getFirst().only("prompt", "image", "lastFrame", "video", "referenceImages", "mask",
                "cameraControl");
        Fields parameters = root.object("parameters")
                .orElseGet(() -> new Fields(body.root().objectNode(), "parameters"))
                .only("sampleCount", "storageUri", "durationSeconds", "aspectRatio", "resolution", "fps", "seed",
                        "personGeneration", "negativePrompt", "enhancePrompt", "generateAudio", "compressionQuality",
                        "resizeMode", "task", "pubsubTopic");
        String prompt = prompt(instance);
        Optional<MediaInput> video = media(model, instance);
        Optional<MovieHeader> input = video.isPresent() ? Optional.of(header(video.get())) : Optional.empty();
        int seconds = seconds(model, parameters, video.isPresent(), instance.has("referenceImages"));
        ClipShape shape = shape(model, parameters, input);
        checkOtherParameters(parameters);
        int samples = parameters.whole("sampleCount", 1, 4).orElse(1L).intValue();
        Optional<String> storageUri = parameters.text("storageUri");
        Destination destination = storageUri.isEmpty()
                ? new Destination.Inline()
                : new Destination.Bucket(StorageFolder.parse(storageUri.get(), parameters.at("storageUri")));
        double length = input.map(MovieHeader::seconds).orElse(0.0) + seconds;
        return new VideoOrder(prompt, Labels.read(root), 0, BigDecimal.valueOf(seconds), VideoOrder.frames(length),
                shape,
                parameters.flag("generateAudio").orElse(true), samples, destination);
    }

    private static String prompt(Fields instance) throws ApiError {
        String prompt = instance.text("prompt").orElse("");
        boolean needed = instance.has("referenceImages") || (!instance.has("image") && !instance.has("video"));
        if (prompt.isBlank() && needed) {
            throw ApiError.invalid("The field prompt is missing at " + instance.path() + ".");
        }
        return prompt;
    }

    /** Checks all media of an instance and answers its video, if there is one. */
    private static Optional<MediaInput> media(String model, Fields instance) throws ApiError {
        Optional<Fields> image = instance.object("image");
        Optional<Fields> lastFrame = instance.object("lastFrame");
        Optional<Fields> video = instance.object("video");
        List<Fields> references = instance.objects("referenceImages");
        if (image.isPresent() && (video.isPresent() || instance.has("referenceImages"))) {
            throw ApiError.invalid("The field image cannot be set together with video or referenceImages.");
        }
        if (lastFrame.isPresent() && image.isEmpty()) {
            throw ApiError.invalid("The field lastFrame needs the field image.");
        }
        if (video.isPresent() && instance.has("referenceImages")) {
            throw ApiError.invalid("The field referenceImages cannot be set together with video.");
        }
        if (image.isPresent()) {
            MediaInput.image(image.get());
        }
        if (lastFrame.isPresent()) {
            MediaInput.image(lastFrame.get());
        }
        checkReferences(model, instance, references);
        Optional<Fields> mask = instance.object("mask");
        if (mask.isPresent()) {
            mask.get().choice("maskMode", "insert", "remove", "remove_static", "outpaint");
            MediaInput.image(mask.get(), "maskMode");
        }
        instance.text("cameraControl");
        return video.isPresent() ? Optional.of(MediaInput.video(video.get())) : Optional.empty();
    }

    private static void checkReferences(String model, Fields instance, List<Fields> references) throws ApiError {
        if (!instance.has("referenceImages")) {
            return;
        }
        if (references.isEmpty() || references.size() > 3) {
            throw ApiError
                    .invalid("The field referenceImages needs to hold 1 to 3 images, not " + references.size() + ".");
        }
        if (lite(model)) {
            throw ApiError.invalid("The field referenceImages isn't supported by the model " + model + ".");
        }
        for (Fields reference : references) {
            reference.only("image", "referenceType");
            if (reference.choice("referenceType", "asset").isEmpty()) {
                throw ApiError.invalid("The field referenceType is missing at " + reference.path() + ".");
            }
            MediaInput.image(reference.object("image")
                    .orElseThrow(() -> ApiError.invalid("The field image is missing at " + reference.path() + ".")));
        }
    }

    private MovieHeader header(MediaInput video) throws ApiError {
        MovieHeader header = video.movie().or(() -> video.gcsUri().flatMap(stored)).orElse(UNKNOWN_INPUT);
        if (header.seconds() < 1 || header.seconds() > 30) {
            throw ApiError.invalid("The video at " + video.fields().path() + " is " + header.seconds()
                    + " seconds long, an extension needs 1 to 30 seconds.");
        }
        return header;
    }

    private static int seconds(String model, Fields parameters, boolean extension, boolean references) throws ApiError {
        Optional<Long> asked = parameters.whole("durationSeconds", 0, Integer.MAX_VALUE);
        String field = parameters.at("durationSeconds");
        if (extension) {
            if (asked.isPresent() && asked.get() != EXTENSION_SECONDS) {
                throw ApiError.invalid("Unsupported output video duration " + asked.get()
                        + " seconds, an extension adds " + EXTENSION_SECONDS + " (" + field + ").");
            }
            return EXTENSION_SECONDS;
        }
        long seconds = asked.orElse(8L);
        if (seconds != 4 && seconds != 6 && seconds != 8) {
            throw ApiError.invalid("Unsupported output video duration " + seconds + " seconds, supported durations are"
                    + " [4,6,8] (" + field + ").");
        }
        if (references && seconds != 8 && model.equals("veo-3.1-generate-001")) {
            throw ApiError.invalid("Unsupported output video duration " + seconds
                    + " seconds, with referenceImages it needs to be 8 (" + field + ").");
        }
        return (int) seconds;
    }

    private static ClipShape shape(String model, Fields parameters, Optional<MovieHeader> input) throws ApiError {
        Optional<String> ratio = parameters.choice("aspectRatio", "16:9", "9:16");
        Optional<String> resolution = parameters.choice("resolution", "720p", "1080p", "4k");
        if (lite(model) && resolution.equals(Optional.of("4k"))) {
            throw ApiError.invalid("The resolution 4k isn't supported by the model " + model + ".");
        }
        boolean portrait = ratio.map("9:16"::equals)
                .orElseGet(() -> input.map(movie -> movie.height() > movie.width()).orElse(false));
        return resolution.map(name -> ClipShape.of(portrait, name)).orElseGet(() -> ClipShape.of(portrait,
                input.map(movie -> Math.max(720, Math.min(movie.width(), movie.height()))).orElse(720)));
    }

    private static void checkOtherParameters(Fields parameters) throws ApiError {
        parameters.whole("fps", 1, 120);
        parameters.whole("seed", 0, 4_294_967_295L);
        parameters.choice("personGeneration", "dont_allow", "disallow", "allow_adult", "allow_all", "allowAll");
        parameters.text("negativePrompt");
        parameters.flag("enhancePrompt");
        parameters.choice("compressionQuality", "optimized", "lossless");
        parameters.choice("resizeMode", "pad", "crop");
        parameters.choice("task", "textToVideo", "imageToVideo", "referenceToVideo", "edit", "extend", "upscale");
        Optional<String> topic = parameters.text("pubsubTopic");
        if (topic.isPresent() && !topic.get().matches("projects/[^/]+/topics/[^/]+")) {
            throw ApiError.invalid("Invalid value \"" + topic.get() + "\" of the field "
                    + parameters.at("pubsubTopic") + ", it is written projects/{project}/topics/{topic}.");
        }
    }

    private static boolean lite(String model) {
        return model.contains("-lite-");
    }
}
