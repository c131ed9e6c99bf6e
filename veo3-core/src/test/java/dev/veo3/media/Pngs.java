// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import static dev.veo3.media.Boxes.ints;
import static dev.veo3.media.Boxes.join;

/** Builds PNG files chunk by chunk, so that a test can make one that no program would make. */
final class Pngs {

    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    static final byte[] END = chunk("IEND");

    private Pngs() {}

    static byte[] png(byte[]... chunks) {
        return join(SIGNATURE, join(chunks));
    }

    /** A chunk with a right length and checksum. */
    static byte[] chunk(String name, byte[]... content) {
        byte[] all = join(name.getBytes(StandardCharsets.ISO_8859_1), join(content));
        CRC32 crc = new CRC32();
        crc.update(all);
        return join(ints(all.length - 4), all, ints((int) crc.getValue()));
    }

    static byte[] header(int width, int height, int depth, int colorType, int interlace) {
        return chunk("IHDR", ints(width, height), new byte[]{(byte) depth, (byte) colorType, 0, 0, (byte) interlace});
    }

    /** A gray picture of 8 bits. */
    static byte[] header(int width, int height) {
        return header(width, height, 8, 0, 0);
    }

    static byte[] data(byte[] rows) {
        return chunk("IDAT", packed(rows));
    }

    static byte[] packed(byte[] rows) {
        Deflater deflater = new Deflater();
        deflater.setInput(rows);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1024];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    /** A whole gray picture with these chunks before its data. */
    static byte[] withChunks(byte[]... before) {
        return png(header(3, 2), join(before), data(new byte[8]), END);
    }

    static byte[] animation(int frames) {
        return chunk("acTL", ints(frames, 0));
    }

    static byte[] frame(int sequence, int width, int height, int x, int y) {
        return chunk("fcTL", ints(sequence, width, height, x, y), new byte[6]);
    }

    static byte[] frameData(int sequence, byte[] rows) {
        return chunk("fdAT", ints(sequence), packed(rows));
    }

    static byte[] changed(byte[] content, int at, int value) {
        byte[] copy = Arrays.copyOf(content, content.length);
        ByteBuffer.wrap(copy).put(at, (byte) value);
        return copy;
    }
}
