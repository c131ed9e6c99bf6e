// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.Verification.Damaged;
import dev.veo3.media.Verification.Depth;
import dev.veo3.media.Verification.Intact;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.veo3.media.Boxes.box;
import static dev.veo3.media.Boxes.ints;
import static dev.veo3.media.Boxes.join;
import static dev.veo3.media.Boxes.longs;
import static dev.veo3.media.Boxes.sized;
import static dev.veo3.media.Movies.DATA;
import static dev.veo3.media.Movies.OFFSETS;
import static dev.veo3.media.Movies.description;
import static dev.veo3.media.Movies.table;
import static dev.veo3.media.Pngs.changed;
import static org.assertj.core.api.Assertions.assertThat;

class MovieCheckTest {

    private static final byte[] DESCRIPTION = description("avc1", "avcC", 4, 3);

    private static Movies movie() {
        return new Movies();
    }

    static Stream<Arguments> damages() {
        int end = movie().bytes().length;
        return Stream.of(Arguments.of("a track has no box stts", movie().without("stts")),
                Arguments.of("a track has no box stsc", movie().without("stsc")),
                Arguments.of("a track has no box stsz", movie().without("stsz")),
                Arguments.of("a track has no box stco", movie().without("stco")),
                Arguments.of("a track has no box stsd", second().without("stsd")),
                Arguments.of("a track has the box stsc twice",
                        movie().with("stsc", table("stsc", 1, 1, 1, 1), table("stsc", 1, 1, 1, 1))),
                Arguments.of("the box stts has no room for the 3 entries",
                        movie().with("stts", table("stts", 3, 2, 100, 3, 50))),
                Arguments.of("the box stts has no room for the 4294967295 entries",
                        movie().with("stts", table("stts", -1, 5, 100))),
                Arguments.of("the box stts has times for 4 samples, but the track has 5",
                        movie().with("stts", table("stts", 1, 4, 100))),
                Arguments.of("the box stts has times for at least 4294967295 samples",
                        movie().with("stts", table("stts", 2, -1, 100, -1, 100))),
                Arguments.of("the box ctts has times for at least 6 samples",
                        movie().with("ctts", table("ctts", 1, 6, 100))),
                Arguments.of("the box stss names sample 6 of 5", movie().with("stss", table("stss", 2, 1, 6))),
                Arguments.of("the box stss names sample 2 of 5 behind sample 2",
                        movie().with("stss", table("stss", 2, 2, 2))),
                Arguments.of("the box stss names sample 0 of 5", movie().with("stss", table("stss", 1, 0))),
                Arguments.of("does not begin with the first chunk", movie().with("stsc", table("stsc", 1, 2, 1, 1))),
                Arguments.of("chunk 5 of 4, behind chunk 1", movie().with("stsc", table("stsc", 2, 1, 2, 1, 5, 1, 1))),
                Arguments.of("chunk 1 of 4, behind chunk 1", movie().with("stsc", table("stsc", 2, 1, 2, 1, 1, 1, 1))),
                Arguments.of("chunk 1 of 4, behind chunk 0, holds 0 samples",
                        movie().with("stsc", table("stsc", 1, 1, 0, 1))),
                Arguments.of("as in description 2 of 1", movie().with("stsc", table("stsc", 1, 1, 1, 2))),
                Arguments.of("as in description 0 of 1", movie().with("stsc", table("stsc", 1, 1, 1, 0))),
                Arguments.of("the chunks hold 4 of the track's 5 samples",
                        unknown().with("stsc", table("stsc", 1, 1, 1, 1))),
                Arguments.of("chunk 3 holds 2 samples, but only 1 of the track's 5 are left",
                        unknown().with("stsc", table("stsc", 1, 1, 2, 1))),
                Arguments.of("does not begin with the first chunk", movie().with("stsc", table("stsc", 0))),
                Arguments.of("the chunks hold 0 of the track's 5 samples",
                        movie().with("stco", table("stco", 0)).with("stsc", table("stsc", 0))),
                Arguments.of("the box stsz has no room for the 6 entries",
                        movie().with("stsz", box("stsz", ints(0, 0, 6, 1, 2, 3, 4, 5)))),
                Arguments.of("the box stz2 has entries of 5 bits",
                        movie().without("stsz").with("stz2", box("stz2", ints(0, 5, 5), new byte[10]))),
                Arguments.of("the box stz2 has no room for the 3 entries",
                        movie().without("stsz").with("stz2", box("stz2", ints(0, 4, 5), new byte[2]))),
                Arguments.of("has 4294967295 bytes from byte " + DATA,
                        movie().with("stsz", box("stsz", ints(0, -1, 1))).with("stts", table("stts", 1, 1, 1))
                                .without("ctts")
                                .without("stss").with("stsc", table("stsc", 1, 1, 1, 1))
                                .with("stco", table("stco", 1, DATA))),
                Arguments.of("cut off inside chunk 4 of a track, which has 50 bytes from byte " + (end - 49),
                        movie().with("stco", table("stco", 4, OFFSETS[0], OFFSETS[1], OFFSETS[2], end - 49))),
                Arguments.of("chunk 3 of a track, 40 bytes from byte " + (DATA + 140),
                        movie().with("stco", table("stco", 4, OFFSETS[0], OFFSETS[1], DATA + 140, OFFSETS[3]))),
                Arguments.of("chunk 1 of a track, 30 bytes from byte 0", movie().with("stco", table("stco", 4))
                        .with("stco", table("stco", 4, 0, OFFSETS[1], OFFSETS[2], OFFSETS[3]))),
                Arguments.of("from byte 18446744073709551615 on", wide(-1)),
                Arguments.of("from byte 9223372036854775807 on", wide(Long.MAX_VALUE)),
                Arguments.of("from byte 9223372036854775808 on", wide(Long.MIN_VALUE)),
                Arguments.of("the box stsd has no room for its 2 descriptions",
                        movie().with("stsd", table("stsd", 2, DESCRIPTION))),
                Arguments.of("the box stsd has no room for its 1 descriptions",
                        movie().with("stsd", table("stsd", 1, sized("avc1", 5000, new byte[86])))),
                Arguments.of("a track with samples does not say how they are coded",
                        second().with("stsd", table("stsd", 0))),
                Arguments.of("the box edts", movie().with("edts", box("edts", sized("elst", 100)))),
                Arguments.of("the box dinf", movie().with("dinf", box("dinf", sized("dref", 100)))),
                Arguments.of("the box free says that it has 99 bytes and goes beyond",
                        movie().followedBy(sized("free", 99))),
                Arguments.of("the box mdat says that it has 99 bytes and goes beyond",
                        movie().followedBy(sized("mdat", 99))),
                Arguments.of("the box uuid says that it has 3 bytes",
                        movie().followedBy(sized("uuid", 3), new byte[9])),
                Arguments.of("the box sidx announces 1300 bytes from byte ",
                        movie().followedBy(index(0, 1000, 300), new byte[8])),
                Arguments.of("the box sidx announces 5 bytes from byte 9223372036854776",
                        movie().followedBy(
                                box("sidx", ints(0x0100_0000, 1, 1000), longs(0, Long.MAX_VALUE), ints(1, 5, 0, 0)))),
                Arguments.of("the file ends without any picture", empty()));
    }

