// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What a request with references may ask for.
 *
 * @param images how many pictures of persons, things or places
 * @param videos how many short clips of them
 * @param length the only length that such a video may have; empty when it may have any that the model makes
 * @since 1.0
 */
public record ReferenceLimit(int images, int videos, Optional<Duration> length) {

    /** No references. */
    public static final ReferenceLimit NONE = new ReferenceLimit(0, 0, Optional.empty());

    /** No number is negative. */
    public ReferenceLimit {
        if (images < 0 || videos < 0) {
            throw new IllegalArgumentException("A number of references is not negative: " + images + ", " + videos);
        }
    }
}
