package dev.veo3.emulator.wire;

import dev.veo3.emulator.clip.ClipShape;
import java.util.Map;
import java.util.Optional;

/**
 * A checked request for videos: what the emulator needs to know of it, without the media that came along.
 *
 * @param prompt what the video should show; empty where the service allows none
 * @param labels the labels for billing
 * @param seconds how many seconds are generated (7 for an extension)
 * @param frames length of the result, in frames: for an extension the input's and the seven new seconds
 * @param shape size of the picture
 * @param sound whether the result has sound
 * @param samples how many videos
 * @param storage where they go; empty means that they come in the answer
 */
public record VeoRequest(String prompt, Map<String, String> labels, int seconds, int frames, ClipShape shape,
        boolean sound, int samples, Optional<StorageFolder> storage) {

    /** A request with immutable labels. */
    public VeoRequest {
        labels = Map.copyOf(labels);
    }
}
