// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import dev.veo3.internal.download.PartFile;
import dev.veo3.video.GeneratedVideo;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One video in an answer, under the names that it has on any wire, in whatever order they come. Used by one thread. */
public final class VideoFields {
    private final VideoSpool spool;
    private String uri = "";
    private String mimeType = "video/mp4";
    private @Nullable PartFile part;

    /** A video whose bytes go to that spool. */
    public VideoFields(VideoSpool spool) {
        this.spool = spool;
    }

    /** Takes a field. */
    public void field(String name, JsonParser json) throws IOException {
        switch (name) {
            case "gcsUri", "uri" -> uri = JsonWalk.text(json);
            case "mimeType", "mime_type", "encoding" -> mimeType = json.getValueAsString(mimeType);
            case "bytesBase64Encoded", "encodedVideo", "data" -> bytes(json);
            default -> {
            }
        }
    }

    private void bytes(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            part = spool.decode(json);
        }
    }

    /** The video; empty when neither bytes nor an address came. */
    public Optional<GeneratedVideo> video() {
        if (part != null && part.size() > 0) {
            return Optional.of(new GeneratedVideo.Inline(part.path(), part.size(), mimeType));
        }
        if (uri.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(uri.startsWith("gs://")
                ? new GeneratedVideo.Stored(uri, mimeType)
                : new GeneratedVideo.ServiceFile(uri, mimeType));
    }
}
