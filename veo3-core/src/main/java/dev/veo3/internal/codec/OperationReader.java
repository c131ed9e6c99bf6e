// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import dev.veo3.error.RpcError;
import dev.veo3.video.FilterReason;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationState;
import dev.veo3.video.VideoOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads a long-running operation of Veo in one pass: videos are decoded into part files while they arrive, in whatever order the
 * fields come. Both platforms send the same operation around a response of their own. One reader for each answer.
 */
public final class OperationReader {
    private static final Logger LOG = LoggerFactory.getLogger(OperationReader.class);

    private final VideoSpool spool;
    private final UnaryOperator<String> clean;
    private final List<GeneratedVideo> videos = new ArrayList<>();
    private final List<FilterReason> reasons = new ArrayList<>();
    private long filteredCount;
    private boolean done;
    private boolean doneWritten;
    private @Nullable RpcError error;

    private OperationReader(VideoSpool spool, UnaryOperator<String> clean) {
        this.spool = spool;
        this.clean = clean;
    }

    /**
     * What an answer holds that is JSON and whole.
     *
     * @throws tools.jackson.core.JacksonException when it is not
     */
    public static OperationState read(InputStream answer, Path spoolDirectory) throws IOException {
        return read(answer, spoolDirectory, UnaryOperator.identity());
    }

    /** The same; what is logged goes through the function. */
    public static OperationState read(InputStream answer, Path spoolDirectory, UnaryOperator<String> clean)
            throws IOException {
        try (VideoSpool spool = new VideoSpool(spoolDirectory)) {
            OperationReader reader = new OperationReader(spool, clean);
            JsonWalk.object(answer, reader::operationField);
            reader.requireWord();
            return reader.done ? new OperationState.Done(reader.outcome()) : new OperationState.Running();
        }
    }

    /**
     * An error without a word about the end may be a front end's, in whose eyes the poll failed: nobody may call a paid operation failed
     * for it, and the poll is repeated.
     */
    private void requireWord() {
        if (error != null && !doneWritten) {
            throw new StreamReadException(
                    "it holds an error and does not say that the operation has ended: " + error.describe());
        }
    }

    private VideoOutcome outcome() {
        if (error != null) {
            if (videos.isEmpty()) {
                return new VideoOutcome.Failed(error);
            }
            // They are there and they are paid for, whatever else went wrong.
            LOG.warn("An operation ended with videos and with an error; the videos are kept: {}",
                    clean.apply(error.describe()));
        }
        boolean filtered = filteredCount > 0 || !reasons.isEmpty();
        if (videos.isEmpty()) {
            return filtered ? new VideoOutcome.Filtered(reasons) : new VideoOutcome.Empty();
        }
        spool.keep(videos);
        return filtered
                ? new VideoOutcome.PartlyFiltered(videos, reasons, (int) Math.min(filteredCount, Integer.MAX_VALUE))
                : new VideoOutcome.Succeeded(videos);
    }

    private void operationField(String name, JsonParser json) throws IOException {
        switch (name) {
            case "done" -> {
                done = json.currentToken() == JsonToken.VALUE_TRUE;
                doneWritten = true;
            }
            case "error" -> error = RpcErrorFields.read(json);
            case "response" -> JsonWalk.eachField(json, this::responseField);
            default -> {
            }
        }
    }

    private void responseField(String name, JsonParser json) throws IOException {
        switch (name) {
            case "raiMediaFilteredCount" -> filteredCount = JsonWalk.count(json);
            case "raiMediaFilteredReasons" -> JsonWalk.eachElement(json, this::reason);
            case "videos" -> JsonWalk.eachElement(json, this::video);
            case "generateVideoResponse" -> JsonWalk.eachField(json, this::responseField);
            case "generatedSamples" -> JsonWalk.eachElement(json, this::sample);
            default -> {
            }
        }
    }

    private void sample(JsonParser json) throws IOException {
        JsonWalk.eachField(json, (name, value) -> {
            if (name.equals("video")) {
                video(value);
            }
        });
    }

    private void reason(JsonParser json) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            reasons.add(FilterReason.of(json.getString()));
        }
    }

    private void video(JsonParser json) throws IOException {
        VideoFields fields = new VideoFields(spool);
        JsonWalk.eachField(json, fields::field);
        fields.video().ifPresent(videos::add);
    }
}
