// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;

/**
 * Checks the tables of one track: first those that say when its samples are shown, as a whole, and then those that say where they
 * are, chunk by chunk, so that the chunks of several tracks can be taken in the order of the file.
 */
final class TrackCheck {

    private final MediaFile file;
    private final HeaderWindow in;
    private final MediaData data;
    private final Box runsBox;
    private final Box offsetsBox;
    private final EntryTable runs;
    private final EntryTable offsets;
    private final boolean wideOffsets;
    /** The sizes twice: to sum them up, and then, when the chunk is known to be in its place, one by one. */
    private final SampleSizes sizes;
    private final SampleSizes samples;
    private final SampleFormat format;
    private final long chunks;
    private long chunk;
    private long taken;
    private long samplesPerChunk;
    /** The chunk with which another number of samples begins, and that number. */
    private long nextRun;
    private long nextSamplesPerChunk;
    private long offset;

    TrackCheck(MediaFile file, HeaderWindow in, Box trak, MediaData data) throws IOException {
        this.file = file;
        this.in = in;
        this.data = data;
        MovieBoxes boxes = MovieBoxes.of(in, trak);
        Box sizesBox = boxes.required(in, MovieBoxes.STSZ, MovieBoxes.STZ2);
        this.runsBox = boxes.required(in, MovieBoxes.STSC);
        this.offsetsBox = boxes.required(in, MovieBoxes.STCO, MovieBoxes.CO64);
        this.wideOffsets = offsetsBox.type() == MovieBoxes.CO64;
        this.format = SampleFormat.of(in, boxes.required(in, Box.STSD));
        this.sizes = new SampleSizes(file, in, sizesBox);
        this.samples = new SampleSizes(file, in, sizesBox);
        this.runs = EntryTable.of(file, in, runsBox, 12);
        this.offsets = EntryTable.of(file, in, offsetsBox, wideOffsets ? Long.BYTES : Integer.BYTES);
        this.chunks = in.u32(offsetsBox.field(in, 4, 4));
        times(boxes.required(in, Box.STTS));
        if (boxes.has(MovieBoxes.CTTS)) {
            times(boxes.required(in, MovieBoxes.CTTS));
        }
        if (boxes.has(MovieBoxes.STSS)) {
            keys(boxes.required(in, MovieBoxes.STSS));
        }
        if (sizes.count() > 0 && format.count() == 0) {
            throw file.damaged(trak.start(), "a track with samples does not say how they are coded");
        }
        nextRun();
        if (chunks > 0 && nextRun != 1) {
            throw file.damaged(runsBox.start(), "the box stsc does not begin with the first chunk");
        }
    }

    long samples() {
        return sizes.count();
    }

    SampleFormat format() {
        return format;
    }

    private void times(Box box) throws IOException {
        EntryTable table = EntryTable.of(file, in, box, 8);
        long timed = 0;
        while (timed <= samples() && table.next()) {
            timed += table.u32(0);
        }
        if (timed != samples()) {
            throw file.damaged(box.start(), "the box %s has times for %s%d samples, but the track has %d".formatted(
                    FourCc.text(box.type()), timed > samples() ? "at least " : "", timed, samples()));
        }
    }

    /** The samples with which playing can start. */
    private void keys(Box box) throws IOException {
        EntryTable table = EntryTable.of(file, in, box, 4);
        long last = 0;
        while (table.next()) {
            long sample = table.u32(0);
            if (sample <= last || sample > samples()) {
                throw file.damaged(box.start(), "the box stss names sample %d of %d behind sample %d".formatted(sample,
                        samples(), last));
            }
            last = sample;
        }
    }

    /** Goes on to the next chunk, if there is one. When there is none, all samples must have been in chunks. */
    boolean next() throws IOException {
        if (chunk == chunks) {
            if (taken != samples()) {
                throw file.damaged(runsBox.start(), "the chunks hold %d of the track's %d samples".formatted(taken,
                        samples()));
            }
            return false;
        }
        offsets.next();
        offset = wideOffsets ? offsets.i64(0) : offsets.u32(0);
        if (++chunk == nextRun) {
            samplesPerChunk = nextSamplesPerChunk;
            nextRun();
        }
        if (samplesPerChunk > samples() - taken) {
            throw file.damaged(runsBox.start(), "chunk %d holds %d samples, but only %d of the track's %d are left"
                    .formatted(chunk, samplesPerChunk, samples() - taken, samples()));
        }
        return true;
    }

    private void nextRun() throws IOException {
        long begun = nextRun;
        if (!runs.next()) {
            nextRun = Long.MAX_VALUE;
            return;
        }
        nextRun = runs.u32(0);
        nextSamplesPerChunk = runs.u32(4);
        long description = runs.u32(8);
        if (nextRun <= begun || nextRun > chunks || nextSamplesPerChunk == 0 || description == 0
                || description > format.count()) {
            throw file.damaged(runsBox.start(),
                    ("the box stsc says that chunk %d of %d, behind chunk %d, holds %d samples"
                            + " that are coded as in description %d of %d").formatted(nextRun, chunks, begun,
                                    nextSamplesPerChunk, description, format.count()));
        }
    }

    /** Where in the file the current chunk begins; what the table says, be it right or not. */
    long offset() {
        return offset;
    }

    /** Checks the current chunk. */
    void take(SampleContent content) throws IOException {
        long bytes = sizes.sum(samplesPerChunk);
        taken += samplesPerChunk;
        if (!data.holds(offset, bytes)) {
            throw missing(bytes);
        }
        if (!content.wants(format)) {
            samples.sum(samplesPerChunk);
            content.pass(offset, bytes);
            return;
        }
        long at = offset;
        for (long i = 0; i < samplesPerChunk; i++) {
            long size = samples.next();
            content.sample(at, size, format);
            at += size;
        }
    }

    private MediaException missing(long bytes) {
        if (offset >= 0 && offset <= Long.MAX_VALUE - bytes && offset + bytes > file.size()) {
            return file
                    .cutOff("chunk %d of a track, which has %d bytes from byte %d on".formatted(chunk, bytes, offset));
        }
        return file.damaged(offsetsBox.start(), "chunk %d of a track, %d bytes from byte %s on, is not in a box mdat"
                .formatted(chunk, bytes, Long.toUnsignedString(offset)));
    }
}
