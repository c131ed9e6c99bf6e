// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import java.util.Locale;

/**
 * How Gemini Omni hands over its video.
 *
 * @since 1.0
 */
public enum Delivery {
    /** Its bytes in the answer. The service documents this for videos of up to 4 MB. */
    INLINE,
    /** An address in the answer, from which it is fetched. The Gemini API keeps it for two days. */
    URI;

    /** The name that the service uses. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
