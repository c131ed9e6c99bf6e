// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.interactions;

import dev.veo3.error.RpcError;
import dev.veo3.internal.codec.JsonWalk;
import dev.veo3.internal.codec.RpcErrorFields;
import dev.veo3.internal.codec.VideoSpool;
import dev.veo3.video.CancelOutcome;
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
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads an interaction in one pass: videos are decoded into part files while they arrive, in whatever order the fields come. One reader
 * for each answer.
 */
final class InteractionReader {
    private static final Logger LOG = LoggerFactory.getLogger(InteractionReader.class);

    private final VideoSpool spool;
    private final UnaryOperator<String> clean;
    private final List<GeneratedVideo> videos = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<RpcError> errors = new ArrayList<>();
    private String status = "";
    private OptionalLong videoTokens = OptionalLong.empty();

    private InteractionReader(VideoSpool spool, UnaryOperator<String> clean) {
        this.spool = spool;
        this.clean = clean;
    }

    /**
     * What an answer holds that is JSON and whole.
     *
     * @throws tools.jackson.core.JacksonException when it is not
     */
    static OperationState read(InputStream answer, Path spoolDirectory) throws IOException {
        return read(answer, spoolDirectory, UnaryOperator.identity());
    }

    /** The same; what is logged goes through the function. */
    static OperationState read(InputStream answer, Path spoolDirectory, UnaryOperator<String> clean)
            throws IOException {
        try (VideoSpool spool = new VideoSpool(spoolDirectory)) {
            InteractionReader reader = new InteractionReader(spool, clean);
            JsonWalk.object(answer, reader::field);
            if (reader.status.isEmpty() && reader.videos.isEmpty() && reader.errors.isEmpty()) {
                throw new StreamReadException("An interaction says how it stands");
            }
            return reader.state();
        }
    }

    /** What the answer to the wish to cancel says. */
    static CancelOutcome cancelled(InputStream answer) throws IOException {
        String[] status = {""};
        JsonWalk.object(answer, (name, json) -> {
            if (name.equals("status")) {
                status[0] = JsonWalk.text(json);
            }
        });
        if (status[0].isEmpty()) {
            throw new StreamReadException("An interaction says how it stands");
        }
        return switch (InteractionStatus.of(status[0])) {
            case CANCELLED -> new CancelOutcome.Cancelled();
            case RUNNING, UNKNOWN -> new CancelOutcome.Ending(status[0]);
            case COMPLETED, ENDED -> new CancelOutcome.TooLate(status[0]);
        };
    }

    private OperationState state() {
        return switch (InteractionStatus.of(status)) {
            case RUNNING -> new OperationState.Running(status);
            // A word that came after this library: only a video tells that it has ended.
            case UNKNOWN -> videos.isEmpty() ? withoutVideo() : done(delivered());
            case COMPLETED -> done(completed());
            case CANCELLED, ENDED -> done(videos.isEmpty() ? failed() : delivered());
        };
    }

    /** An error without a status may be a front end's: the poll is repeated. */
    private OperationState withoutVideo() {
        if (status.isEmpty()) {
            throw new StreamReadException(
                    "it holds an error and does not say how the interaction stands: " + errors.getFirst().describe());
        }
        return new OperationState.Running(status);
    }

    private static OperationState done(VideoOutcome outcome) {
        return new OperationState.Done(outcome);
    }

    private VideoOutcome completed() {
        if (!videos.isEmpty()) {
            return delivered();
        }
        if (!errors.isEmpty()) {
            return new VideoOutcome.Failed(errors.getFirst());
        }
        // A refusal is an answer in words for which no video was made. If one was made, it is lost and paid.
        if (texts.isEmpty() || videoTokens.orElse(0) > 0) {
            return new VideoOutcome.Empty();
        }
        return new VideoOutcome.Filtered(List.of(FilterReason.of(String.join(" ", texts))));
    }

    private VideoOutcome delivered() {
        if (!errors.isEmpty()) {
            // They are there and they are paid for, whatever else went wrong.
            LOG.warn("An interaction ended with videos and with an error; the videos are kept: {}",
                    clean.apply(errors.getFirst().describe()));
        }
        spool.keep(videos);
        return new VideoOutcome.Succeeded(videos);
    }

    private VideoOutcome failed() {
        return new VideoOutcome.Failed(errors.isEmpty()
                ? InteractionStatus.error(status, String.join(" ", texts))
                : errors.getFirst());
    }

    private void field(String name, JsonParser json) throws IOException {
        switch (name) {
            case "status" -> status = JsonWalk.text(json);
            case "steps" -> JsonWalk.eachElement(json, this::step);
            case "usage" -> JsonWalk.eachField(json, this::usage);
            case "errors", "error" -> error(json);
            default -> {
            }
        }
    }

    private void error(JsonParser json) throws IOException {
        Optional.ofNullable(RpcErrorFields.read(json)).ifPresent(errors::add);
    }

    private void step(JsonParser json) throws IOException {
        Step step = new Step(spool);
        JsonWalk.eachField(json, step::field);
        if (step.isOutput()) {
            videos.addAll(step.videos());
            texts.addAll(step.texts());
            errors.addAll(step.errors());
        }
    }

    private void usage(String name, JsonParser json) throws IOException {
        if (name.equals("output_tokens_by_modality")) {
            JsonWalk.eachElement(json, element -> {
                String[] modality = {""};
                long[] tokens = {0};
                JsonWalk.eachField(element, (field, value) -> {
                    switch (field) {
                        case "modality" -> modality[0] = JsonWalk.text(value);
                        case "tokens" -> tokens[0] = JsonWalk.count(value);
                        default -> {
                        }
                    }
                });
                if (modality[0].equalsIgnoreCase("video")) {
                    // Only whether there are any matters.
                    videoTokens = OptionalLong.of(Math.max(videoTokens.orElse(0), tokens[0]));
                }
            });
        }
    }
}
