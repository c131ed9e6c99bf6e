// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.util.List;

/**
 * The image formats that the video models take.
 *
 * @since 1.0
 */
public enum ImageFormat {
    /** Portable Network Graphics. */
    PNG("image/png", "png"),
    /** JPEG, baseline, progressive or lossless. */
    JPEG("image/jpeg", "jpg", "jpeg", "jpe", "jfif"),
    /** WebP, lossy or lossless, with or without alpha and animation. */
    WEBP("image/webp", "webp");

    private final String mimeType;
    @SuppressWarnings("ImmutableEnumChecker") // List.of makes lists that cannot be changed.
    private final List<String> extensions;

    ImageFormat(String mimeType, String... extensions) {
        this.mimeType = mimeType;
        this.extensions = List.of(extensions);
    }

    /** The media type, such as {@code image/png}. */
    public String mimeType() {
        return mimeType;
    }

    /** The extensions of files in this format, in lower case without the dot, the usual one first. */
    public List<String> extensions() {
        return extensions;
    }
}
