// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.gemini;

import dev.veo3.emulator.catalog.Model;
import dev.veo3.emulator.clip.ClipShape;
import dev.veo3.emulator.clip.MovieHeader;
import dev.veo3.emulator.operation.Destination;
import dev.veo3.emulator.operation.FileStore;
import dev.veo3.emulator.operation.VideoOrder;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.Fields;
import dev.veo3.emulator.wire.ImageBytes;
import dev.veo3.emulator.wire.JsonBody;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the body of {@code :predictLongRunning} for the Veo models of the Gemini API and refuses what the live service
 * refused, also where its own documents showed it: {@code inlineData}, {@code numberOfVideos}, a duration in quotes, an
 * extension by bytes.
 */
final class GeminiRequestReader {

    /** The field whose value is base64. */
    static final String BYTES = "bytesBase64Encoded";

    private static final Pattern FILE = Pattern
            .compile("https?://[^/]+/v1(?:beta)?/files/([^/:?]+)(?::download)?(?:\\?.*)?");
    private static final int EXTENSION_SECONDS = 7;
    private static final int LONGEST_EXTENDED_SECONDS = 141;

    private final FileStore files;

    GeminiRequestReader(FileStore files) {
        this.files = files;
    }

    /**
     * Checks a body.
     *
     * @throws ApiError with status 400, naming the field, for the first rule that it breaks
     */
    VideoOrder read(Model model, JsonBody body, String owner) throws ApiError {
        Fields root = supported(new Fields(body.root(), ""), "instances", "parameters", "webhookConfig");
        List<Fields> instances = root.objects("instances");
        if (instances.size() != 1) {
            throw ApiError
                    .invalid("The field instances needs to hold exactly one instance, not " + instances.size() + ".");
        }
        Optional<Fields> webhooks = root.object("webhookConfig");
        if (webhooks.isPresent()) {
            supported(webhooks.get(), "uris", "userMetadata");
        }
        Family family = Family.of(model);
        Fields instance = supported(instances.getFirst(), "prompt", "image", "lastFrame", "video", "referenceImages");
        Fields parameters = supported(
                root.object("parameters").orElseGet(() -> new Fields(body.root().objectNode(), "parameters")),
                "aspectRatio", "resolution", "durationSeconds", "negativePrompt", "personGeneration", "sampleCount",
                "enhancePrompt");
        String prompt = prompt(instance);
        int images = images(family, instance);
        Optional<MovieHeader> input = input(family, instance, owner);
        Parameters checked = new Parameters(family, parameters, images > 0, instance.has("referenceImages"),
                input.isPresent());
        double before = input.map(MovieHeader::seconds).orElse(0.0);
        int seconds = input.isPresent() ? EXTENSION_SECONDS : checked.seconds();
        boolean portrait = input.map(movie -> movie.height() > movie.width()).orElse(checked.portrait());
        return new VideoOrder(prompt, Map.of(), images, BigDecimal.valueOf(seconds),
                VideoOrder.frames(before + seconds), ClipShape.of(portrait, checked.resolution()), family.sound(),
                checked.samples(), new Destination.Files());
    }

    /** The live service words it like this, in contrast to Agent Platform. */
    private static Fields supported(Fields fields, String... known) throws ApiError {
        for (String name : fields.object().propertyNames()) {
            if (!Arrays.asList(known).contains(name)) {
                throw ApiError.invalid("`" + name + "` isn't supported by this model. Please remove it or refer to the"
                        + " Gemini API documentation for supported usage.");
            }
        }
        return fields;
    }

    private static String prompt(Fields instance) throws ApiError {
        String prompt = instance.text("prompt").orElse("");
        if (prompt.isBlank() && (!instance.has("image") || instance.has("referenceImages"))) {
            throw ApiError.invalid("The field prompt is missing at " + instance.path() + ".");
        }
        return prompt;
    }

    /** Checks all images of an instance and answers how many there are. */
    private static int images(Family family, Fields instance) throws ApiError {
        Optional<Fields> image = instance.object("image");
        Optional<Fields> lastFrame = instance.object("lastFrame");
        List<Fields> references = instance.objects("referenceImages");
        if (instance.has("referenceImages") && (image.isPresent() || lastFrame.isPresent() || instance.has("video"))) {
            throw ApiError.invalid("The field referenceImages cannot be set together with image, lastFrame or video.");
        }
        if (image.isPresent() && instance.has("video")) {
            throw ApiError.invalid("The field image cannot be set together with video.");
        }
        if (lastFrame.isPresent() && image.isEmpty()) {
            throw ApiError.invalid("The field lastFrame needs the field image.");
        }
        if (lastFrame.isPresent() && !family.lastFrame()) {
            throw ApiError.invalid("`lastFrame` isn't supported by this model.");
        }
        if (image.isPresent()) {
            checkImage(image.get());
        }
        if (lastFrame.isPresent()) {
            checkImage(lastFrame.get());
        }
        if (instance.has("referenceImages")) {
            checkReferences(family, references);
        }
        return (image.isPresent() ? 1 : 0) + (lastFrame.isPresent() ? 1 : 0) + references.size();
    }

    private static void checkReferences(Family family, List<Fields> references) throws ApiError {
        if (!family.referencesAndExtension()) {
            throw ApiError.invalid("`referenceImages` isn't supported by this model.");
        }
        if (references.isEmpty() || references.size() > 3) {
            throw ApiError
                    .invalid("The field referenceImages needs to hold 1 to 3 images, not " + references.size() + ".");
        }
        for (Fields reference : references) {
            if (supported(reference, "image", "referenceType").choice("referenceType", "asset").isEmpty()) {
                throw ApiError.invalid("The field referenceType is missing at " + reference.path() + ".");
            }
            checkImage(reference.object("image")
                    .orElseThrow(() -> ApiError.invalid("The field image is missing at " + reference.path() + ".")));
        }
    }

    private static void checkImage(Fields image) throws ApiError {
        supported(image, BYTES, "mimeType");
        byte[] bytes = image.binary(BYTES)
                .orElseThrow(() -> ApiError.invalid("The field " + image.at(BYTES) + " is missing."));
        if (image.choice("mimeType", "image/png", "image/jpeg").isEmpty()) {
            throw ApiError.invalid("The field mimeType is missing at " + image.path() + ".");
        }
        ImageBytes.check(bytes, image.path());
    }

    /** The video that an extension goes on from: one that a Veo model has made for the same key. */
    private Optional<MovieHeader> input(Family family, Fields instance, String owner) throws ApiError {
        Optional<Fields> video = instance.object("video");
        if (video.isEmpty()) {
            return Optional.empty();
        }
        if (!family.referencesAndExtension()) {
            throw ApiError.invalid("`video` isn't supported by this model.");
        }
        Matcher matcher = FILE.matcher(video.get().text("uri").orElse(""));
        if (!matcher.matches()) {
            throw ApiError.invalid("Video URI not found in the request.");
        }
        FileStore.Stored file = files.find(matcher.group(1), owner)
                .orElseThrow(() -> FileRoute.noPermission(matcher.group(1)));
        MovieHeader movie = file.operation().submission().order().header();
        if (!file.operation().submission().model().isVeo()) {
            throw ApiError.invalid("The video at " + video.get().path() + " was not generated by Veo.");
        }
        if (movie.seconds() > LONGEST_EXTENDED_SECONDS) {
            throw ApiError.invalid("The video at " + video.get().path() + " is " + movie.seconds()
                    + " seconds long, at most " + LONGEST_EXTENDED_SECONDS + " are allowed.");
        }
        return Optional.of(movie);
    }
}
