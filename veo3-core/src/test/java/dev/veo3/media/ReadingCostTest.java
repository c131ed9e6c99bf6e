// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.veo3.media.Boxes.join;
import static dev.veo3.media.Boxes.longs;
import static dev.veo3.media.Boxes.sized;
import static org.assertj.core.api.Assertions.assertThat;

/** How often, and how much, is read of a file. */
class ReadingCostTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"alpha-320x180.webp, 1", "baseline-1280x720.jpg, 1", "cmyk-640x360.jpg, 1",
        "first-frame-1280x720.png, 1",
        "lossless-720x1280.webp, 1", "lossy-1280x720.webp, 1", "portrait-720x1280.png, 1",
        "progressive-1280x720.jpg, 1", "clip-2s-720p-fragmented.mp4, 2", "clip-2s-hevc.mp4, 2", "clip-2s.mov, 2",
        "clip-4s-portrait.mp4, 2", "clip-8s-720p-faststart.mp4, 2", "clip-8s-720p-moov-at-end.mp4, 2",
        "clip-8s-720p-silent.mp4, 2"})
    void aUsualFileIsReadInOneOrTwoPlaces(String name, int reads) throws IOException {
        Reads counted = reads(Fixtures.path(name));

        assertThat(counted.sizes).hasSize(reads);
        assertThat(counted.bytes()).isLessThan(16 * 1024);
    }

    @Test
    void samplesOfAnySizeCostNothing() throws IOException {
        byte[] clip = Fixtures.bytes("clip-8s-720p-moov-at-end.mp4");
        int moov = indexOf(clip, "moov") - 4;
        byte[] head = join(Arrays.copyOf(clip, indexOf(clip, "mdat") - 4), sized("mdat", 1, longs(40L << 30)));
        Path file = directory.resolve("large.mp4");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(head));
            channel.write(ByteBuffer.wrap(clip, moov, clip.length - moov), head.length - 16 + (40L << 30));
        }

        assertThat(reads(file).sizes).isEqualTo(reads(Fixtures.path("clip-8s-720p-moov-at-end.mp4")).sizes);
    }

    @Test
    void eachLongSegmentBeforeTheSizeOfAJpegCostsOneRead() throws IOException {
        byte[] jpeg = Fixtures.bytes("baseline-1280x720.jpg");
        byte[] segment = new byte[0xffff + 2];
        segment[0] = (byte) 0xff;
        segment[1] = (byte) 0xe2;
        segment[2] = (byte) 0xff;
        segment[3] = (byte) 0xff;
        byte[] rest = Arrays.copyOfRange(jpeg, 2, jpeg.length);
        Path file = Files.write(directory.resolve("profile.jpg"),
                join(new byte[]{(byte) 0xff, (byte) 0xd8}, segment, segment, rest));

        assertThat(reads(file).sizes).containsExactly(4096, 4096, 4096);
    }

    @Test
    void looksAtTheSameTimeDoNotSeeEachOthersFiles() throws Exception {
        List<String> names = Fixtures.names();
        List<MediaInfo> alone = names.stream().map(name -> MediaInspector.inspect(Fixtures.path(name))).toList();
        List<Callable<List<MediaInfo>>> looks = new ArrayList<>();
        for (int thread = 0; thread < 16; thread++) {
            looks.add(() -> {
                List<MediaInfo> last = List.of();
                for (int round = 0; round < 200; round++) {
                    last = names.stream().map(name -> MediaInspector.inspect(Fixtures.path(name))).toList();
                    assertThat(last).isEqualTo(alone);
                }
                return last;
            });
        }

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<List<MediaInfo>> look : threads.invokeAll(looks)) {
                assertThat(look.get()).isEqualTo(alone);
            }
        }
    }

    @Test
    void aWindowInsideAnotherHasABufferOfItsOwn() throws IOException {
        Path file = Fixtures.path("clip-2s.mov");
        try (FileChannel channel = FileChannel.open(file);
                HeaderWindow outer = new HeaderWindow(file, channel::read, channel.size())) {
            int before = outer.i32(4);

            assertThat(MediaInspector.inspect(Fixtures.path("first-frame-1280x720.png")).height()).isEqualTo(720);

            assertThat(outer.i32(4)).isEqualTo(before).isEqualTo(Box.FTYP);
        }
    }

    private static int indexOf(byte[] content, String type) {
        return new String(content, StandardCharsets.ISO_8859_1).indexOf(type);
    }

    private static Reads reads(Path file) throws IOException {
        Reads reads = new Reads();
        MediaInfo info;
        try (FileChannel channel = FileChannel.open(file);
                HeaderWindow window = new HeaderWindow(file, (into, at) -> {
                    int read = channel.read(into, at);
                    reads.sizes.add(read);
                    return read;
                }, channel.size())) {
            info = MediaInspector.read(window);
        }
        assertThat(info).isEqualTo(MediaInspector.inspect(file));
        return reads;
    }

    private static final class Reads {

        private final List<Integer> sizes = new ArrayList<>();

        int bytes() {
            return sizes.stream().mapToInt(Integer::intValue).sum();
        }
    }
}
