package dev.veo3.internal.agentplatform;

import dev.veo3.error.RpcError;
import dev.veo3.internal.download.PartFile;
import dev.veo3.video.FilterReason;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationState;
import dev.veo3.video.VideoOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the answer to a poll in one pass: videos are decoded into part files while they arrive, in whatever order the fields come.
 * Closing it deletes every part file that no outcome has been given for. One reader for each answer.
 */
final class OperationReader implements AutoCloseable {
    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final Base64Variant BASE64 = Base64Variants.MIME_NO_LINEFEEDS.withPaddingAllowed();
    private static final Logger LOG = LoggerFactory.getLogger(OperationReader.class);
    private static final int OK = 0;
    private static final int UNKNOWN = 2;

    private final Path spoolDirectory;
    private final List<PartFile> parts = new ArrayList<>();
    private final List<GeneratedVideo> videos = new ArrayList<>();
    private final List<FilterReason> reasons = new ArrayList<>();
    private int filteredCount;
    private boolean done;
    private @Nullable RpcError error;

    OperationReader(Path spoolDirectory) {
        this.spoolDirectory = spoolDirectory;
    }

    /** What an answer holds that is JSON and whole. */
    OperationState read(InputStream answer) throws IOException {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), answer)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new StreamReadException(json, "An operation is a JSON object");
            }
            eachField(json, this::operationField);
            // To the end of the body, so that its connection can be used again.
            json.nextToken();
        }
        return done ? new OperationState.Done(outcome()) : new OperationState.Running();
    }

    private VideoOutcome outcome() {
        if (error != null) {
            if (videos.isEmpty()) {
                return new VideoOutcome.Failed(error);
            }
            // They are there and they are paid for, whatever else went wrong.
            LOG.warn("An operation ended with videos and with an error; the videos are kept: {}", error.describe());
        }
        boolean filtered = filteredCount > 0 || !reasons.isEmpty();
        if (videos.isEmpty()) {
            return filtered ? new VideoOutcome.Filtered(reasons) : new VideoOutcome.Empty();
        }
        parts.stream().filter(part -> part.size() > 0).forEach(PartFile::keep);
        return filtered ? new VideoOutcome.PartlyFiltered(videos, reasons) : new VideoOutcome.Succeeded(videos);
    }

    private void operationField(String name, JsonParser json) throws IOException {
        switch (name) {
            case "done" -> done = json.currentToken() == JsonToken.VALUE_TRUE;
            case "error" -> error(json);
            case "response" -> eachField(json, this::responseField);
            default -> {
            }
        }
    }

    private void responseField(String name, JsonParser json) throws IOException {
        switch (name) {
            case "raiMediaFilteredCount" -> filteredCount = json.getValueAsInt();
            case "raiMediaFilteredReasons" -> eachElement(json, this::reason);
            case "videos" -> eachElement(json, this::video);
            default -> {
            }
        }
    }

    private void reason(JsonParser json) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            reasons.add(FilterReason.of(json.getString()));
        }
    }

    private void video(JsonParser json) throws IOException {
        VideoFields fields = new VideoFields();
        eachField(json, fields::field);
        fields.video().ifPresent(videos::add);
    }

    private void error(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        ErrorFields fields = new ErrorFields();
        eachField(json, fields::field);
        // As google.rpc.Status has it: code 0 is OK, and JSON may leave it out.
        error = fields.code == OK && fields.message.isEmpty()
                ? null
                : new RpcError(fields.code == OK ? UNKNOWN : fields.code, fields.message);
    }

    /** Reads an object; anything else is left to be skipped. */
    private static void eachField(JsonParser json, FieldReader reader) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            reader.read(name, json);
            json.skipChildren();
        }
    }

    private static void eachElement(JsonParser json, ElementReader reader) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            reader.read(json);
            json.skipChildren();
        }
    }

    @Override
    public void close() throws IOException {
        for (PartFile part : parts) {
            part.close();
        }
    }

    /** Reads the value of a field, at whose first token the parser stands; what it leaves of an object or array is skipped. */
    @FunctionalInterface
    private interface FieldReader {
        void read(String name, JsonParser json) throws IOException;
    }

    @FunctionalInterface
    private interface ElementReader {
        void read(JsonParser json) throws IOException;
    }

    private static final class ErrorFields {
        private int code = OK;
        private String message = "";

        void field(String name, JsonParser json) {
            switch (name) {
                case "code" -> code = json.getValueAsInt(UNKNOWN);
                case "message" -> message = json.getValueAsString("");
                default -> {
                }
            }
        }
    }

    private final class VideoFields {
        private String uri = "";
        private String mimeType = "video/mp4";
        private @Nullable PartFile part;

        void field(String name, JsonParser json) throws IOException {
            switch (name) {
                case "gcsUri" -> uri = json.getValueAsString("");
                case "mimeType" -> mimeType = json.getValueAsString(mimeType);
                case "bytesBase64Encoded" -> bytes(json);
                default -> {
                }
            }
        }

        private void bytes(JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                return;
            }
            PartFile file = PartFile.create(spoolDirectory, "veo3");
            parts.add(file);
            json.readBinaryValue(BASE64, file);
            file.finish();
            part = file;
        }

        Optional<GeneratedVideo> video() {
            if (part != null && part.size() > 0) {
                return Optional.of(new GeneratedVideo.Inline(part.path(), part.size(), mimeType));
            }
            return uri.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new GeneratedVideo.Stored(uri, mimeType));
        }
    }
}
