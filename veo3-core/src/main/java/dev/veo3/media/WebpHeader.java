package dev.veo3.media;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The first chunk of a WebP file: a lossy picture, a lossless one, or the canvas of the extended form. */
final class WebpHeader {

    private static final int RIFF = 0x52494646;
    private static final int WEBP = 0x57454250;
    private static final int LOSSY = 0x56503820;
    private static final int LOSSLESS = 0x5650384c;
    private static final int EXTENDED = 0x56503858;
    private static final int CHUNK = 12;
    private static final int DATA = CHUNK + 8;

    private WebpHeader() {}

    static boolean matches(byte[] head) {
        return head.length >= CHUNK && ByteBuffer.wrap(head).getInt(0) == RIFF
                && ByteBuffer.wrap(head).getInt(8) == WEBP;
    }

    static ImageInfo read(HeaderWindow in) throws IOException {
        long announced = in.u32Little(4) + 8;
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
                yield info(in, in.u16Little(DATA + 6) & 0x3fff, in.u16Little(DATA + 8) & 0x3fff);
            }
            case LOSSLESS -> {
                if (in.u8(DATA) != 0x2f) {
                    throw in.damaged(DATA, "the lossless picture does not begin with its signature");
                }
                long bits = in.u32Little(DATA + 1);
                yield info(in, (int) (bits & 0x3fff) + 1, (int) ((bits >> 14) & 0x3fff) + 1);
            }
            case EXTENDED -> info(in, in.u24Little(DATA + 4) + 1, in.u24Little(DATA + 7) + 1);
            default -> throw in.damaged(CHUNK, "a WebP has no picture in a chunk " + FourCc.text(chunk));
        };
    }

    private static ImageInfo info(HeaderWindow in, int width, int height) {
        if (width == 0 || height == 0) {
            throw in.damaged(DATA, "the picture is %d x %d pixels".formatted(width, height));
        }
        return new ImageInfo(in.path(), ImageFormat.WEBP, width, height, in.size());
    }
}
