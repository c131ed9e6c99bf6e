// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;

/**
 * Checks a WebP: that its chunks fill it to its end, that those of the extended form come in order and are those that it
 * announces, and that each picture is as large as it must be. A WebP has no checksum: that a picture's data is what it was cannot
 * be said. By the WebP Container Specification; chunks that it does not know may stand anywhere.
 */
final class WebpCheck {

    private static final int ICCP = 0x49434350;
    private static final int ANIM = 0x414e494d;
    private static final int ANMF = 0x414e4d46;
    private static final int EXIF = 0x45584946;
    private static final int XMP = 0x584d5020;
    private static final int VP8X = 0x56503858;

    private static final int HAS_ICCP = 0x20;
    private static final int HAS_ALPHA = 0x10;
    private static final int HAS_EXIF = 0x08;
    private static final int HAS_XMP = 0x04;
    private static final int IS_ANIMATION = 0x02;
    private static final int FLAGS = HAS_ICCP | HAS_ALPHA | HAS_EXIF | HAS_XMP | IS_ANIMATION;

    private static final int RIFF_HEADER = 12;
    private static final int HEADER = 8;
    private static final int VP8X_BYTES = 10;
    private static final int ANIM_BYTES = 6;
    private static final int ANMF_BYTES = 16;

    private final BlockReader in;
    private boolean extended;
    private int announced;
    private int found;
    private long width;
    private long height;
    private boolean picture;
    private boolean alpha;
    private boolean animated;

    private WebpCheck(BlockReader in) {
        this.in = in;
    }

    /** Where the WebP ends. Throws when it is damaged. */
    static long end(BlockReader in) throws IOException {
        WebpCheck check = new WebpCheck(in);
        in.need(RIFF_HEADER, "its header");
        long end = HEADER + in.u32Little(4);
        in.pass(RIFF_HEADER, "its header");
        boolean first = true;
        while (in.at() < end) {
            check.chunk(end, first);
            first = false;
        }
        check.complete(end);
        return end;
    }

    private void chunk(long end, boolean first) throws IOException {
        long at = in.at();
        long size = header(at, end);
        int type = in.i32(0);
        in.pass(HEADER, "a chunk");
        long content = in.at();
        if (first && type == VP8X) {
            extended(at, size);
        } else {
            boolean known = switch (type) {
                case WebpPicture.ALPHA -> alpha(at, size);
                case WebpPicture.LOSSY, WebpPicture.LOSSLESS -> picture(type, at, size);
                case ANIM -> animation(at, size);
                case ANMF -> frame(at, size);
                case ICCP -> announced(type, HAS_ICCP, at) && inOrder(type, !picture && !animated, at);
                case EXIF -> announced(type, HAS_EXIF, at);
                case XMP -> announced(type, HAS_XMP, at);
                default -> false;
            };
            if (first && !known) {
                throw in.damaged(at, "a WebP does not begin with the chunk " + FourCc.text(type));
            }
        }
        rest(content, size);
    }

    /** Checks that the chunk that begins here ends where it may, and returns how many bytes its content has. */
    private long header(long at, long end) throws IOException {
        if (end - at < HEADER) {
            throw in.damaged(at, "%d bytes are left where a chunk begins".formatted(end - at));
        }
        in.need(HEADER, "a chunk");
        long size = in.u32Little(4);
        if (size + size % 2 > end - at - HEADER) {
            throw in.damaged(at,
                    "the chunk %s says that it has %d bytes and goes beyond what it is in, which ends at byte %d"
                            .formatted(FourCc.text(in.i32(0)), size, end));
        }
        return size;
    }

    /** Goes over what is left of the content that begins here, and the byte that makes its length even. */
    private void rest(long content, long size) throws IOException {
        in.pass(content + size - in.at(), "a chunk");
        if (size % 2 != 0) {
            in.need(1, "a chunk");
            if (in.u8(0) != 0) {
                throw in.damaged(in.at(), "the byte that fills up a chunk is not 0");
            }
            in.pass(1, "a chunk");
        }
    }

    private void extended(long at, long size) throws IOException {
        requireSize("VP8X", size >= VP8X_BYTES, size, at);
        in.need(VP8X_BYTES, "a chunk");
        extended = true;
        announced = in.u8(0);
        width = in.u24Little(4) + 1L;
        height = in.u24Little(7) + 1L;
        if ((announced & ~FLAGS) != 0 || width * height > 0xffff_ffffL) {
            throw in.damaged(at,
                    "the header announces %02x and %d x %d pixels, which cannot be".formatted(announced, width,
                            height));
        }
    }

