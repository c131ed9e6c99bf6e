// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.Verification.Damaged;
import dev.veo3.media.Verification.Intact;
import java.io.IOException;
import java.nio.ByteBuffer;
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
import static dev.veo3.media.Movies.table;
import static dev.veo3.media.Pngs.changed;
import static org.assertj.core.api.Assertions.assertThat;

/** A header without samples, and behind it a fragment that names some of the samples of {@link Movies} in the box mdat that follows. */
class FragmentCheckTest {

    private static final int SIZE = 0x200;
    private static final int OFFSET = 0x1;
    private static final int DURATION = 0x100;
    private static final int BASE_IS_MOOF = 0x2_0000;
    private static final byte[] MFHD = box("mfhd", ints(0, 1));

    private static byte[] header(byte[]... mvex) {
        return new Movies().with("stts", table("stts", 0)).without("ctts").without("stss")
                .with("stsc", table("stsc", 0))
                .with("stsz", box("stsz", ints(0, 0, 0))).with("stco", table("stco", 0)).with("mvex", box("mvex", mvex))
                .withData(new byte[0]).bytes();
    }

    private static byte[] defaults(int track, int size) {
        return box("trex", ints(0, track, 1, 40, size, 0));
    }

    private static final byte[] HEADER = header(defaults(1, 0));

    private static byte[] movie(byte[] moof) {
        return join(HEADER, moof, box("mdat", Movies.data()));
    }

    private static byte[] fragment(byte[]... inTraf) {
        return box("moof", MFHD, box("traf", inTraf));
    }

    private static byte[] of(int flags, int track, int... fields) {
        return box("tfhd", ints(flags, track), ints(fields));
    }

    /** The data of the fragment, counted from the beginning of its box moof, which has this many bytes. */
    private static int data(int moofBytes) {
        return moofBytes + 8;
    }

    /** The first two samples in one run, and the third in another, with its duration. */
    private static byte[] threeSamples() {
        int start = data(threeSamples(0).length);
        return threeSamples(start);
    }

    private static byte[] threeSamples(int start) {
        return fragment(of(BASE_IS_MOOF, 1), box("trun", ints(SIZE | OFFSET, 2, start, 10, 20)),
                box("trun", ints(SIZE | DURATION | OFFSET, 1, start + 32, 40, 30)));
    }

