package dev.veo3.media;

import java.io.IOException;

/** The markers of a JPEG file up to its frame header; EXIF data, colour profiles and comments before it are skipped. */
final class JpegHeader {

    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;

    private JpegHeader() {}

    static boolean matches(byte[] head) {
        return head.length >= 3 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == START_OF_IMAGE
                && (head[2] & 0xff) == 0xff;
    }

    static ImageInfo read(HeaderWindow in) throws IOException {
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
                return frame(in, at, length);
            }
            at += length;
        }
    }

    private static ImageInfo frame(HeaderWindow in, long at, int length) throws IOException {
        int height = in.u16(at + 3);
        int width = in.u16(at + 5);
        if (length < 8 || width == 0 || height == 0) {
            throw in.damaged(at, "the frame header gives no size: %d x %d pixels".formatted(width, height));
        }
        return new ImageInfo(in.path(), ImageFormat.JPEG, width, height, in.size());
    }

    /** The frame headers of all codings. Between them lie tables (c4, cc) and an extension (c8). */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static boolean standsAlone(int marker) {
        return marker == 0x01 || (marker >= 0xd0 && marker <= START_OF_IMAGE);
    }
}