    private static byte[] index(int first, int... sizes) {
        byte[] parts = new byte[0];
        for (int size : sizes) {
            parts = join(parts, ints(size, 100, 0));
        }
        return box("sidx", ints(0, 1, 1000, 0, first, sizes.length), parts);
    }

    private static Movies wide(long last) {
        return movie().without("stco").with("co64",
                box("co64", ints(0, 4), longs(OFFSETS[0], OFFSETS[1], OFFSETS[2], last)));
    }

    private static Movies empty() {
        return movie().with("stts", table("stts", 0)).without("ctts").without("stss").with("stsc", table("stsc", 0))
                .with("stsz", box("stsz", ints(0, 0, 0))).with("stco", table("stco", 0));
    }

    /** A track that follows a right one. */
    private static Movies second() {
        return movie().with("before", movie().track());
    }

    /** A track of whose samples nothing is known but where they are. */
    private static Movies unknown() {
        return movie().with("stsd", table("stsd", 1, description("av01", "av1C", 4, 3)));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void whatIsWrongIsFoundAndNamed(String reason, Movies movie) throws IOException {
        byte[] content = movie.bytes();

        Damaged damaged = InMemory.damage(content);

        assertThat(damaged.reason()).contains(reason);
        assertThat(damaged.offset()).isBetween(0L, (long) content.length);
        // The samples themselves have no part in it.
        assertThat(InMemory.verify(content, content.length, Depth.STRUCTURE)).isEqualTo(damaged);
    }

    static Stream<Arguments> contents() {
        byte[] data = Movies.data();
        byte[] zeros = Movies.data();
        Arrays.fill(zeros, 64, 106, (byte) 0);
        return Stream.of(Arguments.of("here one of 7 bytes begins, and 10 are left", changed(data, 3, 7)),
                Arguments.of("here one of 0 bytes begins, and 1 are left", changed(data, 3, 5)),
                Arguments.of("here one of 16777222 bytes begins", changed(data, 0, 1)),
                Arguments.of("here one of 0 bytes begins, and 40 are left", zeros),
                Arguments.of("a unit of a sample begins with a bit that must be 0", changed(data, 4, 0x80)));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void samplesThatAreNotFilledByTheirUnitsAreDamage(String reason, byte[] data) throws IOException {
        byte[] content = movie().withData(data).bytes();

        assertThat(InMemory.damage(content).reason()).contains(reason);
        assertThat(InMemory.verify(content, content.length, Depth.STRUCTURE)).isInstanceOf(Intact.class);
    }

    static Stream<Movies> whole() {
        byte[] hevc = description("hvc1", "hvcC", 21, 3);
        return Stream.of(movie(), movie().without("ctts").without("stss"),
                movie().without("stco").with("co64",
                        box("co64", ints(0, 4), longs(DATA, DATA + 32, DATA + 64, DATA + 106))),
                movie().without("stsz").with("stz2", box("stz2", ints(0, 8, 5), new byte[]{10, 20, 30, 40, 50})),
                movie().without("stsz").with("stz2",
                        box("stz2", ints(0, 16, 5), new byte[]{0, 10, 0, 20, 0, 30, 0, 40, 0, 50})),
                movie().with("stsd", table("stsd", 1, hevc)),
                // Nothing is known of what other codecs write, nor where there are several descriptions.
                movie().with("stsd", table("stsd", 1, description("av01", "av1C", 4, 3))).withData(new byte[156]),
                movie().with("stsd", table("stsd", 2, join(hevc, hevc))).withData(new byte[156]),
                movie().with("stsd", table("stsd", 1, box("avc1", new byte[24], ints(640 << 16 | 360), new byte[50])))
                        .withData(new byte[156]),
                movie().with("stsd", table("stsd", 1, box("avc1", new byte[24], ints(640 << 16 | 360), new byte[50],
                        sized("avcC", 99)))).withData(new byte[156]),
                movie().followedBy(index(8, 10, 20), box("free", new byte[30])),
                // A table may have room left.
                movie().with("stts", table("stts", 1, 5, 100, 0, 0, 7)),
                movie().followedBy(box("free", new byte[10]), box("mdat", new byte[3]), box("free")),
                // Chunks may name the same samples, and stand in any order.
                movie().with("stsc", table("stsc", 1, 1, 1, 1)).with("stsz", box("stsz", ints(0, 10, 5)))
                        .with("stco", table("stco", 5, DATA, DATA, DATA, DATA, DATA)),
                movie().with("stsc", table("stsc", 1, 1, 1, 1))
                        .with("stsz", box("stsz", ints(0, 0, 5), ints(50, 40, 30, 20, 10)))
                        .with("stco", table("stco", 5, DATA + 106, DATA + 64, DATA + 32, DATA + 10, DATA)),
                // A sample may have no bytes, wherever it is said to be.
                movie().with("stsc", table("stsc", 1, 1, 1, 1))
                        .with("stsz", box("stsz", ints(0, 0, 5), ints(10, 20, 0, 0, 0)))
                        .with("stco", table("stco", 5, DATA, DATA + 10, 0, -1, DATA)));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void whatTheFormatAllowsIsIntact(Movies movie) throws IOException {
        assertThat(InMemory.verify(movie.bytes())).isInstanceOf(Intact.class);
    }

    @Test
    void fourBitsAreEnoughForTheSizesOfSmallSamples() throws IOException {
        Movies movie = movie().without("stsz").with("stz2", box("stz2", ints(0, 4, 5), new byte[]{0x12, 0x34, 0x50}))
                .with("stsd", table("stsd", 1, description("mp4v", "esds", 4, 3)));

        assertThat(InMemory.verify(movie.bytes())).isInstanceOf(Intact.class);
        // The last sample, of 5 bytes, lies in the data up to here.
        movie.with("stco", table("stco", 4, DATA, DATA, DATA, DATA + 151));
        assertThat(InMemory.verify(movie.bytes())).isInstanceOf(Intact.class);
        movie.with("stco", table("stco", 4, DATA, DATA, DATA, DATA + 152));
        assertThat(InMemory.damage(movie.bytes()).reason()).contains("chunk 4 of a track, 5 bytes");
    }

    /** Real samples, in which a download left out blocks of the usual sizes. */
    @ParameterizedTest
    @CsvSource({"clip-8s-720p-faststart.mp4, 8300, 1100", "clip-8s-720p-faststart.mp4, 8192, 4096",
        "clip-8s-720p-moov-at-end.mp4, 131072, 4096", "clip-2s-720p-fragmented.mp4, 4096, 4096",
        "clip-2s.mov, 53248, 4096", "clip-2s-hevc.mp4, 512, 2048", "clip-8s-720p-silent.mp4, 200000, 65536"})
    void aStretchOfZerosInAPictureIsDamage(String name, int at, int length) throws IOException {
        byte[] content = Fixtures.bytes(name);
        Arrays.fill(content, at, at + length, (byte) 0);

        assertThat(InMemory.damage(content).offset()).isBetween(at - 8192L, (long) at + length);
    }
}
