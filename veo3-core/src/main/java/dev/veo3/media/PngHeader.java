// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.util.zip.CRC32;

/** A PNG file up to its picture's data: the signature, the chunk IHDR and the chunks that follow it. */
final class PngHeader {

    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int IHDR = 0x49484452;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454e44;
    private static final int TRNS = 0x74524e53;
    private static final int ACTL = 0x6163544c;
    private static final int EXIF = 0x65584966;
    private static final int CHUNK = 8;
    private static final int DATA = CHUNK + 8;
    private static final int IHDR_BYTES = 13;
    /** Length, type and checksum. */
    private static final int AROUND_DATA = 12;
    /** More stand before the picture's data in no file that a usual program writes. */
    private static final int CHUNKS = 256;

    private final HeaderWindow in;
    private boolean alpha;
    private boolean animated;
    private Orientation orientation = Orientation.NORMAL;

    private PngHeader(HeaderWindow in) {
        this.in = in;
    }

    static boolean matches(HeaderWindow in) throws IOException {
        return in.size() >= CHUNK && in.i64(0) == SIGNATURE;
    }

    static ImageInfo read(HeaderWindow in) throws IOException {
        return new PngHeader(in).image();
    }

    private ImageInfo image() throws IOException {
        if (in.u32(CHUNK) != IHDR_BYTES || in.i32(CHUNK + 4) != IHDR) {
            throw in.damaged(CHUNK, "a PNG begins with an IHDR chunk of 13 bytes, but this one has the chunk "
                    + FourCc.text(in.i32(CHUNK + 4)) + " of " + in.u32(CHUNK) + " bytes");
        }
        CRC32 crc = new CRC32();
        crc.update(in.bytes(CHUNK + 4, 4 + IHDR_BYTES));
        if (crc.getValue() != in.u32(DATA + IHDR_BYTES)) {
            throw in.damaged(CHUNK, "the checksum of the IHDR chunk is wrong");
        }
        int width = in.i32(DATA);
        int height = in.i32(DATA + 4);
        if (width <= 0 || height <= 0) {
            throw in.damaged(DATA, "the picture is %s x %s pixels".formatted(Integer.toUnsignedString(width),
                    Integer.toUnsignedString(height)));
        }
        int bitDepth = in.u8(DATA + 8);
        ColorType colorType = colorType(in.u8(DATA + 9), bitDepth);
        chunks();
        return ImageInfo.stored(in, ImageFormat.PNG, width, height, bitDepth, colorType, alpha, animated, orientation);
    }

    /** The kinds of pixels that there are: table 11.1 of the PNG specification. */
    private ColorType colorType(int number, int bitDepth) {
        alpha = number == 4 || number == 6;
        boolean known = switch (bitDepth) {
            case 1, 2, 4 -> number == 0 || number == 3;
            case 8 -> number == 0 || number == 2 || number == 3 || alpha;
            case 16 -> number == 0 || number == 2 || alpha;
            default -> false;
        };
        if (!known) {
            throw in.damaged(DATA + 8, "a PNG has no pixels of color type %d with %d bits".formatted(number,
                    bitDepth));
        }
        return switch (number) {
            case 0, 4 -> ColorType.GRAY;
            case 3 -> ColorType.INDEXED;
            default -> ColorType.RGB;
        };
    }

    private void chunks() throws IOException {
        long at = DATA + IHDR_BYTES + 4;
        for (int looked = 1; looked < CHUNKS; looked++) {
            long length = in.u32(at);
            int type = in.i32(at + 4);
            if (!isName(type)) {
                throw in.damaged(at, "there is no PNG chunk here");
            }
            if (length + AROUND_DATA > in.size() - at) {
                throw in.damaged(at, "the chunk %s of %d bytes goes beyond the end of the file, which has only %d bytes"
                        .formatted(FourCc.text(type), length, in.size()));
            }
            switch (type) {
                case IDAT -> {
                    return;
                }
                case IEND -> throw in.damaged(at, "the file has no picture in it");
                case TRNS -> alpha = true;
                case ACTL -> animated = true;
                case EXIF -> orientation = ExifData.orientation(in, at + 8, at + 8 + length);
                default -> {
                }
            }
            at += length + AROUND_DATA;
        }
    }

    /** Whether these are four letters of ASCII. */
    private static boolean isName(int type) {
        for (int shift = 0; shift < 32; shift += 8) {
            int letter = (type >>> shift) & 0xdf;
            if (letter < 'A' || letter > 'Z') {
                return false;
            }
        }
        return true;
    }
}
