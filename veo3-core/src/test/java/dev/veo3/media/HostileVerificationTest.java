// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import com.sun.management.ThreadMXBean;
import dev.veo3.media.Verification.Damaged;
import dev.veo3.media.Verification.Depth;
import dev.veo3.media.Verification.Intact;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.veo3.media.Boxes.box;
import static dev.veo3.media.Boxes.ints;
import static dev.veo3.media.Boxes.join;
import static dev.veo3.media.Boxes.movieHeader;
import static dev.veo3.media.Movies.DATA;
import static dev.veo3.media.Movies.table;
import static org.assertj.core.api.Assertions.assertThat;

/** Files made to keep a reader busy, or to exhaust its stack or its memory. */
class HostileVerificationTest {

    @TempDir
    private Path directory;

    @Test
    void boxesInBoxesByTheThousandDoNotExhaustTheStack() throws IOException {
        for (String type : List.of("moov", "trak", "mdia", "minf", "stbl", "stsd", "edts", "dinf", "mvex", "moof",
                "traf")) {
            byte[] nested = new byte[800_000];
            ByteBuffer buffer = ByteBuffer.wrap(nested);
            while (buffer.hasRemaining()) {
                int size = buffer.remaining();
                buffer.putInt(size).put(type.getBytes(StandardCharsets.US_ASCII));
            }
            byte[] inHeader = new Movies().with("before", nested).bytes();

            assertThat(InMemory.verify(new Movies().followedBy(nested).bytes())).isNotNull();
            assertThat(InMemory.verify(inHeader)).isNotNull();
            assertThat(InMemory.verify(new Movies().with("edts", nested).bytes())).isNotNull();
            assertThat(InMemory.verify(new Movies().with("dinf", nested).bytes())).isNotNull();
        }
    }

    @Test
    void billionsOfSamplesThatTakeNoRoomAreCounted() throws IOException {
        Movies movie = new Movies().with("stsd", table("stsd", 1, Movies.description("av01", "av1C", 4, 3)))
                .with("stsz", box("stsz", ints(0, 1, -1))).with("stts", table("stts", 1, -1, 1)).without("ctts")
                .without("stss")
                .with("stsc", table("stsc", 1, 1, -1, 1)).with("stco", table("stco", 1, DATA));

        assertThat(InMemory.damage(movie.bytes()).reason()).contains("has 4294967295 bytes from byte " + DATA);
    }

    @Test
    void chunksThatAllNameTheSameSamplesAreReadOnlySoOften() throws IOException {
        int chunks = 1_000_000;
        byte[] data = new byte[1_000_000];
        ByteBuffer.wrap(data).putInt(0, data.length - 4).put(4, (byte) 0x65);
        for (int i = 5; i < data.length; i++) {
            data[i] = 1;
        }
        int[] offsets = new int[chunks];
        Arrays.fill(offsets, DATA);
        byte[] content = new Movies().with("stsz", box("stsz", ints(0, data.length, chunks)))
                .with("stts", table("stts", 1, chunks, 1)).without("ctts").without("stss")
                .with("stsc", table("stsc", 1, 1, 1, 1))
                .with("stco", table("stco", chunks, offsets)).withData(data).bytes();
        long[] read = {0};
        MediaFile file = InMemory.file(content, content.length);
        MediaFile counted = new MediaFile(file.path(), (into, at) -> {
            int count = file.source().read(into, at);
            read[0] += count;
            return count;
        }, file.size());

        assertThat(FileCheck.of(counted, Depth.CONTENT)).isInstanceOf(Intact.class);
        assertThat(read[0]).isLessThan(4L * content.length);
    }

    @Test
    void tinySamplesThatAMillionChunksShareAreCheckedOnlySoOften() throws IOException {
        int chunks = 1_000_000;
        int each = 4_000;
        byte[] data = new byte[6 * each];
        for (int i = 0; i < each; i++) {
            ByteBuffer.wrap(data, 6 * i, 6).putInt(2).put((byte) 0x65).put((byte) 1);
        }
        int[] offsets = new int[chunks];
        Arrays.fill(offsets, DATA);
        // Four billion samples, which stand in one block: to check each would take minutes, though nothing is read twice.
        int samples = chunks * each;
        byte[] content = new Movies().with("stsz", box("stsz", ints(0, 6, samples)))
                .with("stts", table("stts", 1, samples, 1)).without("ctts").without("stss")
                .with("stsc", table("stsc", 1, 1, each, 1))
                .with("stco", table("stco", chunks, offsets)).withData(data).bytes();

        assertThat(InMemory.verify(content)).isInstanceOf(Intact.class);
    }

