// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.operation;

import dev.veo3.emulator.clip.ClipLoop;
import dev.veo3.emulator.clip.ClipShape;
import dev.veo3.emulator.clip.MovieHeader;
import java.math.BigDecimal;
import java.util.Map;

/**
 * A checked request for videos: what the emulator needs to know of it, without the media that came along.
 *
 * @param prompt what the video should show; empty where the service allows none
 * @param labels the labels for billing
 * @param images how many images came along
 * @param seconds how many seconds are generated and billed, of each video
 * @param frames length of the result, in frames: for an extension the input's and the new seconds
 * @param shape size of the picture
 * @param sound whether the result has sound
 * @param samples how many videos
 * @param destination where they go
 */
public record VideoOrder(String prompt, Map<String, String> labels, int images, BigDecimal seconds, int frames,
        ClipShape shape, boolean sound, int samples, Destination destination) {

    /** An order with immutable labels. */
    public VideoOrder {
        labels = Map.copyOf(labels);
    }

    /** How many frames a video of this length has. */
    public static int frames(double seconds) {
        return (int) Math.round(seconds * ClipLoop.FRAMES_PER_SECOND);
    }

    /** What an extension needs to know of each video. */
    public MovieHeader header() {
        return new MovieHeader((double) frames / ClipLoop.FRAMES_PER_SECOND, shape.width(), shape.height());
    }
}
