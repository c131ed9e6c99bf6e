// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An image: what its headers say of the picture. Alpha, animation and orientation are told as far as {@link
 * MediaInspector#inspect} looks for them.
 *
 * @param path the file, as it was given to the inspector
 * @param format the format of the content, whatever the file is called
 * @param width the width in pixels as shown, so after {@code orientation}, at least 1; of an animation, that of its canvas
 * @param height the height in pixels as shown, so after {@code orientation}, at least 1; of an animation, that of its canvas
 * @param bitDepth the bits of one channel of one pixel, or of a number that points into a palette: 1 to 16
 * @param colorType what the channels mean as stored
 * @param alpha whether pixels can be transparent
 * @param animated whether the file is made to show several pictures in turn
 * @param orientation how the stored picture is turned to be shown
 * @param sizeBytes the size of the file in bytes
 * @since 1.0
 */
public record ImageInfo(Path path, ImageFormat format, int width, int height, int bitDepth, ColorType colorType,
        boolean alpha, boolean animated, Orientation orientation, long sizeBytes) implements MediaInfo {

    /** The picture that is stored with these sides. */
    static ImageInfo stored(HeaderWindow in, ImageFormat format, int width, int height, int bitDepth,
            ColorType colorType, boolean alpha, boolean animated, Orientation orientation) {
        boolean swaps = orientation.swapsSides();
        return new ImageInfo(in.path(), format, swaps ? height : width, swaps ? width : height, bitDepth, colorType,
                alpha, animated, orientation, in.size());
    }

    @Override
    public String mimeType() {
        return format.mimeType();
    }

    @Override
    public Optional<String> extensionMismatch() {
        return Extension.mismatch(path, mimeType(), format.extensions());
    }
}
