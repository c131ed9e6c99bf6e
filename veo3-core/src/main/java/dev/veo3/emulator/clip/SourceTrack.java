// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.clip;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** The single track of one of the emulator's own small files: equally long samples that lie one after the other. */
final class SourceTrack {

    private final int timescale;
    private final int delta;
    private final byte[] description;
    private final int[] sizes;
    private final byte[] data;

    private SourceTrack(int timescale, int delta, byte[] description, int[] sizes, byte[] data) {
        this.timescale = timescale;
        this.delta = delta;
        this.description = description;
        this.sizes = sizes;
        this.data = data;
    }

    /** Reads a resource of this package. */
    static SourceTrack resource(String name) {
        try (InputStream in = SourceTrack.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + name + " is missing beside " + SourceTrack.class);
            }
            return parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("The resource " + name + " cannot be read", e);
        }
    }

    static SourceTrack parse(byte[] file) {
        Box media = new Box("file", ByteBuffer.wrap(file)).get("moov", "trak", "mdia");
        Box table = media.get("minf", "stbl");
        Box times = table.get("stts");
        if (times.u32(4) != 1) {
            throw new IllegalArgumentException("The samples are not equally long: " + times.u32(4) + " runs in stts");
        }
        Box sizeBox = table.get("stsz");
        int[] sizes = new int[(int) sizeBox.u32(8)];
        int total = 0;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = (int) (sizeBox.u32(4) == 0 ? sizeBox.u32(12 + 4 * i) : sizeBox.u32(4));
            total += sizes[i];
        }
        byte[] data = new byte[total];
        System.arraycopy(file, (int) table.get("stco").u32(8), data, 0, total);
        return new SourceTrack((int) media.get("mdhd").u32(12), (int) times.u32(12), table.get("stsd").bytes(), sizes,
                data);
    }

    /** Units a second. */
    int timescale() {
        return timescale;
    }

    /** Duration of each sample in such units. */
    int delta() {
        return delta;
    }

    /** The content of the box {@code stsd}, the decoder's settings; not to be changed. */
    byte[] description() {
        return description;
    }

    int samples() {
        return sizes.length;
    }

    /** Bytes of a sample. */
    int size(int sample) {
        return sizes[sample];
    }

    /** All samples; not to be changed. */
    byte[] data() {
        return data;
    }
}
