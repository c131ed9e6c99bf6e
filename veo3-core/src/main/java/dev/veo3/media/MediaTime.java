// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * A length of time as MP4 files have it.
 *
 * @param units how many units long it is; 0 when the file says that it does not know
 * @param scale how many units make a second, at least 1
 */
record MediaTime(long units, long scale) {

    static final MediaTime ZERO = new MediaTime(0, 1);

    private static final long NANOS = 1_000_000_000;

    /** Reads the scale and the length from an {@code mvhd} or {@code mdhd} box. */
    static MediaTime of(HeaderWindow in, Box box) throws IOException {
        boolean wide = box.isWide(in);
        long scale = in.u32(box.field(in, wide ? 20 : 12, 4));
        if (scale == 0) {
            throw in.damaged(box.start(), "the box %s counts 0 units a second".formatted(FourCc.text(box.type())));
        }
        return new MediaTime(units(in, box, wide ? 24 : 16, wide), scale);
    }

    /** A length of 4 or 8 bytes in a box; all bits set mean that it is not known. */
    static long units(HeaderWindow in, Box box, int offset, boolean wide) throws IOException {
        long at = box.field(in, offset, wide ? 8 : 4);
        long units = wide ? in.i64(at) : in.u32(at);
        if (units == (wide ? -1 : 0xffff_ffffL)) {
            return 0;
        }
        if (units < 0) {
            throw in.damaged(at, "a duration of 2^63 units or more");
        }
        return units;
    }

    /** This time and that many units more. */
    MediaTime plus(long more) {
        return new MediaTime(units + more, scale);
    }

    /** The longer one of this time and the other. */
    MediaTime max(MediaTime other) {
        return duration().compareTo(other.duration()) >= 0 ? this : other;
    }

    /** The time, rounded down to a nanosecond. */
    Duration duration() {
        // The scale is below 2^32, so the product stays below 2^62.
        return Duration.ofSeconds(units / scale, units % scale * NANOS / scale);
    }

    /** How many of so many equal parts make a second; empty when there are none or the time is not known. */
    OptionalDouble rate(long parts) {
        return parts == 0 || units == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) parts * scale / units);
    }
}
