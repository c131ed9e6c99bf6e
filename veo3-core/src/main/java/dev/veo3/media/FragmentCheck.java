// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the fragments of a video: that each belongs to a track and that its samples lie in the samples' data.
 *
 * <p>
 * The number of a fragment ({@code mfhd}) must be there, but what it says is not judged. ISO/IEC 14496-12, 8.8.5 wants the numbers to
 * increase through the file, and ffmpeg writes them so. Smooth Streaming (MS-SSTR 2.2.4.2) counts in each track for itself,
 * others write the same number into every fragment, a number wraps around at 32 bits, and segments of DASH that were put
 * together into a file may begin anew. Players show all of these, so that a whole and paid video would be called damaged.
 */
final class FragmentCheck {

    /** What a fragment need not say about its samples, because the header says it. */
    private record Defaults(SampleFormat format, long size) {}

    private static final int MFHD = 0x6d666864;
    private static final int TFHD_BASE_OFFSET = 0x1;
    private static final int TFHD_DESCRIPTION = 0x2;
    private static final int TFHD_DURATION = 0x8;
    private static final int TFHD_SIZE = 0x10;
    private static final int TFHD_BASE_IS_MOOF = 0x2_0000;
    private static final int TRUN_DATA_OFFSET = 0x1;
    private static final int TRUN_FIRST_FLAGS = 0x4;
    private static final int TRUN_DURATION = 0x100;
    private static final int TRUN_SIZE = 0x200;
    /** Duration, size, flags and composition offset of each sample: four bytes for each that is there. */
    private static final int TRUN_SAMPLE = 0xf00;
    /** Far more tracks than a video has. Of tracks beyond it no samples are looked into. */
    private static final int MOST_TRACKS = 256;
    private static final SampleFormat UNKNOWN = new SampleFormat(1, 0);

    private final MediaFile file;
    private final MediaData data;
    private final SampleContent content;
    private final HeaderWindow in;
    private final Map<Long, Defaults> tracks = new HashMap<>();
    private long samples;
    private boolean numbered;
    private Defaults track = new Defaults(UNKNOWN, 0);
    private long sampleSize;
    /** The place from which the offsets of the current fragment of a track count. */
    private long base;
    /** Where the samples end that were taken last. */
    private long next;
    private boolean begun;

    FragmentCheck(MediaFile file, HeaderWindow in, MediaData data, SampleContent content) {
        this.file = file;
        this.data = data;
        this.content = content;
        this.in = in;
    }

    /** Notes a track of the header. */
    void track(HeaderWindow header, Box trak, SampleFormat format) throws IOException {
        Box tkhd = MovieBoxes.of(header, trak).required(header, Box.TKHD);
        long id = header.u32(tkhd.field(header, tkhd.isWide(header) ? 20 : 12, 4));
        if (tracks.size() < MOST_TRACKS) {
            tracks.merge(id, new Defaults(format, 0), (known, other) -> new Defaults(other.format(), known.size()));
        }
    }

    /** Notes what the header says for the fragments of all tracks ({@code mvex}), which may stand before the tracks. */
    void defaults(HeaderWindow header, Box mvex) throws IOException {
        mvex.children(header, box -> {
            if (box.type() == Box.TREX && tracks.size() < MOST_TRACKS) {
                long id = header.u32(box.field(header, 4, 4));
                long size = header.u32(box.field(header, 16, 4));
                tracks.merge(id, new Defaults(UNKNOWN, size),
                        (known, other) -> new Defaults(known.format(), other.size()));
            }
        });
    }

    /** Checks the fragments from this one on, and returns how many samples they have. */
    long check(Box first, long end) throws IOException {
        Box box = first;
        while (true) {
            if (box.type() == Box.MOOF) {
                fragment(box);
            }
            if (end - box.end() < Box.HEADER) {
                return samples;
            }
            box = Box.at(in, box.end(), end);
        }
    }

    private void fragment(Box moof) throws IOException {
        numbered = false;
        base = moof.start();
        next = moof.start();
        moof.children(in, box -> {
            numbered |= box.type() == MFHD;
            if (box.type() == Box.TRAF) {
                begun = false;
                box.children(in, inner -> part(moof, inner));
                if (!begun) {
                    throw file.damaged(box.start(),
                            "a part of a fragment (traf) does not say to which track it belongs");
                }
            }
        });
        if (!numbered) {
            throw file.damaged(moof.start(), "a fragment (moof) has no box mfhd");
        }
    }

