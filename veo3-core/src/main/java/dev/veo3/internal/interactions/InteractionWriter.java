// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.interactions;

import dev.veo3.error.VeoRequestException;
import dev.veo3.internal.codec.BodyWriter;
import dev.veo3.internal.codec.LocalMedia;
import dev.veo3.media.MediaInfo;
import dev.veo3.model.AspectRatio;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.Platform;
import dev.veo3.model.Resolution;
import dev.veo3.transport.CallBody;
import dev.veo3.video.Delivery;
import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import dev.veo3.video.VideoSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/** Writes requests as interactions. One writer for each request. */
final class InteractionWriter {
    private final BodyWriter body = new BodyWriter();
    private final JsonGenerator json = body.json();
    private final Platform platform;
    private final LocalMedia files;

    private InteractionWriter(ModelId model, Platform platform, ModelCatalog catalog) {
        this.platform = platform;
        this.files = new LocalMedia(catalog, model, platform);
    }

    /**
     * The body of a request. The same request always makes the same bytes.
     *
     * @throws dev.veo3.error.VeoFileException when a local file cannot be read or is not what it should be
     */
    static CallBody body(VideoRequest request, Platform platform, ModelCatalog catalog) {
        InteractionWriter writer = new InteractionWriter(request.model(), platform, catalog);
        writer.write(request);
        return writer.body.body();
    }

    private void write(VideoRequest request) {
        json.writeStartObject();
        json.writeStringProperty("model", request.model().value());
        json.writeArrayPropertyStart("input");
        input(request);
        json.writeEndArray();
        // Without it the answer comes only when the video is there, and what is not stored cannot be asked for.
        json.writeBooleanProperty("background", true);
        json.writeBooleanProperty("store", true);
        earlier(request).ifPresent(operation -> json.writeStringProperty("previous_interaction_id",
                InteractionEndpoints.id(operation.operation())));
        format(request.settings());
        generation(request);
        labels(request.settings());
        json.writeEndObject();
    }

    private void input(VideoRequest request) {
        switch (request) {
            case VideoRequest.TextToVideo text -> {
            }
            case VideoRequest.ImageToVideo animated -> picture(animated.image());
            case VideoRequest.Interpolation between -> {
                picture(between.firstFrame());
                picture(between.lastFrame());
            }
            case VideoRequest.ReferencesToVideo referring -> {
                referring.images().forEach(this::picture);
                referring.videos().forEach(this::video);
            }
            case VideoRequest.Extension extended -> video(extended.video());
            case VideoRequest.Edit edited -> {
                if (edited.mask().isPresent()) {
                    throw new VeoRequestException("Omni edits by words: leave the mask out");
                }
                video(edited.video());
            }
        }
        json.writeStartObject();
        json.writeStringProperty("type", "text");
        json.writeStringProperty("text", PromptTags.prompt(request));
        json.writeEndObject();
    }

    private void picture(MediaSource source) {
        media("image", source, files::picture);
    }

    private void video(VideoSource source) {
        switch (source) {
            case MediaSource video -> media("video", video, LocalMedia::video);
            case VideoSource.OfOperation earlier -> {
                // It is named beside the input.
            }
        }
    }

    private void media(String type, MediaSource source, Function<Path, MediaInfo> inspect) {
        json.writeStartObject();
        json.writeStringProperty("type", type);
        switch (source) {
            case MediaSource.LocalFile file -> {
                MediaInfo media = inspect.apply(file.path());
                body.base64Property("data", media);
                json.writeStringProperty("mime_type", media.mimeType());
            }
            case MediaSource.CloudObject object -> address(object.uri(), object.mimeType());
            case MediaSource.ServiceFile file -> address(file.uri(), file.mimeType());
        }
        json.writeEndObject();
    }

    private void address(String uri, String mimeType) {
        json.writeStringProperty("uri", uri);
        json.writeStringProperty("mime_type", mimeType);
    }

    private static Optional<VideoSource.OfOperation> earlier(VideoRequest request) {
        VideoSource source = switch (request) {
            case VideoRequest.TextToVideo text -> null;
            case VideoRequest.ImageToVideo animated -> null;
            case VideoRequest.Interpolation between -> null;
            case VideoRequest.ReferencesToVideo referring -> null;
            case VideoRequest.Extension extended -> extended.video();
            case VideoRequest.Edit edited -> edited.video();
        };
        return source instanceof VideoSource.OfOperation operation ? Optional.of(operation) : Optional.empty();
    }

    private void format(VideoSettings settings) {
        switch (platform) {
            case GEMINI_API -> json.writeObjectPropertyStart("response_format");
            case AGENT_PLATFORM -> {
                json.writeArrayPropertyStart("response_format");
                json.writeStartObject();
            }
        }
        json.writeStringProperty("type", "video");
        settings.aspectRatio().map(AspectRatio::wire).ifPresent(word -> json.writeStringProperty("aspect_ratio", word));
        settings.resolution().map(Resolution::wire).ifPresent(word -> json.writeStringProperty("resolution", word));
        settings.duration().ifPresent(length -> json.writeStringProperty("duration", seconds(length)));
        delivery(settings).ifPresent(way -> json.writeStringProperty("delivery", way.wire()));
        settings.storageUri().ifPresent(uri -> json.writeStringProperty("gcs_uri", uri));
        json.writeEndObject();
        if (platform == Platform.AGENT_PLATFORM) {
            json.writeEndArray();
        }
    }

    private Optional<Delivery> delivery(VideoSettings settings) {
        if (settings.delivery().isPresent()) {
            return settings.delivery();
        }
        return switch (platform) {
            // Inline, the Gemini API hands over no more than 4 MB, and the video is paid by then.
            case GEMINI_API -> Optional.of(Delivery.URI);
            case AGENT_PLATFORM -> settings.storageUri().map(uri -> Delivery.URI);
        };
    }

    /** A protobuf duration: a number would be refused. */
    private static String seconds(Duration length) {
        return java.math.BigDecimal.valueOf(length.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
    }

    private void generation(VideoRequest request) {
        Optional<String> task = task(request);
        if (task.isEmpty() && request.settings().seed().isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart("generation_config");
        request.settings().seed().ifPresent(seed -> json.writeNumberProperty("seed", seed));
        task.ifPresent(word -> {
            json.writeObjectPropertyStart("video_config");
            json.writeStringProperty("task", word);
            json.writeEndObject();
        });
        json.writeEndObject();
    }

    /** What is to be done with the input. There is no word for two frames: the tags in the prompt say it. */
    private static Optional<String> task(VideoRequest request) {
        return switch (request.feature()) {
            case TEXT -> Optional.of("text_to_video");
            case IMAGE -> Optional.of("image_to_video");
            case INTERPOLATION -> Optional.empty();
            case REFERENCES -> Optional.of("reference_to_video");
            case EXTENSION -> Optional.of("extend");
            case EDIT -> Optional.of("edit");
        };
    }

    private void labels(VideoSettings settings) {
        if (settings.labels().isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart("labels");
        new TreeMap<>(settings.labels()).forEach(json::writeStringProperty);
        json.writeEndObject();
    }
}
