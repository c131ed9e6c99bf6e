// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.agentplatform;

import dev.veo3.error.VeoRequestException;
import dev.veo3.internal.codec.BodyWriter;
import dev.veo3.internal.codec.LocalMedia;
import dev.veo3.media.MediaInfo;
import dev.veo3.model.AspectRatio;
import dev.veo3.model.Feature;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.Platform;
import dev.veo3.model.Resolution;
import dev.veo3.transport.CallBody;
import dev.veo3.video.Compression;
import dev.veo3.video.EditMask;
import dev.veo3.video.MediaSource;
import dev.veo3.video.ResizeMode;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import dev.veo3.video.VideoSource;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/** Writes requests as the platform wants them. One writer for each request. */
final class RequestWriter {
    private final BodyWriter body = new BodyWriter();
    private final JsonGenerator json = body.json();
    private final LocalMedia files;

    private RequestWriter(ModelId model, ModelCatalog catalog) {
        this.files = new LocalMedia(catalog, model, Platform.AGENT_PLATFORM);
    }

    /**
     * The body of a request. The same request always makes the same bytes.
     *
     * @throws dev.veo3.error.VeoFileException when a local file cannot be read or is not what it should be
     */
    static CallBody body(VideoRequest request, ModelCatalog catalog) {
        RequestWriter writer = new RequestWriter(request.model(), catalog);
        writer.write(request);
        return writer.body.body();
    }

    private void write(VideoRequest request) {
        json.writeStartObject();
        json.writeArrayPropertyStart("instances");
        json.writeStartObject();
        request.promptText().ifPresent(prompt -> json.writeStringProperty("prompt", prompt));
        switch (request) {
            case VideoRequest.TextToVideo text -> {
            }
            case VideoRequest.ImageToVideo animated -> picture("image", animated.image());
            case VideoRequest.Interpolation between -> {
                picture("image", between.firstFrame());
                picture("lastFrame", between.lastFrame());
            }
            case VideoRequest.ReferencesToVideo referring -> references(referring);
            case VideoRequest.Extension extended -> video(extended.video(), files::extension);
            case VideoRequest.Edit edited -> {
                video(edited.video(), LocalMedia::video);
                edited.mask().ifPresent(this::mask);
            }
        }
        json.writeEndObject();
        json.writeEndArray();
        parameters(request);
        labels(request.settings());
        json.writeEndObject();
    }

    private void picture(String name, MediaSource source) {
        json.writeObjectPropertyStart(name);
        media(source, files::picture);
        json.writeEndObject();
    }

    private void video(VideoSource source, Function<Path, MediaInfo> inspect) {
        json.writeObjectPropertyStart("video");
        switch (source) {
            case MediaSource video -> media(video, inspect);
            case VideoSource.OfOperation earlier -> throw unreadable(earlier);
        }
        json.writeEndObject();
    }

    private void references(VideoRequest.ReferencesToVideo request) {
        if (!request.videos().isEmpty()) {
            throw new VeoRequestException("Veo refers to pictures only: leave the reference videos out");
        }
        json.writeArrayPropertyStart("referenceImages");
        for (MediaSource image : request.images()) {
            json.writeStartObject();
            picture("image", image);
            json.writeStringProperty("referenceType", "asset");
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void mask(EditMask mask) {
        json.writeObjectPropertyStart("mask");
        media(mask.image(), files::picture);
        json.writeStringProperty("maskMode", mask.mode().wire());
        json.writeEndObject();
    }

    private static VeoRequestException unreadable(VideoSource source) {
        return new VeoRequestException("The Agent Platform does not read " + source
                + ". Name a file, or an object in Cloud Storage");
    }

    private void media(MediaSource source, Function<Path, MediaInfo> inspect) {
        switch (source) {
            case MediaSource.ServiceFile file -> throw unreadable(file);
            case MediaSource.CloudObject object -> {
                json.writeStringProperty("gcsUri", object.uri());
                json.writeStringProperty("mimeType", object.mimeType());
            }
            case MediaSource.LocalFile file -> {
                MediaInfo media = inspect.apply(file.path());
                body.base64Property("bytesBase64Encoded", media);
                json.writeStringProperty("mimeType", media.mimeType());
            }
        }
    }

    private void parameters(VideoRequest request) {
        VideoSettings settings = request.settings();
        json.writeObjectPropertyStart("parameters");
        // An extension adds 7 s whatever is asked for, and the service refuses to be asked for anything else.
        settings.duration().filter(length -> !(request instanceof VideoRequest.Extension))
                .ifPresent(length -> body.secondsProperty("durationSeconds", length));
        settings.resolution().map(Resolution::wire).ifPresent(word -> json.writeStringProperty("resolution", word));
        settings.aspectRatio().map(AspectRatio::wire).ifPresent(word -> json.writeStringProperty("aspectRatio", word));
        settings.negativePrompt().ifPresent(words -> json.writeStringProperty("negativePrompt", words));
        settings.seed().ifPresent(seed -> json.writeNumberProperty("seed", seed));
        settings.personGeneration().ifPresent(word -> json.writeStringProperty("personGeneration", word));
        settings.sound().ifPresent(on -> json.writeBooleanProperty("generateAudio", on));
        settings.samples().ifPresent(count -> json.writeNumberProperty("sampleCount", count));
        settings.storageUri().ifPresent(uri -> json.writeStringProperty("storageUri", uri));
        settings.enhancePrompt().ifPresent(on -> json.writeBooleanProperty("enhancePrompt", on));
        settings.compression().map(Compression::wire)
                .ifPresent(word -> json.writeStringProperty("compressionQuality", word));
        settings.resize().map(ResizeMode::wire).ifPresent(word -> json.writeStringProperty("resizeMode", word));
        settings.fps().ifPresent(pictures -> json.writeNumberProperty("fps", pictures));
        settings.pubsubTopic().ifPresent(topic -> json.writeStringProperty("pubsubTopic", topic));
        if (request.feature() == Feature.EDIT) {
            // Without it, a video without a mask would be extended.
            json.writeStringProperty("task", "edit");
        }
        json.writeEndObject();
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
