// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The header of one track ({@code trak}): what it holds, how long it is, and for a picture how it is shown. */
final class Track {

    private static final int PICTURE = 0x76696465;
    private static final int SOUND = 0x736f756e;

    private final HeaderWindow in;
    private long id;
    private int handler;
    private int codec;
    private int width;
    private int height;
    private int codedWidth;
    private int codedHeight;
    private int rotation;
    private long samples;
    /** How many units each sample lasts; 0 when they differ. */
    private long each;
    private MediaTime time = MediaTime.ZERO;
    private @Nullable Box entry;
    private Optional<String> profile = Optional.empty();

    private Track(HeaderWindow in) {
        this.in = in;
    }

    static Track read(HeaderWindow in, Box trak) throws IOException {
        Track track = new Track(in);
        trak.children(in, track::box);
        if (track.isPicture() && track.entry != null) {
            track.profile = CodecProfile.of(in, track.entry);
        }
        return track;
    }

    private void box(Box box) throws IOException {
        switch (box.type()) {
            case Box.MDIA, Box.MINF, Box.STBL -> {
                // A box can hold another of its own kind only in a file made to exhaust the stack.
                box.children(in, inner -> {
                    if (isInside(inner.type(), box.type())) {
                        box(inner);
                    }
                });
            }
            case Box.TKHD -> header(box);
            case Box.MDHD -> time = MediaTime.of(in, box);
            case Box.HDLR -> handler = in.i32(box.field(in, 8, 4));
            case Box.STSD -> description(box);
            case Box.STTS -> times(box);
            // The number stands at the same place in both, behind one size for all or the bits that each size has.
            case Box.STSZ, Box.STZ2 -> samples = in.u32(box.field(in, 8, 4));
            default -> {
            }
        }
    }

    private static boolean isInside(int type, int parent) {
        return switch (type) {
            case Box.MDHD, Box.HDLR, Box.MINF -> parent == Box.MDIA;
            case Box.STBL -> parent == Box.MINF;
            case Box.STSD, Box.STTS, Box.STSZ, Box.STZ2 -> parent == Box.STBL;
            default -> false;
        };
    }

    private void header(Box box) throws IOException {
        boolean wide = box.isWide(in);
        id = in.u32(box.field(in, wide ? 20 : 12, 4));
        // The matrix, of which the first two numbers say where an arrow to the right points to.
        long matrix = box.field(in, wide ? 52 : 40, 36);
        rotation = rotation(in.i32(matrix), in.i32(matrix + 4));
        long size = box.field(in, wide ? 88 : 76, 8);
        width = rounded(in.u32(size));
        height = rounded(in.u32(size + 4));
    }

    private static int rotation(int right, int down) {
        long quarters = Math.round(Math.atan2(down, right) / (Math.PI / 2));
        return (int) Math.floorMod(quarters, 4L) * 90;
    }

    /** A number with 16 bits after the point. */
    private static int rounded(long fixed) {
        return (int) ((fixed + 0x8000) >> 16);
    }

    private void description(Box box) throws IOException {
        if (in.u32(box.field(in, 4, 4)) == 0) {
            return;
        }
        codec = in.i32(box.field(in, 12, 4));
        if (box.payload() + 44 <= box.end()) {
            codedWidth = in.u16(box.field(in, 40, 2));
            codedHeight = in.u16(box.field(in, 42, 2));
        }
        entry = Box.at(in, box.payload() + 8, box.end());
    }

    private void times(Box box) throws IOException {
        if (in.u32(box.field(in, 4, 4)) == 1) {
            each = in.u32(box.field(in, 12, 4));
        }
    }

    long id() {
        return id;
    }

    boolean isPicture() {
        return handler == PICTURE;
    }

    boolean isSound() {
        return handler == SOUND;
    }

    /** 0 when the track does not say. */
    int codec() {
        return codec;
    }

    Optional<String> profile() {
        return profile;
    }

    /** How many samples the header itself lists. */
    long samples() {
        return samples;
    }

    /** How many samples a second are shown on average. */
    OptionalDouble frameRate() {
        return each > 0 ? new MediaTime(each, time.scale()).rate(1) : time.rate(samples);
    }

    int rotation() {
        return rotation;
    }

    /** The width as shown; as coded where the track gives none; 0 when neither is given. */
    int width() {
        return rotation % 180 == 0 ? unrotatedWidth() : unrotatedHeight();
    }

    /** The height as shown; as coded where the track gives none; 0 when neither is given. */
    int height() {
        return rotation % 180 == 0 ? unrotatedHeight() : unrotatedWidth();
    }

    private int unrotatedWidth() {
        return width > 0 && height > 0 ? width : codedWidth;
    }

    private int unrotatedHeight() {
        return width > 0 && height > 0 ? height : codedHeight;
    }

    /** How long the track is according to its own header. */
    MediaTime time() {
        return time;
    }

    /** How long the samples are that the header itself lists: nothing in a file that has all its samples in fragments. */
    MediaTime listedTime() {
        return samples > 0 ? time : new MediaTime(0, time.scale());
    }
}
