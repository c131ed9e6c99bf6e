// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Builds MP4 files box by box, so that a test can make one that no program would make. */
final class Boxes {

    private Boxes() {}

    static byte[] box(String type, byte[]... content) {
        byte[] all = join(content);
        return sized(type, 8 + all.length, all);
    }

    /** A box that claims another size than it has; a claim of 1 means that a 64-bit size follows. */
    static byte[] sized(String type, int claimed, byte[]... content) {
        return join(ints(claimed), type.getBytes(StandardCharsets.ISO_8859_1), join(content));
    }

    static byte[] ints(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 4);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.array();
    }

    static byte[] longs(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 8);
        for (long value : values) {
            buffer.putLong(value);
        }
        return buffer.array();
    }

    static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            buffer.put(part);
        }
        return buffer.array();
    }

    static byte[] fileType(String brand) {
        return box("ftyp", brand.getBytes(StandardCharsets.ISO_8859_1), ints(0));
    }

    static byte[] movieHeader(int unitsPerSecond, int units) {
        return box("mvhd", ints(0, 0, 0, unitsPerSecond, units), new byte[80]);
    }

    static byte[] movieHeader64(int unitsPerSecond, long units) {
        return box("mvhd", ints(0x0100_0000), longs(0, 0), ints(unitsPerSecond), longs(units), new byte[80]);
    }

    /** A track shown at 320 x 180, turned as the first two numbers of the matrix say, coded at 640 x 360. */
    static byte[] picture(int id, int right, int down, byte[] sampleTimes) {
        return picture(trackHeader(id, right, down, 320, 180), description("avc1"), sampleTimes);
    }

    static byte[] picture(byte[] trackHeader, byte[] description, byte[] sampleTimes) {
        return box("trak", trackHeader, media("vide", 1000, 4000, description, sampleTimes));
    }

    static byte[] trackHeader(int id, int right, int down, int width, int height) {
        int[] matrix = {right, down, 0, -down, right, 0, 0, 0, 0x4000_0000};
        return box("tkhd", ints(0, 0, 0, id, 0, 0, 0, 0, 0, 0), ints(matrix), ints(width << 16, height << 16));
    }

    static byte[] sound(int id, int unitsPerSecond, int units, byte[] sampleTimes) {
        return box("trak", trackHeader(id, 0x10000, 0, 0, 0),
                media("soun", unitsPerSecond, units, description("mp4a"), sampleTimes));
    }

    static byte[] media(String handler, int unitsPerSecond, int units, byte[] description, byte[] sampleTimes) {
        return box("mdia", box("mdhd", ints(0, 0, 0, unitsPerSecond, units, 0)),
                box("hdlr", ints(0, 0), handler.getBytes(StandardCharsets.ISO_8859_1), new byte[13]),
                box("minf", box("stbl", description, sampleTimes)));
    }

    static byte[] description(String codec) {
        return box("stsd", ints(0, 1), box(codec, new byte[24], ints(640 << 16 | 360), new byte[50]));
    }

    static byte[] samples(int count, int each) {
        return join(box("stts", ints(0, 1, count, each)), box("stsz", ints(0, 1, count)));
    }

    static byte[] noSamples() {
        return join(box("stts", ints(0, 0)), box("stsz", ints(0, 0, 0)));
    }
}
