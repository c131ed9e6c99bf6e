// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.JpegFrame.Component;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a JPEG: that its markers and segments follow each other without a gap up to the end-of-image, and that scans name
 * colors and tables that there are, and have all their restart intervals in order. A JPEG has no checksum: that the coded data
 * between two markers is what it was cannot be said. Whatever stands behind the end of the image is not looked at.
 */
final class JpegCheck {

    private static final int FIRST_FRAME = 0xc0;
    private static final int HUFFMAN_TABLES = 0xc4;
    private static final int EXTENSION = 0xc8;
    private static final int LAST_FRAME = 0xcf;
    private static final int ARITHMETIC_TABLES = 0xcc;
    private static final int FIRST_RESTART = 0xd0;
    private static final int LAST_RESTART = 0xd7;
    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int QUANTIZATION_TABLES = 0xdb;
    private static final int RESTART_INTERVAL = 0xdd;
    private static final int HIERARCHY = 0xde;
    private static final int TEMPORARY = 0x01;
    private static final int LAST_RESERVED = 0xbf;
    private static final String PICTURE = "the picture, before the end-of-image marker, with which a JPEG ends";

    private final BlockReader in;
    private final MarkerSearch search;
    private final JpegTables tables;
    private final Set<Integer> scanned = new HashSet<>();
    private @Nullable JpegFrame frame;
    private boolean hierarchical;

    private JpegCheck(BlockReader in) {
        this.in = in;
        this.search = new MarkerSearch(in);
        this.tables = new JpegTables(in);
    }

    /** Where the JPEG ends. Throws when it is damaged. */
    static long end(BlockReader in) throws IOException {
        JpegCheck check = new JpegCheck(in);
        in.pass(2, "its first marker");
        while (!check.segment()) {
            // Each turn takes one segment.
        }
        return in.at();
    }

    /** Takes one marker and what belongs to it, and says whether it was the last one. */
    private boolean segment() throws IOException {
        long at = in.at();
        int marker = marker(at);
        if (marker == END_OF_IMAGE) {
            complete(at);
            return true;
        }
        if (marker == TEMPORARY) {
            return false;
        }
        boolean restart = marker >= FIRST_RESTART && marker <= LAST_RESTART;
        if (marker <= LAST_RESERVED || restart || marker == START_OF_IMAGE || marker == EXTENSION) {
            throw in.damaged(at, "the marker ff%02x does not belong here".formatted(marker));
        }
        in.need(2, PICTURE);
        int length = in.u16(0);
        if (length < 2) {
            throw in.damaged(at, "the segment ff%02x says that it has %d bytes, fewer than its header".formatted(marker,
                    length));
        }
        if (length > in.left()) {
            throw in.cutOff(
                    "the segment ff%02x, which begins at byte %d and has %d bytes".formatted(marker, at, length));
        }
        in.need(length, PICTURE);
        List<Component> colors = List.of();
        switch (marker) {
            case HUFFMAN_TABLES -> tables.huffman(at, length);
            case QUANTIZATION_TABLES -> tables.quantization(at, length);
            case RESTART_INTERVAL -> tables.restartInterval(at, length);
            case HIERARCHY -> hierarchical = true;
            case START_OF_SCAN -> colors = scan(at, length);
            default -> {
                if (marker >= FIRST_FRAME && marker <= LAST_FRAME && marker != ARITHMETIC_TABLES) {
                    frame(marker, at, length);
                }
            }
        }
        in.pass(length, PICTURE);
        if (marker == START_OF_SCAN) {
            data(at, colors);
        }
        return false;
    }

    /** Goes over a marker, before which any number of ff may stand. */
    private int marker(long at) throws IOException {
        in.need(2, PICTURE);
        if (in.u8(0) != 0xff) {
            throw in.damaged(at, "a marker belongs here, but there is the byte %02x".formatted(in.u8(0)));
        }
        int marker = 0xff;
        while (marker == 0xff) {
            in.pass(1, PICTURE);
            in.need(1, PICTURE);
            marker = in.u8(0);
        }
        in.pass(1, PICTURE);
        return marker;
    }

