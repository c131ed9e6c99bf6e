// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.clip;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Writes one track that repeats the samples of a source: each chunk is one repetition, and the offsets of all chunks are
 * the same, because the source's bytes stand in the file once.
 *
 * @param id number of the track, from 1
 * @param source what is repeated
 * @param samples how many samples the track has; the last repetition may be cut short
 * @param offset where the source's bytes stand in the file
 * @param movieDuration the track's duration in units of {@link ClipLoop#MOVIE_TIMESCALE}
 */
record TrackWriter(int id, SourceTrack source, int samples, long offset, long movieDuration) {

    private static final byte[] UNITY_MATRIX = new BoxWriter().u32s(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
            .toByteArray();
    private static final int UNDETERMINED_LANGUAGE = 0x55C4;

    static byte[] unityMatrix() {
        return UNITY_MATRIX.clone();
    }

    void video(BoxWriter moov, ClipShape shape) {
        moov.box("trak", trak -> {
            header(trak, 0, (long) shape.width() << 16, (long) shape.height() << 16);
            media(trak, "vide", "VideoHandler", minf -> minf.fullBox("vmhd", 1, box -> box.u32s(0, 0)), true);
        });
    }

    void sound(BoxWriter moov) {
        moov.box("trak", trak -> {
            header(trak, 0x0100, 0, 0);
            // A whole number of AAC frames is a little longer than the picture: the edit list cuts the rest off.
            trak.box("edts",
                    edts -> edts.fullBox("elst", 0, box -> box.u32(1).u32(movieDuration).u32(0).u16(1).u16(0)));
            media(trak, "soun", "SoundHandler", minf -> minf.fullBox("smhd", 0, box -> box.u32(0)), false);
        });
    }

    private void header(BoxWriter trak, int volume, long width, long height) {
        trak.fullBox("tkhd", 3, box -> box.u32s(0, 0, id, 0, movieDuration, 0, 0).u16(0).u16(0).u16(volume).u16(0)
                .raw(UNITY_MATRIX).u32s(width, height));
    }

    private void media(BoxWriter trak, String handler, String name, Consumer<BoxWriter> kind,
            boolean picture) {
        long duration = (long) samples * source.delta();
        trak.box("mdia", mdia -> {
            mdia.fullBox("mdhd", 0,
                    box -> box.u32s(0, 0, source.timescale(), duration).u16(UNDETERMINED_LANGUAGE).u16(0));
            mdia.fullBox("hdlr", 0, box -> box.u32(0).raw(handler.getBytes(StandardCharsets.US_ASCII)).u32s(0, 0, 0)
                    .raw((name + "\0").getBytes(StandardCharsets.US_ASCII)));
            mdia.box("minf", minf -> {
                kind.accept(minf);
                minf.box("dinf",
                        dinf -> dinf.fullBox("dref", 0, dref -> dref.u32(1).fullBox("url ", 1, inFile -> {})));
                minf.box("stbl", table -> sampleTable(table, picture));
            });
        });
    }

    private void sampleTable(BoxWriter table, boolean picture) {
        int each = source.samples();
        int whole = samples / each;
        int rest = samples % each;
        int chunks = whole + (rest > 0 ? 1 : 0);
        table.box("stsd", box -> box.raw(source.description()));
        table.fullBox("stts", 0, box -> box.u32s(1, samples, source.delta()));
        if (picture) {
            table.fullBox("stss", 0,
                    box -> box.u32(chunks)
                            .u32s(IntStream.range(0, chunks).mapToLong(i -> 1L + (long) i * each).toArray()));
        }
        table.fullBox("stsc", 0, box -> {
            box.u32((whole > 0 ? 1 : 0) + (rest > 0 ? 1 : 0));
            if (whole > 0) {
                box.u32s(1, each, 1);
            }
            if (rest > 0) {
                box.u32s(chunks, rest, 1);
            }
        });
        table.fullBox("stsz", 0, box -> box.u32s(0, samples)
                .u32s(IntStream.range(0, samples).mapToLong(i -> source.size(i % each)).toArray()));
        table.fullBox("stco", 0,
                box -> box.u32(chunks).u32s(IntStream.range(0, chunks).mapToLong(i -> offset).toArray()));
    }
}
