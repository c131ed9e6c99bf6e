// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import dev.veo3.media.ImageFormat;
import dev.veo3.media.VideoContainer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a model takes of pictures and videos that are given as files. An empty set or value means that nothing is known, and
 * nothing is checked.
 *
 * @param imageTypes the formats of pictures
 * @param imageBytes the size of the largest picture, in bytes
 * @param extensionTypes the containers of videos that are to be extended
 * @param extensionLength how long such a video may be
 * @param extensionResolutions how large such a video may be
 * @param editLength how long a video may be that is to be changed
 * @param clipLength how long a clip may be that is referred to
 * @since 1.0
 */
public record MediaLimits(Set<ImageFormat> imageTypes, OptionalLong imageBytes, Set<VideoContainer> extensionTypes,
        Optional<DurationRule.Between> extensionLength, Set<Resolution> extensionResolutions,
        Optional<DurationRule.Between> editLength, Optional<DurationRule.Between> clipLength) {

    /** Nothing is known. */
    public static final MediaLimits UNKNOWN = new MediaLimits(Set.of(), OptionalLong.empty(), Set.of(),
            Optional.empty(), Set.of(), Optional.empty(), Optional.empty());

    /** Copies the sets. */
    public MediaLimits {
        imageTypes = Set.copyOf(imageTypes);
        extensionTypes = Set.copyOf(extensionTypes);
        extensionResolutions = Set.copyOf(extensionResolutions);
    }
}