    private void frame(int marker, long at, int length) {
        if (frame != null && !hierarchical) {
            throw in.damaged(at, "the picture has a second frame header");
        }
        frame = JpegFrames.read(in, marker, at, length);
    }

    /** The colors of the scan whose header comes next. */
    private List<Component> scan(long at, int length) {
        JpegFrame picture = frame;
        if (picture == null) {
            throw in.damaged(at, "a scan stands before the frame header, which gives the picture's size");
        }
        List<Component> colors = JpegFrames.scan(in, picture, at, length);
        // A progressive picture has the means of its blocks in the scans that begin with the coefficient 0.
        boolean means = !picture.isProgressive() || in.u8(length - 3) == 0;
        for (Component color : colors) {
            if (picture.isBlocks()) {
                tables.requireQuantization(color.quantization(), at);
            }
            if (means) {
                scanned.add(color.id());
            }
        }
        if (picture.isHuffman()) {
            huffman(picture, colors.size(), at, length);
        }
        return colors;
    }

    /** Complains unless the Huffman tables are there that the scan whose header comes next needs for its colors. */
    private void huffman(JpegFrame picture, int colors, long at, int length) {
        int first = in.u8(length - 3);
        boolean refinesMeans = picture.isProgressive() && in.u8(length - 1) >> 4 != 0;
        boolean others = picture.isBlocks() && (!picture.isProgressive() || first > 0);
        boolean means = !picture.isProgressive() || (first == 0 && !refinesMeans);
        for (int i = 0; i < colors; i++) {
            int numbers = in.u8(4 + 2 * i);
            if (means) {
                tables.requireHuffman(0, numbers >> 4, at);
            }
            if (others) {
                tables.requireHuffman(1, numbers & 0xf, at);
            }
        }
    }

    /** Goes over the data of a scan to the marker behind it. */
    private void data(long scan, List<Component> colors) throws IOException {
        long interval = 0;
        while (true) {
            long begin = in.at();
            int marker = nextMarker();
            if (in.at() == begin) {
                throw in.damaged(begin, "the scan has no data here");
            }
            if (marker < FIRST_RESTART || marker > LAST_RESTART) {
                complete(scan, colors, interval + 1);
                return;
            }
            if (tables.restartInterval() == 0) {
                throw in.damaged(in.at(), "the scan has a restart marker, but the picture has no restart intervals");
            }
            if (marker - FIRST_RESTART != interval % 8) {
                throw in.damaged(in.at(), "the restart marker ff%02x stands where ff%02x belongs".formatted(marker,
                        FIRST_RESTART + interval % 8));
            }
            interval++;
            marker(in.at());
        }
    }

    /** Goes to the next marker without going over it. */
    private int nextMarker() throws IOException {
        while (true) {
            search.seek(PICTURE);
            int ahead = 1;
            do {
                in.need(ahead + 1, PICTURE);
            } while (in.u8(ahead) == 0xff && ++ahead < BlockBuffers.BYTES);
            if (ahead == BlockBuffers.BYTES) {
                throw in.damaged(in.at(), "the scan has nothing but ff here");
            }
            if (in.u8(ahead) != 0) {
                return in.u8(ahead);
            }
            // The last ff of the row is data.
            in.pass(ahead + 1, PICTURE);
        }
    }

    /** Complains unless the scan that ends here has as many restart intervals as its colors need. */
    private void complete(long scan, List<Component> colors, long found) {
        JpegFrame picture = frame;
        if (picture == null || hierarchical || !picture.isBlocks() || tables.restartInterval() == 0
                || picture.height() == 0) {
            return;
        }
        long units = picture.units(colors);
        long needed = (units + tables.restartInterval() - 1) / tables.restartInterval();
        // Some cameras end the last interval with a restart marker as well.
        if (found < needed || found > needed + 1) {
            throw in.damaged(in.at(),
                    "the scan that begins at byte %d has %d of its %d restart intervals".formatted(scan,
                            found, needed));
        }
    }

    private void complete(long at) {
        if (frame == null) {
            throw in.damaged(at, "the picture ends without a frame header");
        }
        for (Component color : frame.components()) {
            if (!scanned.contains(color.id()) && !hierarchical) {
                throw in.damaged(at, "the picture ends without a scan of its color " + color.id());
            }
        }
    }
}
