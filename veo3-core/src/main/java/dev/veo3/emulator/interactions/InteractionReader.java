// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.interactions;

import dev.veo3.emulator.catalog.Model;
import dev.veo3.emulator.clip.ClipShape;
import dev.veo3.emulator.clip.MovieHeader;
import dev.veo3.emulator.operation.Operation;
import dev.veo3.emulator.operation.Operations;
import dev.veo3.emulator.operation.VideoOrder;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.Fields;
import dev.veo3.emulator.wire.Labels;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the body of a create and refuses what the service refuses. Rules that the service's own documents contradict, or
 * that nobody has seen, are not enforced.
 */
final class InteractionReader {

    private static final BigDecimal SHORTEST = BigDecimal.valueOf(3);
    private static final BigDecimal USUAL = BigDecimal.TEN;
    private static final double LONGEST_EXTENDED_SECONDS = 40;

    private final InteractionsApi api;
    private final InputReader inputs;
    private final Operations operations;

    InteractionReader(InteractionsApi api, InputReader inputs, Operations operations) {
        this.api = api;
        this.inputs = inputs;
        this.operations = operations;
    }

    /**
     * A checked request.
     *
     * @param order what is wanted
     * @param background whether the answer comes at once
     * @param store whether the interaction can be looked at later
     */
    record Wanted(VideoOrder order, boolean background, boolean store) {}

    /**
     * Checks a body.
     *
     * @throws ApiError naming the field, for the first rule that it breaks
     */
    Wanted read(Fields root, Model model, String owner) throws ApiError {
        root.only("model", "input", "background", "store", "stream", "previous_interaction_id", "response_format",
                "response_modalities", "response_mime_type", "generation_config", "system_instruction", "tools",
                "safety_settings", "service_tier", "labels", "webhook_config", "cached_content", "continuation_token",
                "environment");
        unsupported(root, "system_instruction", "safety_settings");
        boolean background = root.flag("background").orElse(false);
        boolean store = root.flag("store").orElse(true);
        if (background && !store) {
            throw ApiError.invalid("An interaction in the background needs store.");
        }
        if (root.flag("stream").orElse(false)) {
            throw ApiError.invalid("The emulator does not stream.");
        }
        root.choice("service_tier", "flex", "standard", "priority", "deferred");
        Optional<Fields> webhooks = root.object("webhook_config");
        if (webhooks.isPresent()) {
            webhooks.get().only("uris", "user_metadata").object("user_metadata");
        }
        return new Wanted(order(root, model, owner), background, store);
    }

    private VideoOrder order(Fields root, Model model, String owner) throws ApiError {
        Map<String, String> labels = Labels.read(root);
        Optional<String> task = task(root);
        FormatReader.Format format = FormatReader.read(root, api);
        InputReader.Input input = inputs.read(root, owner);
        Optional<MovieHeader> previous = previous(root, owner);
        Task what = Task.of(task, input, previous.isPresent());
        what.check(input, previous.isPresent(), mostImages(model));
        Optional<MovieHeader> source = what.reworks() || what == Task.EXTEND
                ? input.videos().stream().findFirst().or(() -> previous)
                : Optional.empty();
        if (what == Task.EDIT && (format.seconds().isPresent() || format.ratio().isPresent())) {
            throw ApiError.invalid("The fields duration and aspect_ratio aren't supported when a video is edited.");
        }
        if (format.seconds().isPresent()) {
            check(format.seconds().get(), model);
        }
        double before = what == Task.EXTEND ? source.map(MovieHeader::seconds).orElse(0.0) : 0;
        BigDecimal seconds = what.reworks()
                ? BigDecimal.valueOf(source.map(MovieHeader::seconds).orElse(0.0)).setScale(3, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                : format.seconds().orElse(USUAL);
        double length = before + seconds.doubleValue();
        if (what == Task.EXTEND && length > LONGEST_EXTENDED_SECONDS) {
            throw ApiError.invalid("The extended video would be " + length + " seconds long, at most "
                    + LONGEST_EXTENDED_SECONDS + " are allowed.");
        }
        return new VideoOrder(input.prompt(), labels, input.images(), seconds, VideoOrder.frames(length),
                shape(format, source), true, 1, format.destination());
    }

    private static Optional<String> task(Fields root) throws ApiError {
        Optional<Fields> config = root.object("generation_config");
        if (config.isEmpty()) {
            return Optional.empty();
        }
        config.get().only("temperature", "top_p", "stop_sequences", "seed", "thinking_level", "thinking_summaries",
                "max_output_tokens", "speech_config", "image_config", "video_config", "tool_choice",
                "transcription_config");
        unsupported(config.get(), "temperature", "top_p", "stop_sequences");
        config.get().whole("seed", 0, 4_294_967_295L);
        Optional<Fields> video = config.get().object("video_config");
        return video.isEmpty() ? Optional.empty() : video.get().only("task").choice("task", Task.names());
    }

    private Optional<MovieHeader> previous(Fields root, String owner) throws ApiError {
        Optional<String> id = root.text("previous_interaction_id");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Operation previous = InteractionRoute.find(operations, id.get(), owner);
        if (!operations.done(previous) || previous.delivered() == 0) {
            throw ApiError.invalid("The interaction " + id.get() + " has no video to go on from.");
        }
        return Optional.of(previous.submission().order().header());
    }

    private static void check(BigDecimal seconds, Model model) throws ApiError {
        BigDecimal longest = BigDecimal.valueOf(isFirst(model) ? 10 : 15);
        if (seconds.compareTo(SHORTEST) < 0 || seconds.compareTo(longest) > 0) {
            throw ApiError.invalid("The value of duration needs to be from " + SHORTEST + "s to " + longest + "s, not "
                    + seconds.toPlainString() + "s.");
        }
    }

    private static ClipShape shape(FormatReader.Format format, Optional<MovieHeader> source) {
        boolean portrait = source.map(movie -> movie.height() > movie.width())
                .orElse(format.ratio().equals(Optional.of("9:16")));
        return format.resolution().map(name -> ClipShape.of(portrait, name)).orElseGet(() -> ClipShape.of(portrait,
                source.map(movie -> Math.min(movie.width(), movie.height())).orElse(720)));
    }

    private static void unsupported(Fields fields, String... names) throws ApiError {
        for (String name : names) {
            if (fields.has(name)) {
                throw ApiError.invalid("The field " + fields.at(name) + " isn't supported by this model.");
            }
        }
    }

    private static boolean isFirst(Model model) {
        return !model.id().startsWith("gemini-omni-1.2");
    }

    /** Of the second model, documents name 6 and 14. */
    private static int mostImages(Model model) {
        return isFirst(model) ? 10 : 14;
    }
}
