// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.clip;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a playable MP4 of any duration from one second of picture and a third of a second of sound: the samples stand in
 * the file once, and the sample tables name them again and again. Making one costs a few kilobytes, whatever its
 * duration. Immutable and safe for use by many threads.
 */
public final class ClipLoop {

    /** Frames a second of every clip. */
    public static final int FRAMES_PER_SECOND = 24;

    static final int MOVIE_TIMESCALE = 24_000;
    private static final int UNITS_PER_FRAME = MOVIE_TIMESCALE / FRAMES_PER_SECOND;

    private final Map<ClipShape, SourceTrack> pictures = new EnumMap<>(ClipShape.class);
    private final SourceTrack tone;

    private ClipLoop() {
        for (ClipShape shape : ClipShape.values()) {
            pictures.put(shape, SourceTrack.resource(shape.resource()));
        }
        tone = SourceTrack.resource("tone.m4a");
    }

    /** Loads the small clips, about 90 kB. */
    public static ClipLoop load() {
        return new ClipLoop();
    }

    /**
     * A clip of this many frames.
     *
     * @param comment text that stands in the file as its comment; two clips that differ only in it are different files
     * @throws IllegalArgumentException when {@code frames} is not positive
     */
    public Clip make(ClipShape shape, int frames, boolean sound, String comment) {
        if (frames <= 0) {
            throw new IllegalArgumentException("A clip has at least one frame, not " + frames);
        }
        SourceTrack picture = pictures.get(shape);
        if (picture == null) {
            throw new IllegalStateException("No clip was loaded for " + shape);
        }
        byte[] type = new BoxWriter().box("ftyp", box -> box.raw(ascii("isom")).u32(512).raw(ascii("isomiso2avc1mp41")))
                .toByteArray();
        // The offsets in moov depend on moov's own size, which does not depend on them: so it is written twice.
        int moovSize = moov(shape, picture, frames, sound, comment, 0).length;
        byte[] moov = moov(shape, picture, frames, sound, comment, type.length + moovSize + 8L);
        List<byte[]> media = sound ? List.of(picture.data(), tone.data()) : List.of(picture.data());
        byte[] mdat = new BoxWriter().u32(8L + media.stream().mapToInt(part -> part.length).sum()).raw(ascii("mdat"))
                .toByteArray();
        return new Clip(new BoxWriter().raw(type).raw(moov).raw(mdat).toByteArray(), media);
    }

    private byte[] moov(ClipShape shape, SourceTrack picture, int frames, boolean sound, String comment, long offset) {
        long duration = (long) frames * UNITS_PER_FRAME;
        return new BoxWriter().box("moov", moov -> {
            moov.fullBox("mvhd", 0, box -> box.u32s(0, 0, MOVIE_TIMESCALE, duration, 0x10000).u16(0x0100).u16(0)
                    .u32s(0, 0).raw(TrackWriter.unityMatrix()).u32s(0, 0, 0, 0, 0, 0).u32(sound ? 3 : 2));
            new TrackWriter(1, picture, frames, offset, duration).video(moov, shape);
            if (sound) {
                new TrackWriter(2, tone, toneSamples(frames), offset + picture.data().length, duration).sound(moov);
            }
            byte[] text = comment.getBytes(StandardCharsets.UTF_8);
            moov.box("udta", udta -> udta.box("\u00a9cmt", box -> box.u16(text.length).u16(0x55C4).raw(text)));
        }).toByteArray();
    }

    private int toneSamples(int frames) {
        long units = (long) frames * tone.timescale();
        long unitsPerSample = (long) FRAMES_PER_SECOND * tone.delta();
        return Math.toIntExact((units + unitsPerSample - 1) / unitsPerSample);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
