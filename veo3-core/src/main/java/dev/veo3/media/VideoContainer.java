// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.util.List;

/**
 * The video containers that the video models take.
 *
 * @since 1.0
 */
public enum VideoContainer {
    /** MP4 (ISO base media), whatever its brand, unless that is QuickTime's. */
    MP4("video/mp4", "mp4", "m4v"),
    /** QuickTime, the form that MP4 comes from: brand {@code qt}, or no brand at all in its oldest files. */
    QUICKTIME("video/quicktime", "mov", "qt");

    private final String mimeType;
    @SuppressWarnings("ImmutableEnumChecker") // List.of makes lists that cannot be changed.
    private final List<String> extensions;

    VideoContainer(String mimeType, String... extensions) {
        this.mimeType = mimeType;
        this.extensions = List.of(extensions);
    }

    /** The media type, such as {@code video/mp4}. */
    public String mimeType() {
        return mimeType;
    }

    /** The extensions of files in this container, in lower case without the dot, the usual one first. */
    public List<String> extensions() {
        return extensions;
    }
}
