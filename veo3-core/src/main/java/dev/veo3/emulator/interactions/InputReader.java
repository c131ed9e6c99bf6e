// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.interactions;

import dev.veo3.emulator.clip.MovieHeader;
import dev.veo3.emulator.operation.FileStore;
import dev.veo3.emulator.operation.Results;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.Fields;
import dev.veo3.emulator.wire.ImageBytes;
import dev.veo3.emulator.wire.StorageFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the field {@code input}: a text, a piece of content, a list of them, or steps that hold such lists. */
final class InputReader {

    private static final Pattern FILE = Pattern
            .compile("(?:https?://[^/]+/v1(?:beta)?/)?files/([^/:?]+)(?::download)?(?:\\?.*)?");
    private static final List<String> IMAGE_TYPES = List.of("image/png", "image/jpeg", "image/webp", "image/heic",
            "image/heif");
    private static final List<String> VIDEO_TYPES = List.of("video/mp4", "video/mpeg", "video/mpg", "video/mov",
            "video/avi", "video/x-flv", "video/webm", "video/wmv", "video/3gpp");
    private static final int LONGEST_UPLOAD_SECONDS = 10;
    /** What is assumed of a video that cannot be looked into. */
    private static final MovieHeader UNKNOWN = new MovieHeader(8, 1280, 720);

    private final InteractionsApi api;
    private final FileStore files;
    private final Results results;

    InputReader(InteractionsApi api, FileStore files, Results results) {
        this.api = api;
        this.files = files;
        this.results = results;
    }

    /**
     * What came along.
     *
     * @param prompt all texts, with a space between them
     * @param images how many images
     * @param videos what is known of each video
     */
    record Input(String prompt, int images, List<MovieHeader> videos) {}

    /**
     * Reads and checks it.
     *
     * @throws ApiError for the first thing that the service refuses
     */
    Input read(Fields root, String owner) throws ApiError {
        List<String> texts = new ArrayList<>();
        List<MovieHeader> videos = new ArrayList<>();
        int images = 0;
        for (Fields content : contents(root, texts)) {
            String type = content.text("type")
                    .orElseThrow(() -> ApiError.invalid("The field type is missing at " + content.path() + "."));
            switch (type) {
                case "text" -> texts.add(content.only("type", "text").text("text").orElseThrow(
                        () -> ApiError.invalid("The field text is missing at " + content.path() + ".")));
                case "image" -> {
                    image(content, owner);
                    images++;
                }
                case "video" -> videos.add(video(content, owner));
                default -> throw ApiError.invalid("Content of type \"" + type + "\" at " + content.path()
                        + " isn't supported by this model, supported: text, image, video.");
            }
        }
        return new Input(String.join(" ", texts).strip(), images, videos);
    }

    private static List<Fields> contents(Fields root, List<String> texts) throws ApiError {
        return switch (root.object().get("input")) {
            case null -> throw ApiError.invalid("The field input is missing.");
            case ObjectNode one -> List.of(new Fields(one, "input"));
            case JsonNode text when text.isString() -> {
                texts.add(text.stringValue());
                yield List.of();
            }
            default -> listed(root);
        };
    }

    private static List<Fields> listed(Fields root) throws ApiError {
        List<Fields> contents = new ArrayList<>();
        for (Fields item : root.objects("input")) {
            if (item.text("type").filter("user_input"::equals).isPresent()) {
                contents.addAll(item.only("type", "content").objects("content"));
            } else {
                contents.add(item);
            }
        }
        return contents;
    }

    private void image(Fields content, String owner) throws ApiError {
        content.only("type", "data", "uri", "mime_type", "resolution");
        mimeType(content, IMAGE_TYPES);
        Optional<byte[]> data = content.binary("data");
        if (data.isPresent()) {
            if (data.get().length == 0 || data.get().length > ImageBytes.MAX) {
                throw ApiError.invalid("The image at " + content.path() + " has " + data.get().length
                        + " bytes, 1 to " + ImageBytes.MAX + " are allowed.");
            }
        } else {
            stored(content, owner);
        }
    }

    private MovieHeader video(Fields content, String owner) throws ApiError {
        content.only("type", "data", "uri", "mime_type", "resolution", "name", "processing");
        String type = mimeType(content, VIDEO_TYPES);
        Optional<byte[]> data = content.binary("data");
        if (data.isEmpty()) {
            return stored(content, owner);
        }
        if (!type.equals("video/mp4")) {
            return UNKNOWN;
        }
        try {
            MovieHeader movie = MovieHeader.parse(data.get());
            if (api == InteractionsApi.GEMINI && movie.seconds() > LONGEST_UPLOAD_SECONDS) {
                throw ApiError.invalid("The video at " + content.path() + " is " + movie.seconds()
                        + " seconds long, at most " + LONGEST_UPLOAD_SECONDS + " are allowed.");
            }
            return movie;
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("The video at " + content.path() + " is no MP4 that can be read. " + e.getMessage());
        }
    }

    private static String mimeType(Fields content, List<String> known) throws ApiError {
        if (content.has("data") == content.has("uri")) {
            throw ApiError.invalid("Exactly one of data and uri needs to be set at " + content.path() + ", not "
                    + (content.has("data") ? "both" : "neither") + ".");
        }
        String type = content.text("mime_type")
                .orElseThrow(() -> ApiError.invalid("The field mime_type is missing at " + content.path() + "."));
        if (!known.contains(type.toLowerCase(Locale.ROOT))) {
            throw ApiError.invalid("Unsupported mime_type \"" + type + "\" at " + content.path() + ", supported: "
                    + String.join(", ", known) + ".");
        }
        return type;
    }

    /** What stands behind a {@code uri}: a file of the caller's, or on Agent Platform an object in a bucket. */
    private MovieHeader stored(Fields content, String owner) throws ApiError {
        String uri = content.text("uri").orElse("");
        String field = content.at("uri");
        if (api == InteractionsApi.AGENT_PLATFORM) {
            StorageFolder.parse(uri, field);
            return results.header(uri).orElse(UNKNOWN);
        }
        Matcher matcher = FILE.matcher(uri);
        if (!matcher.matches()) {
            throw ApiError.invalid("The value of " + field + " needs to be the uri of a file of the Files API, not \""
                    + uri + "\".");
        }
        FileStore.Stored file = files.find(matcher.group(1), owner).orElseThrow(() -> ApiError.of(403,
                "You do not have permission to access the File " + matcher.group(1) + " or it may not exist."));
        if (!file.active()) {
            throw ApiError.invalid(
                    "The File " + matcher.group(1) + " is not in an ACTIVE state and usage is not allowed.");
        }
        return file.operation().submission().order().header();
    }
}
