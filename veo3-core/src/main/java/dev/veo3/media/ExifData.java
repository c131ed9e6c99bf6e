// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;

/**
 * EXIF data, a small TIFF file inside an image. A picture is whole without them: where they contradict themselves or end
 * early, nothing is noted in them.
 */
final class ExifData {

    private static final int LITTLE_ENDIAN = 0x4949;
    private static final int BIG_ENDIAN = 0x4d4d;
    private static final int TIFF = 42;
    private static final int HEADER = 8;
    private static final int ENTRY = 12;
    private static final int ORIENTATION = 0x112;
    private static final int SHORT = 3;
    /** What stands before them in a JPEG, and by mistake in some other files: Exif and two zeros. */
    private static final int NAME = 0x45786966;
    private static final int NAME_BYTES = 6;

    private final HeaderWindow in;
    private final long start;
    private final long end;
    private final boolean little;

    private ExifData(HeaderWindow in, long start, long end) throws IOException {
        this.in = in;
        this.start = start;
        this.end = end;
        this.little = in.u16(start) == LITTLE_ENDIAN;
    }

    /** Whether the part of a JPEG that begins here says that it holds EXIF data. */
    static boolean isNamed(HeaderWindow in, long start, long end) throws IOException {
        return end - start >= NAME_BYTES && in.i32(start) == NAME && in.u16(start + 4) == 0;
    }

    /** The orientation that is noted in the data between these places, whether they begin with their name or not. */
    static Orientation orientation(HeaderWindow in, long from, long to) throws IOException {
        long end = Math.min(to, in.size());
        long start = isNamed(in, from, end) ? from + NAME_BYTES : from;
        if (end - start < HEADER || (in.u16(start) != LITTLE_ENDIAN && in.u16(start) != BIG_ENDIAN)) {
            return Orientation.NORMAL;
        }
        return new ExifData(in, start, end).orientation();
    }

    private Orientation orientation() throws IOException {
        long directory = start + u32(start + 4);
        if (u16(start + 2) != TIFF || directory + 2 > end) {
            return Orientation.NORMAL;
        }
        long entries = Math.min(u16(directory), (end - directory - 2) / ENTRY);
        for (long at = directory + 2; entries > 0; entries--, at += ENTRY) {
            if (u16(at) == ORIENTATION && u16(at + 2) == SHORT && u32(at + 4) == 1) {
                return Orientation.of(u16(at + 8));
            }
        }
        return Orientation.NORMAL;
    }

    private int u16(long at) throws IOException {
        return little ? in.u16Little(at) : in.u16(at);
    }

    private long u32(long at) throws IOException {
        return little ? in.u32Little(at) : in.u32(at);
    }
}
