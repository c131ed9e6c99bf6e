package dev.veo3.internal.agentplatform;

import dev.veo3.error.VeoRequestException;
import dev.veo3.media.MediaInfo;
import dev.veo3.model.AspectRatio;
import dev.veo3.model.Feature;
import dev.veo3.model.Resolution;
import dev.veo3.transport.CallBody;
import dev.veo3.video.Compression;
import dev.veo3.video.EditMask;
import dev.veo3.video.MediaSource;
import dev.veo3.video.ResizeMode;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import dev.veo3.video.VideoSource;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes requests as the platform wants them. One writer for each request. */
final class RequestWriter {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<SplicedBody.Splice> splices = new ArrayList<>();
    private final JsonGenerator json;

    private RequestWriter() {
        json = JSON.createGenerator(ObjectWriteContext.empty(), out);
    }

    /**
     * The body of a request. The same request always makes the same bytes.
     *
     * @throws dev.veo3.error.VeoFileException when a local file cannot be read or is not what it should be
     */
    static CallBody body(VideoRequest request) {
        RequestWriter writer = new RequestWriter();
        writer.write(request);
        return new SplicedBody(writer.out.toByteArray(), writer.splices);
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
            case VideoRequest.Extension extended -> video(extended.video());
            case VideoRequest.Edit edited -> {
                video(edited.video());
                edited.mask().ifPresent(this::mask);
            }
        }
        json.writeEndObject();
        json.writeEndArray();
        parameters(request);
        labels(request.settings());
        json.writeEndObject();
        json.close();
    }

    private void picture(String name, MediaSource source) {
        json.writeObjectPropertyStart(name);
        media(source, LocalMedia::picture);
        json.writeEndObject();
    }

    private void video(VideoSource source) {
        json.writeObjectPropertyStart("video");
        switch (source) {
            case MediaSource video -> media(video, LocalMedia::video);
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
        media(mask.image(), LocalMedia::picture);
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
                json.writeStringProperty("bytesBase64Encoded", "");
                json.flush();
                // Between the two quotes.
                splices.add(new SplicedBody.Splice(out.size() - 1, media.path(), media.sizeBytes()));
                json.writeStringProperty("mimeType", media.mimeType());
            }
        }
    }

    private void parameters(VideoRequest request) {
        VideoSettings settings = request.settings();
        json.writeObjectPropertyStart("parameters");
        settings.duration().ifPresent(this::duration);
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
        if (request.feature() == Feature.EDIT) {
            // Without it, a video without a mask would be extended.
            json.writeStringProperty("task", "edit");
        }
        json.writeEndObject();
    }

    private void duration(Duration length) {
        // A number, not a string: the service refuses "8".
        if (length.toMillis() % 1000 == 0) {
            json.writeNumberProperty("durationSeconds", length.toSeconds());
        } else {
            json.writeNumberProperty("durationSeconds", length.toMillis() / 1000.0);
        }
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
