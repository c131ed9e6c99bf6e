// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.Verification.Depth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Checks a PNG: the order of its chunks, the checksum of each, and that the picture's data can be unpacked to its size. */
final class PngCheck {

    private static final int SIGNATURE = 8;
    /** Length, name and checksum of a chunk. */
    private static final int FRAME = 12;
    private static final int IHDR_BYTES = 13;
    private static final int MOST_COLORS = 256;
    private static final int COLOR = 3;

    private final BlockReader in;
    private final @Nullable PngPixels pixels;
    private final PngOrder order;
    private final PngFrames frames;
    private final CRC32 crc = new CRC32();
    private PngShape picture = new PngShape(1, 1, 8, 0, false);
    /** The rectangle of the frame of an animation that was begun last. */
    private PngShape frame = picture;
    private boolean data;
    /** Whether a stream of data has been begun and its end not been checked yet. */
    private boolean unfinished;

    private PngCheck(BlockReader in, @Nullable PngPixels pixels) {
        this.in = in;
        this.pixels = pixels;
        this.order = new PngOrder(in);
        this.frames = new PngFrames(in);
    }

    /** Where the PNG ends. Throws when it is damaged. */
    static long end(BlockReader in, Depth depth) throws IOException {
        try (PngPixels pixels = depth == Depth.CONTENT ? new PngPixels() : null) {
            PngCheck check = new PngCheck(in, pixels);
            in.pass(SIGNATURE, "its signature");
            while (!check.chunk()) {
                // Each turn takes one chunk.
            }
            return in.at();
        }
    }

    /** Takes one chunk and says whether it was the last one. */
    private boolean chunk() throws IOException {
        long at = in.at();
        if (in.left() < FRAME) {
            throw in.damaged(in.size(), "the file is cut off before the chunk IEND, with which a PNG ends");
        }
        in.need(8, "a chunk");
        long length = in.u32(0);
        int type = in.i32(4);
        if (!PngOrder.isName(type)) {
            throw in.damaged(at, "a chunk is called " + FourCc.text(type) + ", which is not four letters");
        }
        if (length > Integer.MAX_VALUE) {
            throw in.damaged(at, "the chunk %s says that it has %d bytes, more than a chunk can have"
                    .formatted(FourCc.text(type), length));
        }
        if (length > in.left() - FRAME) {
            throw in.cutOff("the chunk %s, which begins at byte %d and has %d bytes".formatted(FourCc.text(type), at,
                    length));
        }
        in.pass(4, "a chunk");
        switch (type) {
            case PngOrder.IDAT -> data(at, (int) length);
            case PngFrames.FDAT -> frameData(at, (int) length);
            case PngOrder.IHDR -> header(at, (int) length);
            case PngFrames.ACTL -> animation(at, (int) length);
            case PngFrames.FCTL -> frame(at, (int) length);
            default -> other(type, at, (int) length);
        }
        return type == PngOrder.IEND;
    }

    private void header(long at, int length) throws IOException {
        requireLength("IHDR", length, length == IHDR_BYTES, at);
        in.need(4 + IHDR_BYTES, "a chunk");
        PngShape shape = new PngShape(in.u32(4), in.u32(8), in.u8(12), in.u8(13), in.u8(16) == 1);
        int compression = in.u8(14);
        int filter = in.u8(15);
        int interlace = in.u8(16);
        body(at, PngOrder.IHDR, length, 0, null);
        order.next(PngOrder.IHDR, at, shape);
        if (!shape.isPossible() || compression != 0 || filter != 0 || interlace > 1) {
            throw in.damaged(at,
                    ("the header gives depth %d, color type %d, compression %d, filter %d and interlace %d, "
                            + "which do not go together").formatted(shape.depth(), shape.colorType(), compression,
                                    filter,
                                    interlace));
        }
        picture = shape;
    }

    private void data(long at, int length) throws IOException {
        if (!data && pixels != null) {
            pixels.begin(picture);
        }
        data = true;
        unfinished = true;
        frames.picture();
        body(at, PngOrder.IDAT, length, 0, pixels);
        order.next(PngOrder.IDAT, at, picture);
        checkPixels();
    }

