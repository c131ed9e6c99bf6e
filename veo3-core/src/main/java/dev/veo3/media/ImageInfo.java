package dev.veo3.media;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An image: its format, its size in pixels as stored (an orientation noted in EXIF data is not applied) and in bytes.
 *
 * @param path the file, as it was given to the inspector
 * @param format the format of the content, whatever the file is called
 * @param width the width in pixels, at least 1; of an animation, the width of its canvas
 * @param height the height in pixels, at least 1; of an animation, the height of its canvas
 * @param sizeBytes the size of the file in bytes
 */
public record ImageInfo(Path path, ImageFormat format, int width, int height, long sizeBytes) implements MediaInfo {

    @Override
    public String mimeType() {
        return format.mimeType();
    }

    @Override
    public Optional<String> extensionMismatch() {
        return Extension.mismatch(path, mimeType(), format.extensions());
    }
}
