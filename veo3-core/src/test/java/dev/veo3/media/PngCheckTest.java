// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.Verification.Damaged;
import dev.veo3.media.Verification.Depth;
import dev.veo3.media.Verification.Intact;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.veo3.media.Boxes.ints;
import static dev.veo3.media.Boxes.join;
import static dev.veo3.media.Pngs.END;
import static dev.veo3.media.Pngs.animation;
import static dev.veo3.media.Pngs.changed;
import static dev.veo3.media.Pngs.chunk;
import static dev.veo3.media.Pngs.data;
import static dev.veo3.media.Pngs.frame;
import static dev.veo3.media.Pngs.frameData;
import static dev.veo3.media.Pngs.header;
import static dev.veo3.media.Pngs.packed;
import static dev.veo3.media.Pngs.png;
import static dev.veo3.media.Pngs.withChunks;
import static org.assertj.core.api.Assertions.assertThat;

class PngCheckTest {

    private static final byte[] HEADER = header(3, 2);
    private static final byte[] DATA = data(new byte[8]);
    private static final byte[] GAMMA = chunk("gAMA", ints(45_455));
    private static final byte[] TEXT = chunk("tEXt", "a\0b".getBytes());
    private static final byte[] PALETTE = chunk("PLTE", new byte[6]);
    private static final byte[] COLORS = header(3, 2, 8, 3, 0);

