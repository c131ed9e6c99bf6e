// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.util.OptionalDouble;

/** Adds up how many samples one track has in its fragments ({@code moof}), and how long they are. */
final class FragmentedTrack {

    private static final int TFHD_BASE_OFFSET = 0x1;
    private static final int TFHD_DESCRIPTION = 0x2;
    private static final int TFHD_DURATION = 0x8;
    private static final int TRUN_DATA_OFFSET = 0x1;
    private static final int TRUN_FIRST_FLAGS = 0x4;
    private static final int TRUN_DURATION = 0x100;
    /** Duration, size, flags and composition offset of each sample: four bytes for each that is there. */
    private static final int TRUN_SAMPLE = 0xf00;

    private final HeaderWindow in;
    private final long id;
    private final long movieDefault;
    private MediaTime time;
    private long samples;
    /** How long each sample of the current fragment is, where the samples do not say it themselves. */
    private long fragmentDefault;
    private boolean concerned;

    /** Starts with the samples that the track's header lists. */
    FragmentedTrack(HeaderWindow in, Track track, Box mvex) throws IOException {
        this.in = in;
        this.id = track.id();
        this.time = track.listedTime();
        this.samples = track.samples();
        long[] found = {0};
        mvex.children(in, box -> {
            if (box.type() == Box.TREX && in.u32(box.field(in, 4, 4)) == id) {
                found[0] = in.u32(box.field(in, 12, 4));
            }
        });
        this.movieDefault = found[0];
    }

    MediaTime time() {
        return time;
    }

    /** How many samples have been counted, those that the track's header lists included. */
    long samples() {
        return samples;
    }

    /** How many of these samples make a second. */
    OptionalDouble frameRate() {
        return time.rate(samples);
    }

    void add(Box moof) throws IOException {
        moof.children(in, traf -> {
            if (traf.type() == Box.TRAF) {
                concerned = false;
                traf.children(in, this::box);
            }
        });
    }

    private void box(Box box) throws IOException {
        if (box.type() == Box.TFHD) {
            header(box);
        } else if (box.type() == Box.TRUN && concerned) {
            run(box);
        }
    }

    private void header(Box tfhd) throws IOException {
        concerned = in.u32(tfhd.field(in, 4, 4)) == id;
        int flags = in.i32(tfhd.field(in, 0, 4));
        int at = 8 + ((flags & TFHD_BASE_OFFSET) != 0 ? 8 : 0) + ((flags & TFHD_DESCRIPTION) != 0 ? 4 : 0);
        fragmentDefault = (flags & TFHD_DURATION) != 0 ? in.u32(tfhd.field(in, at, 4)) : movieDefault;
    }

    private void run(Box trun) throws IOException {
        int flags = in.i32(trun.field(in, 0, 4));
        long count = in.u32(trun.field(in, 4, 4));
        int first = 8 + ((flags & TRUN_DATA_OFFSET) != 0 ? 4 : 0) + ((flags & TRUN_FIRST_FLAGS) != 0 ? 4 : 0);
        long entry = 4L * Integer.bitCount(flags & TRUN_SAMPLE);
        long table = trun.payload() + first;
        if (count * entry > trun.end() - table) {
            throw in.damaged(trun.start(), "the box trun has no room for the %d samples that it announces"
                    .formatted(count));
        }
        if ((flags & TRUN_DURATION) == 0) {
            add(trun, count, fragmentDefault);
            return;
        }
        for (long i = 0; i < count; i++) {
            add(trun, 1, in.u32(table + i * entry));
        }
    }

    private void add(Box trun, long more, long units) {
        if (units != 0 && more > (Long.MAX_VALUE - time.units()) / units) {
            throw in.damaged(trun.start(), "the samples add up to 2^63 units or more");
        }
        time = time.plus(more * units);
        samples += more;
    }
}
