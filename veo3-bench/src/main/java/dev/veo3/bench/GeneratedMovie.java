// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An MP4 as common encoders lay it out: H.264 at 24 pictures a second and AAC at 48 kHz, a chunk of each in turn, tables
 * for every sample, boxes in the usual order. The pictures' samples are filler of random bytes. Built by ISO/IEC 14496-12,
 * -14 and -15.
 */
final class GeneratedMovie {

    private static final int PICTURES_PER_SECOND = 24;
    private static final int SOUND_RATE = 48_000;
    private static final int SOUND_FRAME = 1024;
    private static final int SOUND_BYTES = 341;
    private static final int LENGTH_PREFIX = 4;
    private static final int FILLER = 12;

    private static final byte[] AVC_CONFIGURATION = HexFormat.of().parseHex("01640032ffe1001b67640032ac7204405005bb01"
            + "1000000300100000030300f183184601000768e8438312c8b0fdf8f800");
    /** Low complexity AAC, 48 kHz, two channels. */
    private static final byte[] AAC_DESCRIPTOR = HexFormat.of().parseHex("038080802500020004808080174015000000"
            + "0000bbf10000bbf10580808005118856e500068080800102");
    private static final int[] UPRIGHT = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};

    private final int seconds;
    private final int pictures;
    private final int sounds;
    private final int[] pictureBytes;

    GeneratedMovie(int seconds, int bytes) {
        this.seconds = seconds;
        this.pictures = seconds * PICTURES_PER_SECOND;
        this.sounds = seconds * SOUND_RATE / SOUND_FRAME;
        this.pictureBytes = new int[pictures];
        Arrays.setAll(pictureBytes, i -> (bytes - sounds * SOUND_BYTES) / pictures + (i % 7 - 3) * 1000);
    }

    void write(Path file, boolean moovFirst) throws IOException {
        byte[] type = box("ftyp", text("isom"), ints(0x200), text("isomiso2avc1mp41"));
        byte[] header = moov(0);
        int payload = Arrays.stream(pictureBytes).sum() + sounds * SOUND_BYTES;
        byte[] mdat = join(ints(8 + payload), text("mdat"));
        int first = type.length + (moovFirst ? header.length : 0) + mdat.length;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(type);
            if (moovFirst) {
                out.write(moov(first));
            }
            out.write(mdat);
            samples(out);
            if (!moovFirst) {
                out.write(moov(first));
            }
        }
    }

    private void samples(OutputStream out) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        byte[] sound = new byte[SOUND_BYTES];
        for (int i = 0; i < pictures; i++) {
            byte[] picture = new byte[pictureBytes[i]];
            random.nextBytes(picture);
            ByteBuffer.wrap(picture).putInt(picture.length - LENGTH_PREFIX).put((byte) FILLER);
            out.write(picture);
            for (int s = soundsBefore(i); s < soundsBefore(i + 1); s++) {
                random.nextBytes(sound);
                out.write(sound);
            }
        }
    }

    /** How many frames of sound stand before this picture. */
    private int soundsBefore(int picture) {
        return (int) ((long) sounds * picture / pictures);
    }

    private byte[] moov(int first) {
        int[] pictureChunks = new int[pictures];
        int[] soundChunks = new int[pictures];
        List<byte[]> runs = new ArrayList<>();
        int before = 0;
        int at = first;
        for (int i = 0; i < pictures; i++) {
            int run = soundsBefore(i + 1) - soundsBefore(i);
            if (run != before) {
                runs.add(ints(i + 1, run, 1));
                before = run;
            }
            pictureChunks[i] = at;
            soundChunks[i] = at + pictureBytes[i];
            at = soundChunks[i] + run * SOUND_BYTES;
        }
        return box("moov",
                box("mvhd", ints(0, 0, 0, 1000, seconds * 1000, 0x10000, 0x01000000, 0, 0), ints(UPRIGHT),
                        ints(0, 0, 0, 0, 0, 0, 3)),
                picture(pictureChunks), sound(soundChunks, runs),
                box("udta", box("meta", ints(0), box("hdlr", ints(0, 0), text("mdirappl"), new byte[9]))));
    }

    private byte[] picture(int[] chunks) {
        byte[] entry = box("avc1", ints(0, 1, 0, 0, 0, 0, 1280 << 16 | 720, 0x480000, 0x480000, 0),
                ints(1 << 16), new byte[30], ints(0x18ffff), box("avcC", AVC_CONFIGURATION));
        int[] offsets = new int[pictures * 2];
        for (int i = 0; i < pictures; i++) {
            offsets[i * 2] = 1;
            offsets[i * 2 + 1] = 512 * (1 + i % 3);
        }
        return box("trak", trackHeader(1, 0, 1280, 720), edit(1024),
                media("vide", 12_288, pictures * 512, box("vmhd", ints(1, 0, 0)), box("stbl", description(entry),
                        box("stts", ints(0, 1, pictures, 512)), box("stss", ints(0, 1, 1)),
                        box("ctts", ints(0, pictures), ints(offsets)), box("stsc", ints(0, 1, 1, 1, 1)),
                        box("stsz", ints(0, 0, pictures), ints(pictureBytes)),
                        box("stco", ints(0, pictures), ints(chunks)))));
    }

    private byte[] sound(int[] chunks, List<byte[]> runs) {
        byte[] entry = box("mp4a", ints(0, 1, 0, 0, 2 << 16 | 16, 0, SOUND_RATE << 16),
                box("esds", ints(0), AAC_DESCRIPTOR));
        int[] sizes = new int[sounds];
        Arrays.fill(sizes, SOUND_BYTES);
        return box("trak", trackHeader(2, 0x0100, 0, 0), edit(0),
                media("soun", SOUND_RATE, sounds * SOUND_FRAME, box("smhd", ints(0, 0)), box("stbl", description(entry),
                        box("stts", ints(0, 1, sounds, SOUND_FRAME)),
                        box("stsc", ints(0, runs.size()), join(runs.toArray(byte[][]::new))),
                        box("stsz", ints(0, 0, sounds), ints(sizes)),
                        box("stco", ints(0, pictures), ints(chunks)))));
    }

    private byte[] trackHeader(int id, int volume, int width, int height) {
        return box("tkhd", ints(3, 0, 0, id, 0, seconds * 1000, 0, 0, 0, volume << 16), ints(UPRIGHT),
                ints(width << 16, height << 16));
    }

    private byte[] edit(int start) {
        return box("edts", box("elst", ints(0, 1, seconds * 1000, start, 0x10000)));
    }

    private static byte[] media(String handler, int scale, int units, byte[] header, byte[] tables) {
        return box("mdia", box("mdhd", ints(0, 0, 0, scale, units, 0x55c40000)),
                box("hdlr", ints(0, 0), text(handler), new byte[13]),
                box("minf", header, box("dinf", box("dref", ints(0, 1), box("url ", ints(1)))), tables));
    }

    private static byte[] description(byte[] entry) {
        return box("stsd", ints(0, 1), entry);
    }

    private static byte[] box(String type, byte[]... content) {
        byte[] all = join(content);
        return join(ints(8 + all.length), text(type), all);
    }

    private static byte[] text(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] ints(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 4);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.array();
    }

    private static byte[] join(byte[]... parts) {
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
}