    @Test
    void moreStretchesOfSamplesThanAreKeptAreNoDamage() throws IOException {
        byte[] more = new byte[9 * 100_000];
        ByteBuffer buffer = ByteBuffer.wrap(more);
        while (buffer.hasRemaining()) {
            buffer.putInt(9).putInt(Box.MDAT).put((byte) 7);
        }

        assertThat(InMemory.verify(new Movies().followedBy(more).bytes())).isInstanceOf(Intact.class);
    }

    @Test
    void hundredsOfTracksAreLookedAtInTurn() throws IOException {
        byte[] track = new Movies().track();
        byte[][] tracks = new byte[500][];
        Arrays.fill(tracks, track);

        assertThat(InMemory.verify(new Movies().with("before", tracks).bytes())).isInstanceOf(Intact.class);
        byte[] wrong = new Movies().with("stco", table("stco", 4, 0, 0, 0, 0)).track();
        assertThat(InMemory.verify(new Movies().with("before", join(tracks), wrong).bytes()))
                .isInstanceOf(Damaged.class);
    }

    @Test
    void aTableOfManyMegabytesInAHoleIsReadInPieces() throws IOException, InterruptedException {
        // A table of 50 million samples of 0 bytes: 200 MB that is not there.
        int samples = 50_000_000;
        long bytes = 20 + 4L * samples;
        Path file = directory.resolve("table.mp4");
        byte[] tables = join(table("stsd", 1, Movies.description("avc1", "avcC", 4, 3)), table("stts", 1, samples, 1),
                table("stsc", 1, 1, samples, 1), table("stco", 1, 8), ints((int) bytes),
                "stsz".getBytes(StandardCharsets.US_ASCII),
                ints(0, 0, samples));
        byte[] before = join(movieHeader(1000, 4000));
        byte[] media = join(box("mdhd", ints(0, 0, 0, 1000, 4000, 0)),
                box("hdlr", ints(0, 0), "vide".getBytes(StandardCharsets.US_ASCII), new byte[13]));
        int stbl = (int) (8 + tables.length - 20 + bytes);
        byte[] content = join(Movies.FTYP, box("mdat", new byte[10]),
                ints(8 + before.length + 8 + trackBytes(media, stbl)),
                "moov".getBytes(StandardCharsets.US_ASCII), before, ints(8 + trackBytes(media, stbl)),
                "trak".getBytes(StandardCharsets.US_ASCII), Boxes.trackHeader(1, 0x10000, 0, 320, 180),
                ints(8 + media.length + 8 + stbl), "mdia".getBytes(StandardCharsets.US_ASCII), media, ints(8 + stbl),
                "minf".getBytes(StandardCharsets.US_ASCII), ints(stbl), "stbl".getBytes(StandardCharsets.US_ASCII),
                tables);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(content));
            channel.write(ByteBuffer.wrap(new byte[1]), content.length + 4L * samples - 1);
        }

        long before1 = allocated();
        Verification verification = MediaInspector.verify(file);
        long used = allocated() - before1;

        assertThat(verification).isInstanceOf(Intact.class);
        assertThat(used).isLessThan(1_000_000);
        Files.delete(file);
    }

    private static int trackBytes(byte[] media, int stbl) {
        return Boxes.trackHeader(1, 0x10000, 0, 320, 180).length + 8 + media.length + 8 + stbl;
    }

    /** A file of each format with eight times the bytes is read in the same memory. */
    @Test
    void theMemoryThatIsUsedDoesNotGrowWithTheFile() throws IOException {
        for (String name : List.of("first-frame-1280x720.png", "baseline-1280x720.jpg", "lossy-1280x720.webp",
                "clip-2s.mov")) {
            byte[] content = Fixtures.bytes(name);
            long few = cost(content);
            assertThat(few).as(name).isLessThan(400_000);
        }
        byte[] small = Pngs.withChunks(Pngs.chunk("prIv", new byte[10]));
        byte[] large = Pngs.withChunks(Pngs.chunk("prIv", new byte[50_000_000]));
        cost(small);
        assertThat(cost(large)).isLessThan(cost(small) + 50_000);
    }

    private static long cost(byte[] content) throws IOException {
        MediaFile file = InMemory.file(content, content.length);
        FileCheck.of(file, Depth.CONTENT);
        long before = allocated();
        FileCheck.of(file, Depth.CONTENT);
        return allocated() - before;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
