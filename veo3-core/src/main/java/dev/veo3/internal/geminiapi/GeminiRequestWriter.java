// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.geminiapi;

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
import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import dev.veo3.video.VideoSource;
import tools.jackson.core.JsonGenerator;

/**
 * Writes requests as the Gemini API wanted them from Veo: pictures inside the request, a video to extend by the address that the API gave,
 * and a length that is a number. One writer for each request.
 */
final class GeminiRequestWriter {
    private final BodyWriter body = new BodyWriter();
    private final JsonGenerator json = body.json();
    private final LocalMedia files;

    private GeminiRequestWriter(ModelId model, ModelCatalog catalog) {
        this.files = new LocalMedia(catalog, model, Platform.GEMINI_API);
    }

    /**
     * The body of a request. The same request always makes the same bytes.
     *
     * @throws dev.veo3.error.VeoFileException when a local file cannot be read or is not what it should be
     * @throws VeoRequestException when the API has no words for it
     */
    static CallBody body(VideoRequest request, ModelCatalog catalog) {
        GeminiRequestWriter writer = new GeminiRequestWriter(request.model(), catalog);
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
            case VideoRequest.Extension extended -> video(extended.video());
            case VideoRequest.Edit edited -> throw new VeoRequestException("Veo on the Gemini API edits no videos");
        }
        json.writeEndObject();
        json.writeEndArray();
        parameters(request.settings());
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

    private void picture(String name, MediaSource source) {
        switch (source) {
            case MediaSource.LocalFile file -> {
                MediaInfo media = files.picture(file.path());
                json.writeObjectPropertyStart(name);
                body.base64Property("bytesBase64Encoded", media);
                json.writeStringProperty("mimeType", media.mimeType());
                json.writeEndObject();
            }
            case MediaSource.CloudObject object -> throw unreadable(object, "Name a file on this machine");
            case MediaSource.ServiceFile file -> throw unreadable(file, "Name a file on this machine");
        }
    }

    private void video(VideoSource source) {
        String remedy = "Name the address that the Gemini API gave";
        switch (source) {
            case MediaSource.ServiceFile file -> {
                json.writeObjectPropertyStart("video");
                json.writeStringProperty("uri", file.uri());
                json.writeEndObject();
            }
            case MediaSource.LocalFile file -> throw unreadable(file, remedy);
            case MediaSource.CloudObject object -> throw unreadable(object, remedy);
            case VideoSource.OfOperation earlier -> throw unreadable(earlier, remedy);
        }
    }

    private static VeoRequestException unreadable(VideoSource source, String remedy) {
        return new VeoRequestException("The Gemini API does not read " + source + " for Veo. " + remedy);
    }

    private void parameters(VideoSettings settings) {
        json.writeObjectPropertyStart("parameters");
        settings.aspectRatio().map(AspectRatio::wire).ifPresent(word -> json.writeStringProperty("aspectRatio", word));
        settings.resolution().map(Resolution::wire).ifPresent(word -> json.writeStringProperty("resolution", word));
        settings.duration().ifPresent(length -> body.secondsProperty("durationSeconds", length));
        settings.negativePrompt().ifPresent(words -> json.writeStringProperty("negativePrompt", words));
        settings.personGeneration().ifPresent(word -> json.writeStringProperty("personGeneration", word));
        settings.enhancePrompt().ifPresent(on -> json.writeBooleanProperty("enhancePrompt", on));
        settings.samples().ifPresent(count -> json.writeNumberProperty("sampleCount", count));
        json.writeEndObject();
    }
}
