// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Metadata;
import dev.veo3.media.MediaInfo;
import dev.veo3.media.MediaInspector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.tika.Tika;
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
 * The seed's third table: what is this file? The floor is what nobody who opens it can do without: open, read 64 bytes, close,
 * done in the fastest way that Java has. The files are in the system's cache.
 *
 * <p>
 * It does not show what a disk or a network drive costs, nor how long other files take: the pictures and videos are generated,
 * their headers are small, and one file is read again and again. The neighbours also find out more than what is asked here.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(2)
public class MediaBenchmark {

    /** For JMH. */
    public MediaBenchmark() {}

    /** One of the files, written anew. */
    @State(Scope.Benchmark)
    public static class AnyFile {
        /** Which one. */
        @Param
        private GeneratedMedia file = GeneratedMedia.PNG_5_MB;

        private Path directory = Path.of("");
        private Path path = Path.of("");
        private final ByteBuffer head = ByteBuffer.allocateDirect(64);
        private final Tika tika = new Tika();

        /** For JMH. */
        public AnyFile() {}

        /** Writes the file. */
        @Setup
        public void write() throws IOException {
            directory = Files.createTempDirectory("veo3-bench");
            path = file.in(directory);
        }

        /** Deletes it. */
        @TearDown
        public void delete() throws IOException {
            Files.delete(path);
            Files.delete(directory);
        }
    }

    /** One of the files that the JDK has a reader for. */
    @State(Scope.Benchmark)
    public static class JdkImage {
        /** Which one. */
        @Param({"PNG_5_MB", "JPEG_3_MB"})
        private GeneratedMedia file = GeneratedMedia.PNG_5_MB;

        private Path directory = Path.of("");
        private Path path = Path.of("");

        /** For JMH. */
        public JdkImage() {}

        /** Writes the file. */
        @Setup
        public void write() throws IOException {
            directory = Files.createTempDirectory("veo3-bench");
            path = file.in(directory);
        }

        /** Deletes it. */
        @TearDown
        public void delete() throws IOException {
            Files.delete(path);
            Files.delete(directory);
        }
    }

    /** The floor. */
    @Benchmark
    public int floor(AnyFile file) throws IOException {
        try (FileChannel channel = FileChannel.open(file.path, StandardOpenOption.READ)) {
            return channel.read(file.head.clear(), 0);
        }
    }

    /** The library. */
    @Benchmark
    public MediaInfo inspect(AnyFile file) {
        return MediaInspector.inspect(file.path);
    }

    /** The JDK's image readers, asked for width and height only. */
    @Benchmark
    public long imageIo(JdkImage file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.path.toFile())) {
            ImageReader reader = ImageIO.getImageReaders(in).next();
            try {
                reader.setInput(in, true, true);
                return (long) reader.getWidth(0) << 32 | reader.getHeight(0);
            } finally {
                reader.dispose();
            }
        }
    }

    /** A library of the field, asked for everything, since it cannot be asked for less. */
    @Benchmark
    public Metadata metadataExtractor(AnyFile file) throws IOException, ImageProcessingException {
        return ImageMetadataReader.readMetadata(file.path.toFile());
    }

    /** A library of the field, asked for the media type only. */
    @Benchmark
    public String tikaDetect(AnyFile file) throws IOException {
        return file.tika.detect(file.path);
    }
}
