// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.Verification.Depth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks an MP4 or QuickTime file: its boxes, the tables of its tracks, its fragments, and that the samples are where these say. */
final class MovieCheck {

    /** How many tracks are looked at side by side. More than a usual video has, so that its chunks are read in their order. */
    private static final int SIDE_BY_SIDE = 8;
    private static final int UDTA = 0x75647461;
    private static final int META = 0x6d657461;
    private static final int UUID = 0x75756964;
    private static final int SIDX = 0x73696478;
    private static final int MFRA = 0x6d667261;

    private final MediaFile file;
    private final HeaderWindow in;
    private final FragmentCheck fragments;
    private final MediaData data;
    private final SampleContent content;
    private @Nullable Box moov;
    private @Nullable Box firstMoof;
    private boolean mayHaveFragments;
    private long end;
    private long samples;

    private MovieCheck(MediaFile file, HeaderWindow in, FragmentCheck fragments, MediaData data,
            SampleContent content) {
        this.file = file;
        this.in = in;
        this.fragments = fragments;
        this.data = data;
        this.content = content;
    }

    /** Where the last box ends. Throws when the file is damaged. */
    static long end(MediaFile file, Depth depth) throws IOException {
        MediaData data = new MediaData();
        // Two windows, because each looks at a bounded number of places and the fragments are looked at twice.
        try (SampleContent content = new SampleContent(file, depth);
                HeaderWindow in = file.window();
                HeaderWindow inFragments = file.window()) {
            FragmentCheck fragments = new FragmentCheck(file, inFragments, data, content);
            MovieCheck check = new MovieCheck(file, in, fragments, data, content);
            check.boxes();
            check.samples();
            return check.end;
        }
    }

    private void boxes() throws IOException {
        while (file.size() - end >= Box.HEADER) {
            Box box = Box.at(in, end, file.size());
            boolean filler = in.i64(end) == 0;
            if (box.end() > file.size() && isKnown(box.type())) {
                throw box.misfit(in, "the end of the file, which has only " + file.size() + " bytes");
            }
            if (box.end() > file.size() || filler) {
                return;
            }
            switch (box.type()) {
                case Box.MOOV -> moov = moov == null ? box : moov;
                case Box.MOOF -> firstMoof = firstMoof == null ? box : firstMoof;
                case Box.MDAT -> data.add(box.payload(), box.end());
                case SIDX -> index(box);
                default -> {
                }
            }
            end = box.end();
        }
    }

    /** Checks an index of fragments, which says how many bytes follow it. */
    private void index(Box sidx) throws IOException {
        boolean wide = sidx.isWide(in);
        long offset = wide ? in.i64(sidx.field(in, 20, 8)) : in.u32(sidx.field(in, 16, 4));
        int count = in.u16(sidx.field(in, wide ? 30 : 22, 2));
        long bytes = 0;
        for (EntryTable parts = new EntryTable(file, sidx, wide ? 32 : 24, 12, count); parts.next();) {
            bytes += parts.u32(0) & Integer.MAX_VALUE;
        }
        if (offset < 0 || offset > file.size() || bytes > file.size() - sidx.end() - offset) {
            throw file.cutOff("the fragments: the box sidx announces %d bytes from byte %s on".formatted(bytes,
                    Long.toUnsignedString(sidx.end() + offset)));
        }
    }

    /** Whether this is the name of a box, and not just some bytes that a program put behind the last one. */
    private static boolean isKnown(int type) {
        return switch (type) {
            case Box.FTYP, Box.STYP, Box.MOOV, Box.MOOF, Box.MDAT, Box.FREE, Box.SKIP, Box.WIDE, Box.PNOT, UDTA, META,
                    UUID, SIDX,
                    MFRA ->
                true;
            default -> false;
        };
    }

    private void samples() throws IOException {
        if (moov == null) {
            throw file.damaged(file.size(), "the file ends without the box moov, which describes the video");
        }
        List<TrackCheck> tracks = new ArrayList<>();
        moov.children(in, box -> {
            if (box.type() == Box.TRAK) {
                TrackCheck track = new TrackCheck(file, in, box, data);
                samples += track.samples();
                fragments.track(in, box, track.format());
                tracks.add(track);
                if (tracks.size() == SIDE_BY_SIDE) {
                    chunks(tracks);
                }
            } else if (box.type() == Box.MVEX) {
                mayHaveFragments = true;
                fragments.defaults(in, box);
            }
        });
        chunks(tracks);
        if (firstMoof != null) {
            samples += fragments.check(firstMoof, end);
        }
        if ((firstMoof != null || mayHaveFragments) && end < file.size()) {
            // Bytes behind a video that is in one piece do no harm, but one in fragments may go on there.
            throw file.damaged(end, "the box that begins here is cut off");
        }
        if (samples == 0) {
            throw file.damaged(file.size(), "the file ends without any picture");
        }
    }

    /** Takes the chunks of these tracks in the order in which they stand in the file, as far as each track names them in it. */
    private void chunks(List<TrackCheck> tracks) throws IOException {
        List<TrackCheck> open = new ArrayList<>();
        for (TrackCheck track : tracks) {
            if (track.next()) {
                open.add(track);
            }
        }
        tracks.clear();
        while (!open.isEmpty()) {
            TrackCheck first = open.getFirst();
            for (TrackCheck track : open) {
                first = track.offset() < first.offset() ? track : first;
            }
            first.take(content);
            if (!first.next()) {
                open.remove(first);
            }
        }
    }
}
