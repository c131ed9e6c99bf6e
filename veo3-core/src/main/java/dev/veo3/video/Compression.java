// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import java.util.Locale;

/**
 * How much of the picture Veo gives up for a smaller file.
 *
 * @since 1.0
 */
public enum Compression {
    /** What the eye does not miss. */
    OPTIMIZED,
    /** Nothing. */
    LOSSLESS;

    /** The name that the service uses. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
