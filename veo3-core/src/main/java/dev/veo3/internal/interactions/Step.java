// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.interactions;

import dev.veo3.error.RpcError;
import dev.veo3.internal.codec.JsonWalk;
import dev.veo3.internal.codec.RpcErrorFields;
import dev.veo3.internal.codec.VideoFields;
import dev.veo3.internal.codec.VideoSpool;
import dev.veo3.video.GeneratedVideo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonParser;

/** One step of an interaction: what was put in, what the model thought, or what it put out. Used by one thread. */
final class Step {
    /** The steps that hold no result. Any other may: the service adds kinds of steps. */
    private static final Set<String> NO_OUTPUT = Set.of("user_input", "thought");

    private static final String VIDEO = "video";

    private final VideoSpool spool;
    private final List<GeneratedVideo> videos = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<RpcError> errors = new ArrayList<>();
    private String type = "";

    Step(VideoSpool spool) {
        this.spool = spool;
    }

    void field(String name, JsonParser json) throws IOException {
        switch (name) {
            case "type" -> type = JsonWalk.text(json);
            case "content" -> {
                if (isOutput()) {
                    JsonWalk.eachElement(json, this::content);
                }
            }
            case "error" -> Optional.ofNullable(RpcErrorFields.read(json)).ifPresent(errors::add);
            default -> {
            }
        }
    }

    private void content(JsonParser json) throws IOException {
        VideoFields video = new VideoFields(spool);
        String[] kind = {""};
        String[] text = {""};
        JsonWalk.eachField(json, (name, value) -> {
            switch (name) {
                case "type" -> kind[0] = JsonWalk.text(value);
                case "text" -> text[0] = JsonWalk.text(value);
                default -> {
                    // Pictures and sound are no results: their bytes are not worth a file.
                    if (kind[0].isEmpty() || kind[0].equals(VIDEO)) {
                        video.field(name, value);
                    }
                }
            }
        });
        switch (kind[0]) {
            case VIDEO -> video.video().ifPresent(videos::add);
            case "text" -> Optional.of(text[0]).filter(words -> !words.isBlank()).ifPresent(texts::add);
            default -> {
            }
        }
    }

    /** Whether the step may hold a result; known for certain when all of it has been read. */
    boolean isOutput() {
        return !NO_OUTPUT.contains(type);
    }

    List<GeneratedVideo> videos() {
        return videos;
    }

    List<String> texts() {
        return texts;
    }

    List<RpcError> errors() {
        return errors;
    }
}
