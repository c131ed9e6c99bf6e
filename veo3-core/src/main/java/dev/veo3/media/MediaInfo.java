// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a media file says about itself in its headers. {@link MediaInspector} makes these. Read them by their accessors
 * rather than by taking a record apart: later versions may add components. Immutable.
 *
 * @since 1.0
 */
public sealed interface MediaInfo permits ImageInfo, VideoInfo {

    /** The file, as it was given to the inspector. */
    Path path();

    /** The size of the file in bytes. */
    long sizeBytes();

    /** The width in pixels as the picture is shown. */
    int width();

    /** The height in pixels as the picture is shown. */
    int height();

    /** The media type of the content, such as {@code image/png}, whatever the file is called. */
    String mimeType();

    /**
     * What is wrong with the file's name: a sentence when the name has an extension that does not belong to the content,
     * otherwise empty. A name without an extension promises nothing and is never wrong.
     */
    Optional<String> extensionMismatch();
}
