// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import dev.veo3.media.MediaInspector;
import dev.veo3.media.Verification;
import dev.veo3.media.Verification.Depth;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Is this file whole? Beside it stands what a checksum over the same file costs in blocks of the same size, once with the buffer
 * that most programs use and once with one outside of the heap, which is filled without a copy. The files are in the system's
 * cache.
 *
 * <p>
 * It does not show what a disk costs, nor how much damage is found: every file is whole, and of a
 * damaged one no more is read than up to the damage.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class VerifyBenchmark {

    /** The size of the library's blocks. */
    private static final int BLOCK = 128 * 1024;
    private static final int SCRATCH = 64 * 1024;

    /** For JMH. */
    public VerifyBenchmark() {}

    /** One of the files, written anew. */
    @State(Scope.Benchmark)
    public static class AnyFile {
        /** Which one. */
        @Param({"PNG_5_MB", "JPEG_3_MB", "WEBP_1_MB", "MP4_20_MB_MOOV_FIRST", "MP4_50_MB_MOOV_LAST"})
        private GeneratedMedia file = GeneratedMedia.PNG_5_MB;

        private final Written written = new Written();

        /** For JMH. */
        public AnyFile() {}

        /** Writes the file. */
        @Setup
        public void write() throws IOException {
            written.write(file);
        }

        /** Deletes it. */
        @TearDown
        public void delete() throws IOException {
            written.delete();
        }
    }

    /** One of the files that the JDK decodes. */
    @State(Scope.Benchmark)
    public static class JdkImage {
        /** Which one. */
        @Param({"PNG_5_MB", "JPEG_3_MB"})
        private GeneratedMedia file = GeneratedMedia.PNG_5_MB;

        private final Written written = new Written();

        /** For JMH. */
        public JdkImage() {}

        /** Writes the file. */
        @Setup
        public void write() throws IOException {
            written.write(file);
        }

        /** Deletes it. */
        @TearDown
        public void delete() throws IOException {
            written.delete();
        }
    }

    /** The packed pixels of the PNG, without the chunks around them. */
    @State(Scope.Benchmark)
    public static class Pixels {
        /** Which one. */
        @Param("PNG_5_MB")
        private GeneratedMedia file = GeneratedMedia.PNG_5_MB;

        private final Written written = new Written();

        /** For JMH. */
        public Pixels() {}

        /** Writes them into a file. */
        @Setup
        public void write() throws IOException {
            written.write(file);
            ByteBuffer png = ByteBuffer.wrap(Files.readAllBytes(written.path)).position(8);
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            while (png.hasRemaining()) {
                int length = png.getInt();
                byte[] content = new byte[length];
                boolean pixels = png.getInt() == 0x49444154;
                png.get(content).getInt();
                if (pixels) {
                    data.writeBytes(content);
                }
            }
            Files.write(written.path, data.toByteArray());
        }

        /** Deletes it. */
        @TearDown
        public void delete() throws IOException {
            written.delete();
        }
    }

    /** A file in a directory of its own, and the buffers through which the checksums read it. */
    private static final class Written {
        private final byte[] array = new byte[BLOCK];
        private final ByteBuffer heap = ByteBuffer.wrap(array);
        private final ByteBuffer direct = ByteBuffer.allocateDirect(BLOCK);
        private final byte[] scratch = new byte[SCRATCH];
        private Path directory = Path.of("");
        private Path path = Path.of("");

        void write(GeneratedMedia media) throws IOException {
            directory = Files.createTempDirectory("veo3-bench");
            path = media.in(directory);
        }

        void delete() throws IOException {
            Files.delete(path);
            Files.delete(directory);
        }

        long crc32(ByteBuffer buffer, @Nullable Inflater inflater) throws IOException, DataFormatException {
            CRC32 crc = new CRC32();
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                while (channel.read(buffer.clear()) >= 0) {
                    crc.update(buffer.flip());
                    if (inflater != null) {
                        inflater.setInput(buffer.rewind());
                        while (inflater.inflate(scratch) > 0) {
                            // The pixels are not kept.
                        }
                    }
                }
            }
            return crc.getValue();
        }
    }

    /** The library: everything that the format allows to check. */
    @Benchmark
    public Verification verify(AnyFile file) throws InterruptedException {
        return MediaInspector.verify(file.written.path);
    }

    /** The library: a PNG without its pixels, a video without its samples. */
    @Benchmark
    public Verification verifyStructure(AnyFile file) throws InterruptedException {
        return MediaInspector.verify(file.written.path, Depth.STRUCTURE);
    }

    /** CRC32, through a buffer in the heap. */
    @Benchmark
    public long crc32(AnyFile file) throws IOException, DataFormatException {
        return file.written.crc32(file.written.heap, null);
    }

    /** CRC32, through a buffer outside of it. */
    @Benchmark
    public long crc32Direct(AnyFile file) throws IOException, DataFormatException {
        return file.written.crc32(file.written.direct, null);
    }

    /** CRC32 and Inflater over the pixels of the PNG, which are not kept. */
    @Benchmark
    public long crc32AndInflater(Pixels pixels) throws IOException, DataFormatException {
        Inflater inflater = new Inflater();
        try {
            return pixels.written.crc32(pixels.written.direct, inflater);
        } finally {
            inflater.end();
        }
    }

    /** The JDK's decoder, which keeps the whole picture. */
    @Benchmark
    public BufferedImage imageIo(JdkImage file) throws IOException {
        return ImageIO.read(file.written.path.toFile());
    }
}
