// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;

/** The markers of a JPEG file up to its frame header; what does not tell of the picture is skipped. */
final class JpegHeader {

    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int JFIF_SEGMENT = 0xe0;
    private static final int EXIF_SEGMENT = 0xe1;
    private static final int ADOBE_SEGMENT = 0xee;
    private static final int JFIF = 0x4a464946;
    private static final int ADOBE = 0x41646f62;
    private static final int ADOBE_BYTES = 12;
    private static final int FRAME_BYTES = 8;
    private static final int COMPONENT_BYTES = 3;
    private static final int NONE = -1;

    private final HeaderWindow in;
    private boolean jfif;
    /** What Adobe's programs note of the colours: 0 as they are, 1 YCbCr, 2 YCCK. */
    private int transform = NONE;
    private boolean hasExif;
    private Orientation orientation = Orientation.NORMAL;

    private JpegHeader(HeaderWindow in) {
        this.in = in;
    }

    static boolean matches(HeaderWindow in) throws IOException {
        return in.size() >= 3 && in.u16(0) == (0xff00 | START_OF_IMAGE) && in.u8(2) == 0xff;
    }

    static ImageInfo read(HeaderWindow in) throws IOException {
        return new JpegHeader(in).image();
    }

    private ImageInfo image() throws IOException {
        long at = 2;
        while (true) {
            if (in.u8(at) != 0xff) {
                throw in.damaged(at, "a JPEG has a marker here, but this one has " + Integer.toHexString(in.u8(at)));
            }
            long marked = at;
            int marker;
            do {
                // Any number of ff may fill up the place before a marker.
                marker = in.u8(++at);
            } while (marker == 0xff);
            at++;
            if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
                throw in.damaged(marked, "the picture's data begins without a header that gives its size");
            }
            if (standsAlone(marker)) {
                continue;
            }
            int length = in.u16(at);
            if (marker == 0 || length < 2) {
                throw in.damaged(marked, "there is no JPEG segment here");
            }
            if (isFrame(marker)) {
                return frame(at, length);
            }
            if (at + length > in.size()) {
                throw in.damaged(marked, "the segment goes beyond the end of the file, which has only %d bytes"
                        .formatted(in.size()));
            }
            segment(marker, at + 2, at + length);
            at += length;
        }
    }

    private void segment(int marker, long start, long end) throws IOException {
        switch (marker) {
            case JFIF_SEGMENT -> jfif |= end - start >= 5 && in.i32(start) == JFIF;
            case ADOBE_SEGMENT -> {
                if (end - start >= ADOBE_BYTES && in.i32(start) == ADOBE) {
                    transform = in.u8(start + ADOBE_BYTES - 1);
                }
            }
            case EXIF_SEGMENT -> {
                if (!hasExif && ExifData.isNamed(in, start, end)) {
                    hasExif = true;
                    orientation = ExifData.orientation(in, start, end);
                }
            }
            default -> {
            }
        }
    }

    private ImageInfo frame(long at, int length) throws IOException {
        int bitDepth = in.u8(at + 2);
        int height = in.u16(at + 3);
        int width = in.u16(at + 5);
        if (length < FRAME_BYTES || width == 0 || height == 0) {
            throw in.damaged(at, "the frame header gives no size: %d x %d pixels".formatted(width, height));
        }
        int components = in.u8(at + 7);
        if (length < FRAME_BYTES + components * COMPONENT_BYTES || bitDepth < 2 || bitDepth > 16) {
            throw in.damaged(at, "the frame header has %d bytes for %d channels of %d bits".formatted(length,
                    components, bitDepth));
        }
        ColorType colorType = switch (components) {
            case 1 -> ColorType.GRAY;
            case 3 -> threeChannels(at + FRAME_BYTES);
            case 4 -> transform == 2 ? ColorType.YCCK : ColorType.CMYK;
            default -> throw in.damaged(at, "the picture has %d channels, and a JPEG has 1, 3 or 4"
                    .formatted(components));
        };
        return ImageInfo.stored(in, ImageFormat.JPEG, width, height, bitDepth, colorType, false, false, orientation);
    }

    /**
     * JFIF files are always YCbCr; otherwise Adobe's note counts; without either, channels that are called R, G and B are. So
     * all common decoders read it.
     */
    private ColorType threeChannels(long first) throws IOException {
        if (jfif) {
            return ColorType.YCBCR;
        }
        boolean named = in.u8(first) == 'R' && in.u8(first + COMPONENT_BYTES) == 'G'
                && in.u8(first + 2 * COMPONENT_BYTES) == 'B';
        return transform == 0 || (transform == NONE && named) ? ColorType.RGB : ColorType.YCBCR;
    }

    /** The frame headers of all codings. Between them lie tables (c4, cc) and an extension (c8). */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static boolean standsAlone(int marker) {
        return marker == 0x01 || (marker >= 0xd0 && marker <= START_OF_IMAGE);
    }
}