    private void part(Box moof, Box box) throws IOException {
        if (box.type() == Box.TFHD) {
            begin(moof, box);
        } else if (box.type() == Box.TRUN) {
            if (!begun) {
                throw file.damaged(box.start(), "a part of a fragment (traf) does not begin with the box tfhd");
            }
            run(box);
        }
    }

    private void begin(Box moof, Box tfhd) throws IOException {
        begun = true;
        int flags = in.i32(tfhd.field(in, 0, 4));
        long id = in.u32(tfhd.field(in, 4, 4));
        track = known(id, tfhd);
        int at = 8;
        if ((flags & TFHD_BASE_OFFSET) != 0) {
            base = in.i64(tfhd.field(in, at, 8));
            at += 8;
        } else {
            // Where the fragment does not say it, the parts of several tracks follow each other.
            base = (flags & TFHD_BASE_IS_MOOF) != 0 ? moof.start() : next;
        }
        at += (flags & TFHD_DESCRIPTION) != 0 ? 4 : 0;
        at += (flags & TFHD_DURATION) != 0 ? 4 : 0;
        sampleSize = (flags & TFHD_SIZE) != 0 ? in.u32(tfhd.field(in, at, 4)) : track.size();
        next = base;
    }

    private Defaults known(long id, Box tfhd) {
        @Nullable
        Defaults known = tracks.get(id);
        if (known == null && tracks.size() < MOST_TRACKS) {
            throw file.damaged(tfhd.start(), "a fragment belongs to track %d, which the header has not".formatted(id));
        }
        return known == null ? new Defaults(UNKNOWN, 0) : known;
    }

    private void run(Box trun) throws IOException {
        int flags = in.i32(trun.field(in, 0, 4));
        long count = in.u32(trun.field(in, 4, 4));
        int table = 8;
        if ((flags & TRUN_DATA_OFFSET) != 0) {
            next = base + in.i32(trun.field(in, table, 4));
            table += 4;
        }
        table += (flags & TRUN_FIRST_FLAGS) != 0 ? 4 : 0;
        int entry = Integer.BYTES * Integer.bitCount(flags & TRUN_SAMPLE);
        samples += count;
        if ((flags & TRUN_SIZE) != 0) {
            int size = (flags & TRUN_DURATION) != 0 ? 4 : 0;
            for (EntryTable sizes = new EntryTable(file, trun, table, entry, count); sizes.next();) {
                sample(trun, sizes.u32(size));
            }
            return;
        }
        if (count * entry > trun.end() - trun.payload() - table) {
            throw file.damaged(trun.start(),
                    "the box trun has no room for the %d entries that it announces".formatted(count));
        }
        equalSamples(trun, count);
    }

    private void equalSamples(Box trun, long count) throws IOException {
        if (sampleSize > 0 && count > file.size() / sampleSize) {
            throw file.damaged(trun.start(), "%d samples of %d bytes are more than the file has".formatted(count,
                    sampleSize));
        }
        if (!content.wants(track.format())) {
            place(trun, count * sampleSize);
            content.pass(next, count * sampleSize);
            next += count * sampleSize;
            return;
        }
        for (long i = 0; i < count && sampleSize > 0; i++) {
            sample(trun, sampleSize);
        }
    }

    private void sample(Box trun, long size) throws IOException {
        place(trun, size);
        if (content.wants(track.format())) {
            content.sample(next, size, track.format());
        } else {
            content.pass(next, size);
        }
        next += size;
    }

    private void place(Box trun, long bytes) {
        if (data.holds(next, bytes)) {
            return;
        }
        if (next >= 0 && next <= Long.MAX_VALUE - bytes && next + bytes > file.size()) {
            throw file.cutOff("a fragment, which has %d bytes from byte %d on".formatted(bytes, next));
        }
        throw file.damaged(trun.start(), "%d bytes of samples from byte %s on are not in a box mdat".formatted(bytes,
                Long.toUnsignedString(next)));
    }
}
