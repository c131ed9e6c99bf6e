package dev.veo3.media;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;

/** The signature of a PNG file and its first chunk, IHDR. */
final class PngHeader {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int IHDR = 0x49484452;
    private static final int CHUNK = SIGNATURE.length;
    private static final int IHDR_BYTES = 13;

    private PngHeader() {}

    static boolean matches(byte[] head) {
        return head.length >= CHUNK && Arrays.equals(head, 0, CHUNK, SIGNATURE, 0, CHUNK);
    }

    static ImageInfo read(HeaderWindow in) throws IOException {
        if (in.u32(CHUNK) != IHDR_BYTES || in.i32(CHUNK + 4) != IHDR) {
            throw in.damaged(CHUNK, "a PNG begins with an IHDR chunk of 13 bytes, but this one has the chunk "
                    + FourCc.text(in.i32(CHUNK + 4)) + " of " + in.u32(CHUNK) + " bytes");
        }
        CRC32 crc = new CRC32();
        crc.update(in.bytes(CHUNK + 4, 4 + IHDR_BYTES));
        if (crc.getValue() != in.u32(CHUNK + 8 + IHDR_BYTES)) {
            throw in.damaged(CHUNK, "the checksum of the IHDR chunk is wrong");
        }
        int width = in.i32(CHUNK + 8);
        int height = in.i32(CHUNK + 12);
        if (width <= 0 || height <= 0) {
            throw in.damaged(CHUNK + 8, "the picture is %s x %s pixels".formatted(Integer.toUnsignedString(width),
                    Integer.toUnsignedString(height)));
        }
        return new ImageInfo(in.path(), ImageFormat.PNG, width, height, in.size());
    }
}