    static Stream<Arguments> damages() {
        byte[] packed = packed(new byte[8]);
        byte[] wrongFilter = {0, 1, 2, 3, 5, 1, 2, 3};
        return Stream.of(
                Arguments.of("more of the picture's data (IDAT) stands apart", png(HEADER, DATA, TEXT, DATA, END)),
                Arguments.of("the chunk gAMA belongs before the picture's data", png(HEADER, DATA, GAMMA, END)),
                Arguments.of("the chunk gAMA belongs before the palette", png(COLORS, PALETTE, GAMMA, DATA, END)),
                Arguments.of("the chunk tRNS belongs before the picture's data",
                        png(HEADER, DATA, chunk("tRNS", new byte[2]), END)),
                Arguments.of("the chunk pHYs belongs before the picture's data",
                        png(HEADER, DATA, chunk("pHYs", new byte[9]), END)),
                Arguments.of("the chunk PLTE belongs before bKGD, hIST and tRNS",
                        png(COLORS, chunk("tRNS", new byte[2]), PALETTE, DATA, END)),
                Arguments.of("the chunk PLTE belongs before the picture's data", png(HEADER, DATA, PALETTE, END)),
                Arguments.of("the chunk gAMA is there twice", withChunks(GAMMA, GAMMA)),
                Arguments.of("the chunk IHDR is there twice", withChunks(HEADER)),
                Arguments.of("the chunk PLTE is there twice", png(COLORS, PALETTE, PALETTE, DATA, END)),
                Arguments.of("without the palette", png(COLORS, DATA, END)),
                Arguments.of("a gray picture has a palette", withChunks(PALETTE)),
                Arguments.of("a palette of 7 bytes", png(COLORS, chunk("PLTE", new byte[7]), DATA, END)),
                Arguments.of("a palette of 15 bytes does not hold 1 to 4 colors",
                        png(header(3, 2, 2, 3, 0), chunk("PLTE", new byte[15]), DATA, END)),
                Arguments.of("the format has no chunk GAMA", withChunks(chunk("GAMA", new byte[4]))),
                Arguments.of("which is not four letters", png(HEADER, DATA, chunk("t0Xt", new byte[4]), END)),
                Arguments.of("the chunk IEND has 1 bytes", png(HEADER, DATA, chunk("IEND", new byte[1]))),
                Arguments.of("cut off before the chunk IEND", png(HEADER, DATA)),
                Arguments.of("says that it has 4294967295 bytes",
                        png(HEADER, DATA, ints(-1), "tEXt".getBytes(), new byte[50])),
                Arguments.of("cut off inside the chunk tEXt, which begins at byte %d and has 51 bytes"
                        .formatted(33 + DATA.length), png(HEADER, DATA, ints(51), "tEXt".getBytes(), new byte[50])),
                Arguments.of("the checksum of the chunk tEXt of 50 bytes is wrong",
                        png(HEADER, ints(50), "tEXt".getBytes(), new byte[50 + 4], DATA, END)),
                Arguments.of("the checksum of the chunk IDAT", png(HEADER, changed(DATA, 12, 1), END)),
                Arguments.of("the picture's data is not complete",
                        png(HEADER, chunk("IDAT", Arrays.copyOf(packed, packed.length - 1)), END)),
                Arguments.of("the picture's data is not complete", png(HEADER, chunk("IDAT"), END)),
                Arguments.of("the picture's data ends before its last row does", png(HEADER, data(new byte[7]), END)),
                Arguments.of("the picture's data ends before its last row does", png(HEADER, data(new byte[4]), END)),
                Arguments.of("the picture's data holds more than its 2 rows", png(HEADER, data(new byte[9]), END)),
                Arguments.of("the picture's data holds more than its 2 rows",
                        png(HEADER, data(new byte[1_000_000]), END)),
                Arguments.of("the picture's data goes on behind its end",
                        png(HEADER, chunk("IDAT", packed, new byte[1]), END)),
                Arguments.of("the picture's data goes on behind its end",
                        png(HEADER, DATA, chunk("IDAT", new byte[1]), END)),
                Arguments.of("incorrect data check",
                        png(HEADER, chunk("IDAT", changed(packed, packed.length - 1, 77)), END)),
                Arguments.of("incorrect header check", png(HEADER, chunk("IDAT", changed(packed, 0, 77)), END)),
                Arguments.of("wants a dictionary",
                        png(HEADER, chunk("IDAT", new byte[]{0x78, (byte) 0xbb, 0, 0, 0, 1}), END)),
                Arguments.of("has the filter 5", png(HEADER, data(wrongFilter), END)),
                Arguments.of("has the filter 255", png(HEADER, data(changed(wrongFilter, 4, 255)), END)),
                Arguments.of("color type 3 with 16 bits", png(header(3, 2, 16, 3, 0), PALETTE, DATA, END)),
                Arguments.of("color type 0 with 3 bits", png(header(3, 2, 3, 0, 0), DATA, END)),
                Arguments.of("interlace 2", png(header(3, 2, 8, 0, 2), DATA, END)));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void whatIsWrongIsFoundAndNamed(String reason, byte[] content) throws IOException {
        Damaged damaged = InMemory.damage(content);

        assertThat(damaged.reason()).contains(reason);
        assertThat(damaged.offset()).isBetween(0L, (long) content.length);
    }

    static Stream<Arguments> frames() {
        byte[] first = frame(0, 3, 2, 0, 0);
        byte[] part = new byte[3];
        return Stream.of(Arguments.of("the animation has no frames", withChunks(animation(0))),
                Arguments.of("the animation has 0 of the 1 frames", withChunks(animation(1))),
                Arguments.of("the animation has 1 of the 2 frames", withChunks(animation(2), first)),
                Arguments.of("has the number 1, not 0", withChunks(animation(1), frame(1, 3, 2, 0, 0))),
                Arguments.of("has the number 3, not 2",
                        png(HEADER, animation(2), first, DATA, frame(1, 2, 1, 0, 0), frameData(3, part), END)),
                Arguments.of("a frame of 2 x 2 pixels at 0, 0 does not fit",
                        withChunks(animation(1), frame(0, 2, 2, 0, 0))),
                Arguments.of("a frame of 2 x 1 pixels at 2, 0 does not fit",
                        png(HEADER, animation(2), first, DATA, frame(1, 2, 1, 2, 0), frameData(2, part), END)),
                Arguments.of("a frame of the animation has no data",
                        png(HEADER, animation(2), first, DATA, frame(1, 2, 1, 0, 0), END)),
                Arguments.of("a frame of the animation has no data",
                        withChunks(animation(2), first, frame(1, 3, 2, 0, 0))),
                Arguments.of("data of a frame stands before the first frame",
                        png(HEADER, animation(1), DATA, frameData(0, part), END)),
                Arguments.of("(fdAT) stands before the picture's own data",
                        withChunks(animation(1), first, frameData(1, part))),
                Arguments.of("ends before its last row does",
                        png(HEADER, animation(2), first, DATA, frame(1, 2, 2, 0, 0), frameData(2, part), END)),
                Arguments.of("is not complete",
                        png(HEADER, animation(2), first, DATA, frame(1, 2, 1, 0, 0), chunk("fdAT", ints(2)), END)),
                Arguments.of("the chunk acTL belongs before", png(HEADER, DATA, animation(1), END)),
                Arguments.of("the chunk acTL has 4 bytes", withChunks(chunk("acTL", ints(1)))),
                Arguments.of("the chunk fcTL has 4 bytes", withChunks(animation(1), chunk("fcTL", ints(0)))));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void whatIsWrongWithAnAnimationIsFoundAndNamed(String reason, byte[] content) throws IOException {
        assertThat(InMemory.damage(content).reason()).contains(reason);
    }

    static Stream<byte[]> whole() {
        byte[] packed = packed(new byte[8]);
        byte[] more = frameData(2, new byte[3]);
        return Stream.of(withChunks(), withChunks(GAMMA, TEXT, TEXT),
                png(HEADER, DATA, TEXT, chunk("eXIf", new byte[8]), END),
                png(HEADER, chunk("IDAT", Arrays.copyOf(packed, 3)), chunk("IDAT"),
                        chunk("IDAT", Arrays.copyOfRange(packed, 3, packed.length)), END),
                png(COLORS, GAMMA, PALETTE, chunk("tRNS", new byte[2]), DATA, END),
                withChunks(chunk("prIv", new byte[100])),
                png(HEADER, animation(2), frame(0, 3, 2, 0, 0), DATA, frame(1, 2, 1, 1, 1), more, TEXT, END),
                // Without acTL these chunks mean nothing.
                png(HEADER, frame(7, 0, 0, 0, 0), DATA, frameData(9, new byte[50]), END));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void whatTheFormatAllowsIsIntact(byte[] content) throws IOException {
        assertThat(InMemory.verify(content)).isInstanceOf(Intact.class);
    }

    /** The sizes of all passes together, counted pixel by pixel. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16})
    void anInterlacedPictureOfAnySizeHasTheRowsOfItsPasses(int depth) throws IOException {
        for (int width = 1; width <= 17; width++) {
            for (int height = 1; height <= 17; height++) {
                byte[] header = header(width, height, depth, 0, 1);
                int size = interlacedBytes(width, height, depth);

                assertThat(InMemory.verify(png(header, data(new byte[size]), END))).isInstanceOf(Intact.class);
                assertThat(InMemory.verify(png(header, data(new byte[size - 1]), END))).isInstanceOf(Damaged.class);
                assertThat(InMemory.verify(png(header, data(new byte[size + 1]), END))).isInstanceOf(Damaged.class);
            }
        }
    }

    private static int interlacedBytes(int width, int height, int depth) {
        // The pass of each pixel of an 8 x 8 square, from the specification.
        String passes = "1646264677777777565656567777777736463646777777775656565677777777";
        int bytes = 0;
        for (char pass = '1'; pass <= '7'; pass++) {
            for (int y = 0; y < height; y++) {
                int pixels = 0;
                for (int x = 0; x < width; x++) {
                    pixels += passes.charAt(y % 8 * 8 + x % 8) == pass ? 1 : 0;
                }
                bytes += pixels == 0 ? 0 : 1 + (pixels * depth + 7) / 8;
            }
        }
        return bytes;
    }

    @Test
    void withoutItsPixelsOnlyTheChunksOfAPngAreChecked() throws IOException {
        byte[] content = png(HEADER, data(new byte[7]), END);

        assertThat(InMemory.verify(content, content.length, Depth.STRUCTURE)).isInstanceOf(Intact.class);
        assertThat(InMemory.verify(content, content.length, Depth.CONTENT)).isInstanceOf(Damaged.class);
    }

    @Test
    void aPictureThatWouldFillTheWorldIsGivenUpWhereItsDataEnds() throws IOException {
        byte[] content = png(header(Integer.MAX_VALUE, Integer.MAX_VALUE, 16, 6, 1), data(new byte[3_000_000]), END);

        assertThat(InMemory.damage(content).reason()).contains("ends before its last row does");
    }

    @ParameterizedTest
    @ValueSource(strings = {"portrait-720x1280.png", "first-frame-1280x720.png"})
    void noBitChangesUnseen(String name) throws IOException {
        byte[] content = Fixtures.bytes(name);
        for (int at = 8, turn = 0; at < content.length; at += content.length < 50_000 ? 1 : 3, turn++) {
            content[at] ^= (byte) (1 << turn % 8);
            if (!(InMemory.verify(content, content.length, Depth.STRUCTURE) instanceof Damaged)) {
                throw new AssertionError("bit %d of byte %d".formatted(turn % 8, at));
            }
            content[at] ^= (byte) (1 << turn % 8);
        }
    }

    /** A few bits of the packed data mean nothing, such as those behind its last code. */
    @Test
    void aChecksumThatWasCorrectedDoesNotHideAChangedPixel() throws IOException, DataFormatException {
        byte[] rows = {0, 1, 2, 3, 0, 5, 6, 7};
        byte[] packed = packed(rows);
        int damaged = 0;
        for (int bit = 0; bit < packed.length * 8; bit++) {
            byte[] changed = changed(packed, bit / 8, packed[bit / 8] ^ 1 << bit % 8);
            if (InMemory.verify(png(HEADER, chunk("IDAT", changed), END)) instanceof Damaged) {
                damaged++;
            } else {
                assertThat(unpacked(changed, rows.length)).isEqualTo(rows);
            }
        }
        assertThat(damaged).isGreaterThan(packed.length * 7);
    }

    private static byte[] unpacked(byte[] packed, int length) throws DataFormatException {
        byte[] rows = new byte[length];
        Inflater inflater = new Inflater();
        inflater.setInput(packed);
        assertThat(inflater.inflate(rows)).isEqualTo(length);
        inflater.end();
        return rows;
    }

    @Test
    void aChunkThatIsLargerThanABlockIsReadInPieces() throws IOException {
        byte[] rows = new byte[1_000_000];
        new SplittableRandom(1).nextBytes(rows);
        for (int row = 0; row < 1000; row++) {
            rows[row * 1000] = (byte) (row % 5);
        }
        byte[] content = png(header(999, 1000), data(rows), END);

        assertThat(InMemory.verify(content)).isInstanceOf(Intact.class);
        content[500_000] ^= 4;
        assertThat(InMemory.damage(content).offset()).isEqualTo(33);
    }

    @Test
    void everyLengthOfWhatComesBeforeIsReadAcrossTheEdgesOfBlocks() throws IOException {
        for (int length = BlockBuffers.BYTES - 120; length < BlockBuffers.BYTES + 20; length++) {
            byte[] content = join(withChunks(chunk("prIv", new byte[length]), GAMMA));

            assertThat(InMemory.verify(content)).isInstanceOf(Intact.class);
        }
    }
}