    private boolean picture(int type, long at, long size) throws IOException {
        inOrder(type, !picture && !isAnimation(), at);
        bitstream(type, new WebpPicture(in, width, height), at, size);
        picture = true;
        return true;
    }

    private void bitstream(int type, WebpPicture shape, long at, long size) throws IOException {
        if (type == WebpPicture.LOSSY) {
            shape.lossy(at, size);
        } else {
            shape.lossless(at, size);
        }
    }

    private boolean alpha(long at, long size) throws IOException {
        inOrder(WebpPicture.ALPHA, !picture && !alpha && !isAnimation(), at);
        announced(WebpPicture.ALPHA, HAS_ALPHA, at);
        new WebpPicture(in, width, height).alpha(at, size);
        alpha = true;
        return true;
    }

    private boolean animation(long at, long size) {
        announced(ANIM, IS_ANIMATION, at);
        inOrder(ANIM, !picture && !animated, at);
        requireSize("ANIM", size >= ANIM_BYTES, size, at);
        animated = true;
        return true;
    }

    private boolean frame(long at, long size) throws IOException {
        announced(ANMF, IS_ANIMATION, at);
        inOrder(ANMF, animated, at);
        requireSize("ANMF", size >= ANMF_BYTES, size, at);
        in.need(ANMF_BYTES, "a frame");
        long left = in.u24Little(0) * 2L;
        long top = in.u24Little(3) * 2L;
        long frameWidth = in.u24Little(6) + 1L;
        long frameHeight = in.u24Little(9) + 1L;
        if (left + frameWidth > width || top + frameHeight > height) {
            throw in.damaged(at, "a frame of %d x %d pixels at %d, %d does not fit the picture".formatted(frameWidth,
                    frameHeight, left, top));
        }
        long end = in.at() + size;
        in.pass(ANMF_BYTES, "a frame");
        WebpPicture shape = new WebpPicture(in, frameWidth, frameHeight);
        boolean shown = false;
        while (in.at() < end) {
            shown |= part(shape, shown, end);
        }
        if (!shown) {
            throw in.damaged(at, "a frame of the animation has no picture");
        }
        picture = true;
        return true;
    }

    /** Takes one chunk inside a frame and says whether it was its picture. */
    private boolean part(WebpPicture shape, boolean shown, long end) throws IOException {
        long at = in.at();
        long size = header(at, end);
        int type = in.i32(0);
        in.pass(HEADER, "a chunk");
        long content = in.at();
        boolean bitstream = type == WebpPicture.LOSSY || type == WebpPicture.LOSSLESS;
        if (bitstream) {
            inOrder(type, !shown, at);
            bitstream(type, shape, at, size);
        } else if (type == WebpPicture.ALPHA) {
            inOrder(type, !shown, at);
            announced(type, HAS_ALPHA, at);
            shape.alpha(at, size);
        }
        rest(content, size);
        return bitstream;
    }

    private boolean isAnimation() {
        return (announced & IS_ANIMATION) != 0;
    }

    /** Notes that this chunk is there, of which the header must have a flag. */
    private boolean announced(int type, int flag, long at) {
        if (!extended || (announced & flag) == 0) {
            throw in.damaged(at, "the header does not announce the chunk " + FourCc.text(type));
        }
        found |= flag;
        return true;
    }

    private boolean inOrder(int type, boolean condition, long at) {
        if (!condition) {
            throw in.damaged(at, "the chunk %s does not belong here".formatted(FourCc.text(type)));
        }
        return true;
    }

    private void requireSize(String type, boolean condition, long size, long at) {
        if (!condition) {
            throw in.damaged(at, "the chunk %s has %d bytes".formatted(type, size));
        }
    }

    private void complete(long end) {
        if (!picture) {
            throw in.damaged(end, "the file ends without a picture");
        }
        // Transparency may stand in a lossless picture itself.
        int missing = announced & ~found & ~HAS_ALPHA;
        if (missing != 0) {
            throw in.damaged(end, "the header announces a chunk that is not there: " + name(missing));
        }
    }

    private static String name(int flags) {
        return (flags & HAS_ICCP) != 0
                ? "ICCP"
                : (flags & IS_ANIMATION) != 0 ? "ANMF" : (flags & HAS_EXIF) != 0 ? "EXIF" : "XMP";
    }
}
