// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import static dev.veo3.media.Boxes.box;
import static dev.veo3.media.Boxes.fileType;
import static dev.veo3.media.Boxes.ints;
import static dev.veo3.media.Boxes.join;
import static dev.veo3.media.Boxes.movieHeader;
import static dev.veo3.media.Boxes.trackHeader;

/**
 * A small whole MP4 with one track of H.264, in which a test replaces a box by a wrong one: five samples of 10, 20, 30, 40 and 50
 * bytes, the first two in one chunk, the others in one each. Its samples stand first, so that the places of its chunks are known.
 */
final class Movies {

    static final byte[] FTYP = fileType("isom");
    /** Where the content of the box mdat begins. */
    static final int DATA = FTYP.length + 8;
    /** How long it is, with two bytes between the chunks. */
    static final int DATA_BYTES = 156;
    private static final int[] SIZES = {10, 20, 30, 40, 50};
    static final int[] OFFSETS = {DATA, DATA + 32, DATA + 64, DATA + 106};

    private final Map<String, byte[]> boxes = new HashMap<>();
    private byte[] data = data();
    private byte[] behind = {};

    Movies() {
        boxes.put("tkhd", trackHeader(1, 0x10000, 0, 320, 180));
        boxes.put("stsd", table("stsd", 1, description("avc1", "avcC", 4, 3)));
        boxes.put("stts", table("stts", 2, 2, 100, 3, 50));
        boxes.put("ctts", table("ctts", 1, 5, 10));
        boxes.put("stss", table("stss", 2, 1, 4));
        boxes.put("stsc", table("stsc", 2, 1, 2, 1, 2, 1, 1));
        boxes.put("stsz", box("stsz", ints(0, 0, 5), ints(SIZES)));
        boxes.put("stco", table("stco", 4, OFFSETS));
    }

    /** Puts other bytes in the place of a box; none to leave it out. */
    Movies with(String type, byte[]... replacement) {
        boxes.put(type, join(replacement));
        return this;
    }

    Movies without(String type) {
        return with(type);
    }

    /** Changes the samples. */
    Movies withData(byte[] other) {
        data = other;
        return this;
    }

    /** Puts boxes behind all others. */
    Movies followedBy(byte[]... more) {
        behind = join(more);
        return this;
    }

    byte[] bytes() {
        return join(FTYP, box("mdat", data), box("moov", movieHeader(1000, 350), get("before"), track(), get("mvex")),
                behind);
    }

    /** The box {@code trak}. */
    byte[] track() {
        byte[] stbl = box("stbl", get("stsd"), get("stts"), get("ctts"), get("stss"), get("stsc"), get("stsz"),
                get("stz2"),
                get("stco"), get("co64"));
        byte[] mdia = box("mdia", box("mdhd", ints(0, 0, 0, 1000, 350, 0)),
                box("hdlr", ints(0, 0), "vide".getBytes(StandardCharsets.US_ASCII), new byte[13]),
                box("minf", get("dinf"), stbl));
        return box("trak", get("tkhd"), get("edts"), mdia);
    }

    private byte[] get(String type) {
        return boxes.getOrDefault(type, new byte[0]);
    }

    /** A box with a version, a number of entries, and these numbers. */
    static byte[] table(String type, int count, int... numbers) {
        return box(type, ints(0, count), ints(numbers));
    }

    static byte[] table(String type, int count, byte[] entries) {
        return box(type, ints(0, count), entries);
    }

    /** A description of H.264 or HEVC whose configuration has this in the byte that gives how long lengths are. */
    static byte[] description(String codec, String configuration, int place, int lengthBytes) {
        byte[] record = new byte[place + 3];
        record[place] = (byte) (0xfc | lengthBytes);
        return box(codec, new byte[24], ints(640 << 16 | 360), new byte[50], box(configuration, record));
    }

    /** The samples: each is one unit, but the last, which is two. */
    static byte[] data() {
        byte[] data = new byte[DATA_BYTES];
        int[] starts = {0, 10, 32, 64, 106, 106 + 24};
        int[] lengths = {10, 20, 30, 40, 24, 26};
        for (int i = 0; i < starts.length; i++) {
            unit(data, starts[i], lengths[i]);
        }
        return data;
    }

    private static void unit(byte[] data, int at, int bytes) {
        data[at + 3] = (byte) (bytes - 4);
        data[at + 4] = 0x65;
        data[at + 5] = 0x11;
    }
}