    static Stream<Arguments> damages() {
        byte[] one = fragment(of(BASE_IS_MOOF, 1), box("trun", ints(SIZE | OFFSET, 1, 0, 10)));
        int data = data(one.length);
        byte[] moof = threeSamples();
        return Stream.of(Arguments.of("a fragment (moof) has no box mfhd", box("moof", box("traf", of(0, 1)))),
                Arguments.of("(traf) does not say to which track it belongs", fragment()),
                Arguments.of("(traf) does not begin with the box tfhd",
                        fragment(box("trun", ints(SIZE, 1, 10)), of(0, 1))),
                Arguments.of("a fragment belongs to track 7, which the header has not", fragment(of(0, 7))),
                Arguments.of("the box tfhd has only 12 bytes", fragment(box("tfhd", ints(0)))),
                Arguments.of("the box tfhd has only 16 bytes", fragment(of(0x10, 1))),
                Arguments.of("the box trun has no room for the 3 ",
                        fragment(of(BASE_IS_MOOF, 1), box("trun", ints(SIZE | OFFSET, 3, data, 10, 20)))),
                Arguments.of("the box trun has no room for the 4294967295 ",
                        fragment(of(BASE_IS_MOOF, 1), box("trun", ints(SIZE | OFFSET, -1, data, 10, 20)))),
                Arguments.of("no room for the ", fragment(of(0, 1, 0), box("trun", ints(0x400, -1)))),
                Arguments.of("4294967295 samples of 10 bytes are more than the file has",
                        fragment(of(0x10 | BASE_IS_MOOF, 1, 10), box("trun", ints(OFFSET, -1, data)))),
                Arguments.of("10 bytes of samples from byte ",
                        fragment(of(BASE_IS_MOOF, 1), box("trun", ints(SIZE | OFFSET, 1, data - 1, 10)))),
                Arguments.of("cut off inside a fragment, which has 10 bytes from byte ",
                        fragment(of(BASE_IS_MOOF, 1), box("trun", ints(SIZE | OFFSET, 1, data + 147, 10)))),
                Arguments.of("from byte 18446744073709551611 on",
                        fragment(box("tfhd", ints(1, 1), longs(-5)), box("trun", ints(SIZE, 1, 10)))),
                Arguments.of("from byte 9223372036854775800 on",
                        fragment(box("tfhd", ints(1, 1), longs(Long.MAX_VALUE - 7)), box("trun", ints(SIZE, 1, 10)))),
                Arguments.of("the sample of 11 bytes",
                        fragment(of(BASE_IS_MOOF, 1), box("trun", ints(SIZE | OFFSET, 1, data, 11)))),
                Arguments.of("beyond the box traf", changed(moof, moof.length - 25, 99)));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void whatIsWrongIsFoundAndNamed(String reason, byte[] moof) throws IOException {
        byte[] content = movie(moof);

        Damaged damaged = InMemory.damage(content);

        assertThat(damaged.reason()).contains(reason);
        assertThat(damaged.offset()).isBetween(0L, (long) content.length);
    }

    @Test
    void aHeaderWithoutAnyFragmentIsNoVideo() throws IOException {
        assertThat(InMemory.damage(HEADER).reason()).contains("ends without any picture");
    }

    static Stream<byte[]> whole() {
        byte[] plain = fragment(of(0, 1), box("trun", ints(SIZE | OFFSET, 1, 0, 10)));
        byte[] absolute = fragment(box("tfhd", ints(1, 1), longs(0)), box("trun", ints(SIZE, 2, 10, 20)));
        byte[] equal = fragment(of(0x10, 1, 10), box("trun", ints(OFFSET, 1, 0)));
        return Stream.of(movie(threeSamples()), movie(with(plain, plain.length - 8, data(plain.length))),
                movie(with(equal, equal.length - 4, data(equal.length))),
                // The place in the file, after it is known.
                movie(withLong(absolute, 48, HEADER.length + data(absolute.length))),
                join(movie(threeSamples()), box("mfra"), threeSamples(), box("mdat", Movies.data())));
    }

    /** Numbers for each track, hard-coded ones, and those of segments that were put together. */
    @ParameterizedTest
    @CsvSource({"1, 2", "7, 100", "6, 6", "0, 0", "9, 1", "-1, 0"})
    void theNumbersOfFragmentsAreNotJudged(int first, int second) throws IOException {
        byte[] moof = threeSamples();
        byte[] mdat = box("mdat", Movies.data());
        int number = 8 + MFHD.length - 4;

        assertThat(InMemory.verify(join(HEADER, with(moof, number, first), mdat, with(moof, number, second), mdat)))
                .isInstanceOf(Intact.class);
    }

    private static byte[] with(byte[] box, int at, int value) {
        byte[] copy = Arrays.copyOf(box, box.length);
        ByteBuffer.wrap(copy).putInt(at, value);
        return copy;
    }

    private static byte[] withLong(byte[] box, int at, long value) {
        byte[] copy = Arrays.copyOf(box, box.length);
        ByteBuffer.wrap(copy).putLong(at, value);
        return copy;
    }

    @ParameterizedTest
    @MethodSource("whole")
    void whatTheFormatAllowsIsIntact(byte[] content) throws IOException {
        assertThat(InMemory.verify(content)).isInstanceOf(Intact.class);
    }

    /** Where no place is given, the samples of the next track begin where those of the one before end. */
    @Test
    void thePartsOfAFragmentFollowEachOther() throws IOException {
        byte[] moof = box("moof", MFHD, box("traf", of(0, 1), box("trun", ints(SIZE | OFFSET, 1, 0, 10))),
                box("traf", of(0, 1), box("trun", ints(SIZE, 1, 20))));
        int place = moof.length - box("traf", of(0, 1), box("trun", ints(SIZE, 1, 20))).length - 8;

        assertThat(InMemory.verify(movie(with(moof, place, data(moof.length))))).isInstanceOf(Intact.class);
        assertThat(InMemory.damage(movie(with(moof, place, data(moof.length) + 1))).reason())
                .contains("sample of 10 bytes");
    }

    @Test
    void theSizeThatTheHeaderGivesHoldsForAllFragments() throws IOException {
        byte[] moof = fragment(of(BASE_IS_MOOF, 1), box("trun", ints(OFFSET, 1, 0)));
        byte[] placed = with(moof, moof.length - 4, data(moof.length));
        byte[] mdat = box("mdat", Movies.data());

        assertThat(InMemory.verify(join(header(defaults(1, 10)), placed, mdat))).isInstanceOf(Intact.class);
        assertThat(InMemory.damage(join(header(defaults(1, 11)), placed, mdat)).reason())
                .contains("sample of 11 bytes");
        assertThat(InMemory.damage(join(header(defaults(1, 99_999)), placed, mdat)).reason())
                .contains("more than the file has");
    }

    @Test
    void aFragmentThatIsCutInItsHeaderIsTold() throws IOException {
        byte[] content = movie(threeSamples());

        assertThat(InMemory.damage(join(content, sized("moof", 5000, new byte[100]))).reason()).contains("goes beyond");
        assertThat(InMemory.damage(join(content, new byte[]{0, 0, 5})).reason()).contains("is cut off");
    }
}
