// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import com.sun.management.ThreadMXBean;
import dev.veo3.media.MediaException.Reason;
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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.veo3.media.Boxes.box;
import static dev.veo3.media.Boxes.fileType;
import static dev.veo3.media.Boxes.ints;
import static dev.veo3.media.Boxes.join;
import static dev.veo3.media.Boxes.longs;
import static dev.veo3.media.Boxes.movieHeader;
import static dev.veo3.media.Boxes.movieHeader64;
import static dev.veo3.media.Boxes.noSamples;
import static dev.veo3.media.Boxes.picture;
import static dev.veo3.media.Boxes.samples;
import static dev.veo3.media.Boxes.sized;
import static dev.veo3.media.Boxes.sound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HostileContentTest {

    private static final byte[] FTYP = fileType("isom");
    private static final byte[] MVHD = movieHeader(1000, 4000);
    private static final byte[] PICTURE = picture(1, 0x10000, 0, samples(4, 1000));
    private static final byte[] FRAGMENTED = box("moov", MVHD, picture(1, 0x10000, 0, noSamples()),
            box("mvex", box("trex", ints(0, 1, 1, 0, 0, 0))));

    @TempDir
    private Path directory;

    static List<String> fixtures() throws IOException {
        return Fixtures.names();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aFileThatIsCutAnywhereIsEitherReadOrRefused(String name) throws IOException {
        byte[] whole = Fixtures.bytes(name);
        Path file = Files.write(directory.resolve(name), whole);
        // From the end, because a file is cut more easily than made longer.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int length = whole.length; length >= 0; length -= length > 4096 ? 997 : 1) {
                channel.truncate(length);
                inspected(file, length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip-8s-720p-faststart.mp4", "clip-8s-720p-moov-at-end.mp4", "clip-2s.mov",
        "clip-2s-hevc.mp4"})
    void aClipThatIsCutIsDamaged(String name) throws IOException {
        byte[] whole = Fixtures.bytes(name);
        for (int missing : new int[]{1, 100, whole.length / 2}) {
            Path file = Files.write(directory.resolve(name), Arrays.copyOf(whole, whole.length - missing));

            assertThatThrownBy(() -> MediaInspector.inspect(file)).isInstanceOfSatisfying(MediaException.class,
                    e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aFileWithChangedBytesIsEitherReadOrRefused(String name) throws IOException {
        byte[] whole = Fixtures.bytes(name);
        // The headers of a clip with its samples first are at its end; nothing is looked for in between.
        byte[] start = Arrays.copyOf(whole, Math.min(whole.length, 6000));
        byte[] content = name.startsWith("clip")
                ? join(start, Arrays.copyOfRange(whole, whole.length - 4000, whole.length))
                : start;
        Path file = Files.write(directory.resolve(name), content);
        Random random = new Random(2026);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int round = 0; round < 3000; round++) {
                int at = random.nextInt(12, content.length - 8);
                long[] values = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x0000_0001_0000_0008L, random.nextLong()};
                channel.write(ByteBuffer.wrap(longs(values[random.nextInt(values.length)]), 0, random.nextInt(1, 9)),
                        at);
                inspected(file, round);
                channel.write(ByteBuffer.wrap(content, at, 8), at);
            }
        }
    }

    static List<Arguments> boxes() {
        byte[] moov = box("moov", MVHD, PICTURE);
        byte[] mdat = box("mdat", new byte[8]);
        byte[] tfhd = box("tfhd", ints(0, 1));
        return List.of(Arguments.of("goes beyond the end of the file", join(FTYP, sized("mdat", 5000), new byte[100])),
                Arguments.of("has 2 bytes, fewer than its header", join(FTYP, sized("moov", 2), new byte[100])),
                Arguments.of("18446744073709551615 bytes", join(FTYP, sized("mdat", 1, longs(-1)), moov)),
                Arguments.of("9223372036854775808 bytes", join(FTYP, sized("moov", 1, longs(Long.MIN_VALUE)), mdat)),
                Arguments.of("9223372036854775807 bytes", join(FTYP, sized("moov", 1, longs(Long.MAX_VALUE)), mdat)),
                Arguments.of("says that it has 1 bytes, fewer", join(FTYP, sized("moov", 1))),
                Arguments.of("says that it has 3 bytes, fewer", join(FTYP, sized("moov", 1, longs(3)), mdat)),
                Arguments.of("beyond the box moov that it is in",
                        join(FTYP, box("moov", sized("mvhd", 200), new byte[50]), new byte[999])),
                Arguments.of("ends without the box moov", join(FTYP, mdat)),
                Arguments.of("ends without the box moov", FTYP),
                Arguments.of("without the samples that the header lists", join(FTYP, moov)),
                Arguments.of("the box ftyp has only 8 bytes", box("ftyp")),
                Arguments.of("has no mvhd in it", join(FTYP, box("moov", PICTURE), mdat)),
                Arguments.of("the box mvhd has only 12 bytes",
                        join(FTYP, box("moov", box("mvhd", ints(0)), PICTURE), mdat)),
                Arguments.of("counts 0 units a second", join(FTYP, box("moov", movieHeader(0, 1), PICTURE), mdat)),
                Arguments.of("2^63 units or more",
                        join(FTYP, box("moov", movieHeader64(1, Long.MIN_VALUE), PICTURE), mdat)),
                Arguments.of("does not give the picture's size and codec",
                        join(FTYP, box("moov", MVHD, withoutCodec()), mdat)),
                Arguments.of("announces",
                        join(FTYP, FRAGMENTED, box("moof", box("traf", tfhd, box("trun", ints(0x100, -1, 7)))), mdat)),
                Arguments.of("add up to 2^63 units or more",
                        join(FTYP, FRAGMENTED, box("moof", box("traf", box("tfhd", ints(8, 1, -1)),
                                box("trun", ints(0, -1)), box("trun", ints(0, -1)))), mdat)));
    }

    @ParameterizedTest
    @MethodSource("boxes")
    void boxesThatContradictThemselvesAreDamage(String problem, byte[] content) throws IOException {
        Path file = Files.write(directory.resolve("hostile.mp4"), content);

        assertThatThrownBy(() -> MediaInspector.inspect(file)).isInstanceOfSatisfying(MediaException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.DAMAGED);
            assertThat(e.offset()).isPresent();
            assertThat(e).hasMessageContaining(problem);
        });
    }

    @Test
    void soundOnlyIsNoVideo() throws IOException {
        Path file = Files.write(directory.resolve("sound.mp4"),
                join(FTYP, box("moov", MVHD, sound(1, 48_000, 1, samples(1, 1)))));

        assertThatThrownBy(() -> MediaInspector.inspect(file)).isInstanceOfSatisfying(MediaException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.NOT_MEDIA))
                .hasMessageContaining("it looks like an MP4 file with sound only");
    }

    @Test
    void boxesInBoxesByTheThousandDoNotExhaustTheStack() throws IOException {
        for (String type : List.of("moov", "trak", "mdia", "minf", "stbl", "stsd", "moof")) {
            byte[] nested = new byte[800_000];
            ByteBuffer buffer = ByteBuffer.wrap(nested);
            while (buffer.hasRemaining()) {
                int size = buffer.remaining();
                buffer.putInt(size).put(type.getBytes(StandardCharsets.US_ASCII));
            }
            Path file = Files.write(directory.resolve("nested.mp4"), join(FTYP, box("moov", MVHD, nested), nested));

            assertThatThrownBy(() -> MediaInspector.inspect(file)).isInstanceOf(MediaException.class);
        }
    }

    /** Every table that says how many entries it has says four billion, in a file that is otherwise right. */
    @ParameterizedTest
    @ValueSource(strings = {"stsd", "stts", "stss", "ctts", "stsc", "stsz", "stco", "elst", "dref"})
    void billionsOfEntriesAreDeclaredButNotBelieved(String table) throws IOException {
        byte[] content = Fixtures.bytes("clip-8s-720p-faststart.mp4");
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int count = table.equals("stsz") ? 12 : 8;
        for (int at = text.indexOf(table); at >= 0 && at < 7000; at = text.indexOf(table, at + 4)) {
            ByteBuffer.wrap(content).putInt(at + count, -1);
        }
        Path file = Files.write(directory.resolve("many.mp4"), content);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        inspected(file, 0);

        long before = thread.getCurrentThreadAllocatedBytes();
        inspected(file, 1);

        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }

    @Test
    void aMillionEmptyTracksAreOnlyLookedAt() throws IOException {
        byte[] tracks = new byte[8_000_000];
        ByteBuffer buffer = ByteBuffer.wrap(tracks);
        while (buffer.hasRemaining()) {
            buffer.putInt(8).putInt(Box.TRAK);
        }
        Path file = Files.write(directory.resolve("tracks.mp4"),
                join(FTYP, box("moov", MVHD, tracks, PICTURE), box("mdat")));

        assertThat(MediaInspector.inspect(file).width()).isEqualTo(320);
    }

    @Test
    void headersThatAreSpreadOverTheWholeFileAreGivenUp() throws IOException {
        Path file = directory.resolve("spread.mp4");
        int boxes = 70_000;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(FTYP));
            for (long i = 0; i < boxes; i++) {
                channel.write(ByteBuffer.wrap(sized("free", 8192)), FTYP.length + i * 8192);
            }
            channel.write(ByteBuffer.wrap(box("moov", MVHD, PICTURE)), FTYP.length + boxes * 8192L);
        }

        assertThatThrownBy(() -> MediaInspector.inspect(file)).isInstanceOf(MediaException.class)
                .hasMessageContaining("spread over more than 65536 places");
    }

    /** Passes when the file is read or refused; anything else that is thrown fails the test and names the case. */
    private static void inspected(Path file, int which) {
        try {
            assertThat(MediaInspector.inspect(file).width()).isPositive();
        } catch (MediaException e) {
            assertThat(e.getMessage()).startsWith(file.toString());
        } catch (RuntimeException | Error e) {
            throw new AssertionError("case " + which + " of " + file.getFileName(), e);
        }
    }

    private static byte[] withoutCodec() {
        return picture(Boxes.trackHeader(1, 0x10000, 0, 320, 180), box("stsd", ints(0, 0)), samples(4, 1000));
    }
}