    private void frameData(long at, int length) throws IOException {
        if (!frames.animated()) {
            other(PngFrames.FDAT, at, length);
            return;
        }
        requireLength("fdAT", length, length >= PngFrames.FDAT_BYTES, at);
        if (!data) {
            throw in.damaged(at, "data of a frame (fdAT) stands before the picture's own data (IDAT)");
        }
        in.need(4 + PngFrames.FDAT_BYTES, "a chunk");
        long number = in.u32(4);
        boolean first = frames.needsData();
        if (first && pixels != null) {
            pixels.begin(frame);
        }
        unfinished = true;
        body(at, PngFrames.FDAT, length, PngFrames.FDAT_BYTES, pixels);
        order.next(PngFrames.FDAT, at, picture);
        frames.data(number, at);
        checkPixels();
    }

    private void animation(long at, int length) throws IOException {
        requireLength("acTL", length, length == PngFrames.ACTL_BYTES, at);
        in.need(4 + PngFrames.ACTL_BYTES, "a chunk");
        long count = in.u32(4);
        other(PngFrames.ACTL, at, length);
        frames.announce(count, at);
    }

    private void frame(long at, int length) throws IOException {
        if (!frames.animated()) {
            other(PngFrames.FCTL, at, length);
            return;
        }
        requireLength("fcTL", length, length == PngFrames.FCTL_BYTES, at);
        in.need(4 + PngFrames.FCTL_BYTES, "a chunk");
        long number = in.u32(4);
        long[] rectangle = {in.u32(8), in.u32(12), in.u32(16), in.u32(20)};
        other(PngFrames.FCTL, at, length);
        frames.endFrame(at);
        frames.begin(number, rectangle, picture, !data, at);
        frame = picture.sized(rectangle[0], rectangle[1]);
    }

    /** Takes a chunk in which no pixels are. */
    private void other(int type, long at, int length) throws IOException {
        body(at, type, length, 0, null);
        order.next(type, at, picture);
        if (type == PngOrder.PLTE) {
            palette(at, length);
        }
        // The end of the data shows when something else follows; other chunks may stand among those of a frame.
        if (unfinished && (type == PngOrder.IEND || type == PngFrames.FCTL)) {
            unfinished = false;
            if (pixels != null) {
                pixels.checkEnd(in, at);
            }
        }
        if (type == PngOrder.IEND) {
            requireLength("IEND", length, length == 0, at);
            frames.end(at);
        }
    }

    private void palette(long at, int length) {
        if (!picture.mayHavePalette()) {
            throw in.damaged(at, "a gray picture has a palette");
        }
        int most = picture.colorType() == PngShape.PALETTE ? 1 << picture.depth() : MOST_COLORS;
        if (length == 0 || length % COLOR != 0 || length / COLOR > most) {
            throw in.damaged(at, "a palette of %d bytes does not hold 1 to %d colors".formatted(length, most));
        }
    }

    private void requireLength(String name, int length, boolean condition, long at) {
        if (!condition) {
            throw in.damaged(at, "the chunk %s has %d bytes".formatted(name, length));
        }
    }

    private void checkPixels() {
        if (pixels != null) {
            pixels.check(in);
        }
    }

    /** Goes over name, content and checksum of a chunk; what follows the first bytes of the content are pixels. */
    private void body(long at, int type, int length, int first, @Nullable PngPixels into) throws IOException {
        crc.reset();
        part(4 + first, null);
        part(length - first, into);
        in.need(4, "a chunk");
        long stated = in.u32(0);
        if (crc.getValue() != stated) {
            throw in.damaged(at,
                    "the checksum of the chunk %s of %d bytes is wrong".formatted(FourCc.text(type), length));
        }
        in.pass(4, "a chunk");
    }

    private void part(int count, @Nullable PngPixels into) throws IOException {
        int rest = count;
        ByteBuffer block = in.block();
        while (rest > 0 && in.more()) {
            int from = block.position();
            int limit = block.limit();
            int to = from + Math.min(rest, limit - from);
            crc.update(block.limit(to));
            if (into != null) {
                long at = in.at() - (to - from);
                into.feed(block.position(from), at);
            }
            block.limit(limit).position(to);
            rest -= to - from;
        }
    }
}
