// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;

/**
 * The first chunk of a WebP file: a lossy picture, a lossless one, or the canvas of the extended form, whose other chunks
 * are then looked at.
 */
final class WebpHeader {

    private static final int RIFF = 0x52494646;
    private static final int WEBP = 0x57454250;
    private static final int LOSSY = 0x56503820;
    private static final int LOSSLESS = 0x5650384c;
    private static final int EXTENDED = 0x56503858;
    private static final int FRAME = 0x414e4d46;
    private static final int ALPHA = 0x414c5048;
    private static final int EXIF = 0x45584946;
    private static final int CHUNK = 12;
    private static final int HEADER = 8;
    private static final int DATA = CHUNK + HEADER;
    private static final int CANVAS_BYTES = 10;
    /** Place, size and time of one picture of an animation. */
    private static final int FRAME_BYTES = 16;
    private static final int HAS_ALPHA = 0x10;
    private static final int HAS_EXIF = 0x08;
    private static final int IS_ANIMATED = 0x02;
    private static final int BIT_DEPTH = 8;
    private static final int CHUNKS = 256;

    private WebpHeader() {}

    static boolean matches(HeaderWindow in) throws IOException {
        return in.size() >= CHUNK && in.i32(0) == RIFF && in.i32(8) == WEBP;
    }

    static ImageInfo read(HeaderWindow in) throws IOException {
        long announced = in.u32Little(4) + HEADER;
        if (announced > in.size()) {
            throw in.damaged(in.size(), "the file is cut off: it announces %d bytes and has %d".formatted(announced,
                    in.size()));
        }
        int chunk = in.i32(CHUNK);
        return switch (chunk) {
            case LOSSY -> {
                // The lowest bit of the frame's tag is 0 in a key frame, and a picture is one.
                if ((in.u8(DATA) & 1) != 0 || in.u24Little(DATA + 3) != 0x2a019d) {
                    throw in.damaged(DATA, "the lossy picture does not begin with a key frame");
                }
                yield info(in, in.u16Little(DATA + 6) & 0x3fff, in.u16Little(DATA + 8) & 0x3fff, ColorType.YCBCR,
                        false);
            }
            case LOSSLESS -> {
                if (in.u8(DATA) != 0x2f) {
                    throw in.damaged(DATA, "the lossless picture does not begin with its signature");
                }
                long bits = in.u32Little(DATA + 1);
                yield info(in, (int) (bits & 0x3fff) + 1, (int) ((bits >> 14) & 0x3fff) + 1, ColorType.RGB,
                        (bits >> 28 & 1) != 0);
            }
            case EXTENDED -> extended(in, announced);
            default -> throw in.damaged(CHUNK, "a WebP has no picture in a chunk " + FourCc.text(chunk));
        };
    }

    private static ImageInfo info(HeaderWindow in, int width, int height, ColorType colorType, boolean alpha) {
        if (width == 0 || height == 0) {
            throw in.damaged(DATA, "the picture is %d x %d pixels".formatted(width, height));
        }
        return ImageInfo.stored(in, ImageFormat.WEBP, width, height, BIT_DEPTH, colorType, alpha, false,
                Orientation.NORMAL);
    }

    private static ImageInfo extended(HeaderWindow in, long end) throws IOException {
        int flags = in.u8(DATA);
        int width = in.u24Little(DATA + 4) + 1;
        int height = in.u24Little(DATA + 7) + 1;
        ColorType colorType = null;
        boolean hasExif = (flags & HAS_EXIF) != 0;
        Orientation orientation = Orientation.NORMAL;
        long at = DATA + CANVAS_BYTES;
        for (int looked = 1; looked < CHUNKS && (colorType == null || hasExif) && at + HEADER <= end; looked++) {
            long length = in.u32Little(at + 4);
            long data = at + HEADER;
            switch (in.i32(at)) {
                case LOSSY, LOSSLESS, ALPHA -> colorType = colorType == null ? colorType(in.i32(at)) : colorType;
                case FRAME -> colorType = colorType == null ? colorType(in.i32(data + FRAME_BYTES)) : colorType;
                case EXIF -> {
                    orientation = ExifData.orientation(in, data, data + length);
                    hasExif = false;
                }
                default -> {
                }
            }
            // A chunk of an odd length is followed by a byte that fills up.
            at = data + length + (length & 1);
        }
        if (colorType == null) {
            throw in.damaged(Math.min(at, in.size()), "the file has no picture in it");
        }
        return ImageInfo.stored(in, ImageFormat.WEBP, width, height, BIT_DEPTH, colorType, (flags & HAS_ALPHA) != 0,
                (flags & IS_ANIMATED) != 0, orientation);
    }

    /** What a chunk of this type holds; a picture that has its alpha in a chunk of its own is lossy. */
    private static ColorType colorType(int type) {
        return type == LOSSLESS ? ColorType.RGB : ColorType.YCBCR;
    }
}
