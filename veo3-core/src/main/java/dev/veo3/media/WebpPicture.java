// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;

/**
 * Checks the chunks that hold one picture of a WebP: the first bytes of each, which give its size and how its data is divided. The
 * reader stands at the content of the chunk and is not moved.
 */
final class WebpPicture {

    static final int LOSSY = 0x56503820;
    static final int LOSSLESS = 0x5650384c;
    static final int ALPHA = 0x414c5048;

    private static final int LOSSY_HEADER = 10;
    private static final int LOSSLESS_HEADER = 5;
    private static final int KEY_FRAME = 0x2a019d;
    private static final int SIGNATURE = 0x2f;
    private static final int LAST_VERSION = 3;
    private static final int SIDE = 0x3fff;

    private final BlockReader in;
    /** 0 when any size is right. */
    private final long width;
    private final long height;

    WebpPicture(BlockReader in, long width, long height) {
        this.in = in;
        this.width = width;
        this.height = height;
    }

    /** A lossy picture: a VP8 key frame (RFC 6386, section 9.1). */
    void lossy(long at, long size) throws IOException {
        require(size >= LOSSY_HEADER, at, "the lossy picture has only " + size + " bytes");
        in.need(LOSSY_HEADER, "a picture");
        int tag = in.u24Little(0);
        int version = tag >> 1 & 7;
        long firstPart = tag >> 5;
        require((tag & 1) == 0 && in.u24Little(3) == KEY_FRAME, at,
                "the lossy picture does not begin with a key frame");
        require(version <= LAST_VERSION, at, "the lossy picture has the version " + version);
        require((tag >> 4 & 1) == 1, at, "the lossy picture is not to be shown");
        require(firstPart <= size - LOSSY_HEADER, at,
                "the first part of the lossy picture has " + firstPart + " bytes, more than it all");
        size(in.u16Little(6) & SIDE, in.u16Little(8) & SIDE, at);
    }

    /** A lossless picture (WebP Lossless Bitstream, section 3). */
    void lossless(long at, long size) throws IOException {
        require(size >= LOSSLESS_HEADER, at, "the lossless picture has only " + size + " bytes");
        in.need(LOSSLESS_HEADER, "a picture");
        require(in.u8(0) == SIGNATURE, at, "the lossless picture does not begin with its signature");
        long bits = in.u32Little(1);
        require(bits >> 29 == 0, at, "the lossless picture has the version " + (bits >> 29));
        size((bits & SIDE) + 1, (bits >> 14 & SIDE) + 1, at);
    }

    /** The transparency of a lossy picture (WebP Container Specification, "Alpha"). */
    void alpha(long at, long size) throws IOException {
        require(size >= 1, at, "the transparency has no content");
        in.need(1, "a picture");
        int coding = in.u8(0);
        int compression = coding & 3;
        boolean known = compression <= 1 && (coding >> 4 & 3) <= 1 && coding >> 6 <= 1;
        require(known, at, "the transparency is coded as " + coding + ", which there is not");
        require(compression != 0 || size - 1 >= width * height, at,
                "the transparency has " + size + " bytes, fewer than the picture has pixels");
    }

    private void size(long actualWidth, long actualHeight, long at) {
        boolean right = width == 0 || (width == actualWidth && height == actualHeight);
        if (!right || actualWidth == 0 || actualHeight == 0) {
            throw in.damaged(at, "the picture is %d x %d pixels, but %d x %d are announced".formatted(actualWidth,
                    actualHeight, width, height));
        }
    }

    private void require(boolean condition, long at, String what) {
        if (!condition) {
            throw in.damaged(at, what);
        }
    }
}
