// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * The files of the media benchmarks: the sizes of the seed's table, the same content on every run, whole and right in every
 * part that an inspector or a checker reads. Pictures are a soft gradient with noise, so that they compress about as a
 * photograph does.
 */
public enum GeneratedMedia {
    /** A PNG of 5 MB, 1920 x 1080, 8 bits RGB. */
    PNG_5_MB("picture.png") {
        @Override
        void write(Path file) throws IOException {
            ImageIO.write(picture(1920, 1080, 50), "png", file.toFile());
        }
    },
    /** A baseline JPEG of 3 MB, 3840 x 2160. */
    JPEG_3_MB("picture.jpg") {
        @Override
        void write(Path file) throws IOException {
            ImageIO.write(picture(3840, 2160, 110), "jpeg", file.toFile());
        }
    },
    /** A lossless WebP of 1 MB, 640 x 560. */
    WEBP_1_MB("picture.webp") {
        @Override
        void write(Path file) throws IOException {
            Files.write(file, webp(640, 560));
        }
    },
    /** An MP4 of 20 MB, 8 s, with its header before the samples. */
    MP4_20_MB_MOOV_FIRST("header-first-20.mp4") {
        @Override
        void write(Path file) throws IOException {
            new GeneratedMovie(8, 20_000_000).write(file, true);
        }
    },
    /** An MP4 of 20 MB, 8 s, with its header behind the samples. */
    MP4_20_MB_MOOV_LAST("header-last-20.mp4") {
        @Override
        void write(Path file) throws IOException {
            new GeneratedMovie(8, 20_000_000).write(file, false);
        }
    },
    /** An MP4 of 50 MB, 20 s, with its header before the samples. */
    MP4_50_MB_MOOV_FIRST("header-first-50.mp4") {
        @Override
        void write(Path file) throws IOException {
            new GeneratedMovie(20, 50_000_000).write(file, true);
        }
    },
    /** An MP4 of 50 MB, 20 s, with its header behind the samples. */
    MP4_50_MB_MOOV_LAST("header-last-50.mp4") {
        @Override
        void write(Path file) throws IOException {
            new GeneratedMovie(20, 50_000_000).write(file, false);
        }
    };

    private final String fileName;

    GeneratedMedia(String fileName) {
        this.fileName = fileName;
    }

    /**
     * Writes the file into the directory and returns where it is. It is on disk then, and in the system's cache: a system that
     * still writes would disturb who measures.
     */
    public Path in(Path directory) throws IOException {
        Path file = directory.resolve(fileName);
        write(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return file;
    }

    abstract void write(Path file) throws IOException;

    private static BufferedImage picture(int width, int height, int noise) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] samples = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        SplittableRandom random = new SplittableRandom(1);
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int light = x * 48 / width + y * 32 / height;
                for (int channel = 0; channel < 3; channel++) {
                    samples[at++] = (byte) (light + channel * 10 + random.nextInt(noise));
                }
            }
        }
        return image;
    }

    /**
     * A lossless WebP whose every green, red and blue has a code of eight bits, so that any bytes are a picture. Built by the
     * specification "WebP Lossless Bitstream".
     */
    private static byte[] webp(int width, int height) throws IOException {
        BitWriter bits = new BitWriter();
        bits.write(0x2f, 8);
        bits.write(width - 1, 14);
        bits.write(height - 1, 14);
        // No alpha, version 0, no transform, no colour cache, one set of codes.
        bits.write(0, 1 + 3 + 1 + 1 + 1);
        bits.codeOfEightBits(24);
        bits.codeOfEightBits(0);
        bits.codeOfEightBits(0);
        bits.codeOfOneSymbol(255);
        bits.codeOfOneSymbol(0);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < width * height; i++) {
            bits.write(random.nextInt(1 << 24), 24);
        }
        byte[] data = bits.toBytes();
        ByteBuffer file = ByteBuffer.allocate(20 + data.length + data.length % 2).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(file.capacity() - 8);
        file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(data.length).put(data);
        return file.array();
    }

    /** Packs numbers into bytes, the lowest bit first. */
    private static final class BitWriter {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long pending;
        private int count;

        void write(long value, int width) {
            pending |= value << count;
            count += width;
            while (count >= 8) {
                bytes.write((int) pending);
                pending >>>= 8;
                count -= 8;
            }
        }

        /** A code in which the symbols 0 to 255 have eight bits each; so many more symbols are never used. */
        void codeOfEightBits(int unused) {
            write(0, 1);
            // The lengths have a code of their own, in which 0 and 8 take one bit each. They stand in the order of the format:
            // 17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8.
            write(12 - 4, 4);
            for (int length : new int[]{17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8}) {
                write(length == 0 || length == 8 ? 1 : 0, 3);
            }
            // All symbols of the alphabet follow.
            write(0, 1);
            for (int symbol = 0; symbol < 256 + unused; symbol++) {
                write(symbol < 256 ? 1 : 0, 1);
            }
        }

        /** A code with this symbol only, which takes no bits. */
        void codeOfOneSymbol(int symbol) {
            write(0b101, 3);
            write(symbol, 8);
        }

        byte[] toBytes() {
            write(0, 7);
            return bytes.toByteArray();
        }
    }
}
