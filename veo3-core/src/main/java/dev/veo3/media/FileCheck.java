// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.MediaException.Reason;
import dev.veo3.media.Verification.Depth;
import java.io.IOException;

/** Checks an open file, whatever its format is. */
final class FileCheck {

    private FileCheck() {}

    static Verification of(MediaFile file, Depth depth) throws IOException {
        try {
            MediaInfo info = MediaInspector.read(file);
            long end = switch (info) {
                case ImageInfo image -> image(image.format(), file, depth);
                case VideoInfo video -> MovieCheck.end(file, depth);
            };
            return new Verification.Intact(info, file.size() - end);
        } catch (MediaException e) {
            if (e.reason() != Reason.DAMAGED) {
                throw e;
            }
            return new Verification.Damaged(file.path(), e.offset().orElseThrow(), e.problem());
        }
    }

    private static long image(ImageFormat format, MediaFile file, Depth depth) throws IOException {
        try (BlockReader in = new BlockReader(file)) {
            return switch (format) {
                case PNG -> PngCheck.end(in, depth);
                case JPEG -> JpegCheck.end(in);
                case WEBP -> WebpCheck.end(in);
            };
        }
    }
}
