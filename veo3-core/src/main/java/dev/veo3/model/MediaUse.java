// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import dev.veo3.media.ImageInfo;
import dev.veo3.media.VideoInfo;
import java.util.List;

/**
 * What files are to be in a request.
 *
 * @since 1.0
 */
public sealed interface MediaUse {

    /** A picture that a video begins with, or that is referred to, or that masks a part of a video. */
    record Image(ImageInfo image) implements MediaUse {}

    /** The first and the last picture of a video. */
    record Frames(ImageInfo first, ImageInfo last) implements MediaUse {}

    /**
     * Pictures and clips of persons, things or places.
     *
     * @param images pictures, in the order of the request
     * @param clips videos, in the order of the request
     */
    record References(List<ImageInfo> images, List<VideoInfo> clips) implements MediaUse {

        /** Copies the lists. */
        public References {
            images = List.copyOf(images);
            clips = List.copyOf(clips);
        }
    }

    /** A clip that is referred to. */
    record Clip(VideoInfo video) implements MediaUse {}

    /** A video that is to go on. */
    record Extension(VideoInfo video) implements MediaUse {}

    /** A video that is to be changed. */
    record Edit(VideoInfo video) implements MediaUse {}
}
