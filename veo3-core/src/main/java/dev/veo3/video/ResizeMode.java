// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import java.util.Locale;

/**
 * How Veo fits a picture into a video of another shape.
 *
 * @since 1.0
 */
public enum ResizeMode {
    /** With bars beside it. */
    PAD,
    /** By cutting it off. */
    CROP;

    /** The name that the service uses. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
