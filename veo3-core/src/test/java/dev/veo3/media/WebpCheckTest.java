// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.Verification.Damaged;
import dev.veo3.media.Verification.Intact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.veo3.media.Boxes.join;
import static dev.veo3.media.Pngs.changed;
import static org.assertj.core.api.Assertions.assertThat;

class WebpCheckTest {

    private static final int ICC = 0x20;
    private static final int ALPHA = 0x10;
    private static final int EXIF = 0x08;
    private static final int XMP = 0x04;
    private static final int ANIMATION = 0x02;

    private static final byte[] LOSSY = chunk("VP8 ", lossy(5, 4));
    private static final byte[] LOSSLESS = chunk("VP8L", lossless(5, 4));
    private static final byte[] TRANSPARENCY = chunk("ALPH", new byte[]{1, 2, 3});
    private static final byte[] PROFILE = chunk("ICCP", new byte[7]);
    private static final byte[] ORIENTATION = chunk("EXIF", new byte[6]);
    private static final byte[] DESCRIPTION = chunk("XMP ", new byte[9]);
    private static final byte[] ANIM = chunk("ANIM", new byte[6]);
    private static final byte[] FRAME = frame(0, 0, 5, 4, LOSSY);

    private static byte[] little(int bytes, long value) {
        byte[] all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
        return Arrays.copyOf(all, bytes);
    }

    private static byte[] chunk(String name, byte[]... content) {
        byte[] all = join(content);
        return join(name.getBytes(StandardCharsets.US_ASCII), little(4, all.length), all, new byte[all.length % 2]);
    }

    private static byte[] webp(byte[]... chunks) {
        byte[] all = join(chunks);
        return join("RIFF".getBytes(StandardCharsets.US_ASCII), little(4, 4 + all.length),
                "WEBP".getBytes(StandardCharsets.US_ASCII), all);
    }

    private static byte[] extended(int flags, byte[]... chunks) {
        return webp(chunk("VP8X", little(4, flags), little(3, 4), little(3, 3)), join(chunks));
    }

    /** The header of a key frame with a first part of 3 bytes, and 5 bytes more. */
    private static byte[] lossy(int width, int height) {
        return join(little(3, 3 << 5 | 1 << 4), little(3, 0x2a019d), little(2, width), little(2, height), new byte[5]);
    }

    private static byte[] lossless(int width, int height) {
        return join(little(1, 0x2f), little(4, width - 1 | height - 1 << 14), new byte[3]);
    }

    private static byte[] frame(int x, int y, int width, int height, byte[]... chunks) {
        return chunk("ANMF", little(3, x), little(3, y), little(3, width - 1), little(3, height - 1), new byte[4],
                join(chunks));
    }

    static Stream<Arguments> damages() {
        byte[] lossy = lossy(5, 4);
        return Stream.of(
                Arguments.of("the chunk VP8  says that it has 99 bytes and goes beyond",
                        webp("VP8 ".getBytes(), little(4, 99), lossy)),
                Arguments.of("the chunk EXIF says that it has 4294967295 bytes",
                        extended(EXIF, LOSSY, "EXIF".getBytes(), little(4, -1))),
                Arguments.of("5 bytes are left where a chunk begins", webp(LOSSY, new byte[5])),
                Arguments.of("the byte that fills up a chunk is not 0",
                        webp("VP8 ".getBytes(), little(4, 15), lossy, little(1, 7))),
                Arguments.of("the chunk VP8  does not belong here", webp(LOSSY, LOSSY)),
                Arguments.of("the chunk VP8L does not belong here", extended(0, LOSSY, LOSSLESS)),
                Arguments.of("the lossy picture does not begin with a key frame",
                        webp(chunk("VP8 ", changed(lossy, 0, 0x71)))),
                Arguments.of("the lossy picture has the version 4", webp(chunk("VP8 ", changed(lossy, 0, 0x78)))),
                Arguments.of("the lossy picture is not to be shown", webp(chunk("VP8 ", changed(lossy, 0, 0x60)))),
                Arguments.of("the first part of the lossy picture has 67 bytes",
                        webp(chunk("VP8 ", changed(lossy, 1, 8)))),
                Arguments.of("the lossy picture has only 9 bytes", extended(0, chunk("VP8 ", new byte[9]))),
                Arguments.of("the lossless picture has only 4 bytes", extended(0, chunk("VP8L", new byte[4]))),
                Arguments.of("the lossless picture does not begin with its signature",
                        extended(0, chunk("VP8L", new byte[8]))),
                Arguments.of("the lossless picture has the version 1",
                        webp(chunk("VP8L", changed(lossless(5, 4), 4, 0x20)))),
                Arguments.of("the picture is 6 x 4 pixels, but 5 x 4", extended(0, chunk("VP8 ", lossy(6, 4)))),
                Arguments.of("the picture is 5 x 3 pixels, but 5 x 4", extended(0, chunk("VP8L", lossless(5, 3)))),
                Arguments.of("the file has no picture in it", extended(0)),
                Arguments.of("the file has no picture in it", webp(chunk("VP8X", new byte[8]), LOSSY)),
                Arguments.of("the header announces 41 and 5 x 4 pixels", extended(0x41, LOSSY)),
                Arguments.of("the header announces 00 and 16777216 x 16777216 pixels",
                        webp(chunk("VP8X", little(4, 0), little(6, -1)), LOSSY)),
                Arguments.of("does not announce the chunk ICCP", extended(0, PROFILE, LOSSY)),
                Arguments.of("does not announce the chunk EXIF", extended(0, LOSSY, ORIENTATION)),
                Arguments.of("does not announce the chunk XMP ", webp(LOSSY, DESCRIPTION)),
                Arguments.of("does not announce the chunk ALPH", extended(0, TRANSPARENCY, LOSSY)),
                Arguments.of("does not announce the chunk ANIM", extended(0, ANIM, LOSSY)),
                Arguments.of("does not announce the chunk ANMF", extended(0, FRAME)),
                Arguments.of("announces a chunk that is not there: ICCP", extended(ICC, LOSSY)),
                Arguments.of("announces a chunk that is not there: EXIF", extended(EXIF, LOSSY)),
                Arguments.of("announces a chunk that is not there: XMP", extended(XMP, LOSSY)),
                Arguments.of("the chunk ICCP does not belong here", extended(ICC, LOSSY, PROFILE)),
                Arguments.of("the chunk ALPH does not belong here", extended(ALPHA, LOSSY, TRANSPARENCY)),
                Arguments.of("the chunk ALPH does not belong here", extended(ALPHA, TRANSPARENCY, TRANSPARENCY, LOSSY)),
                Arguments.of("the transparency is coded as 2", extended(ALPHA, chunk("ALPH", new byte[]{2}), LOSSY)),
                Arguments.of("the transparency is coded as 32", extended(ALPHA, chunk("ALPH", new byte[]{32}), LOSSY)),
                Arguments.of("the transparency is coded as 129",
                        extended(ALPHA, chunk("ALPH", new byte[]{-127}), LOSSY)),
                Arguments.of("the transparency has no content", extended(ALPHA, chunk("ALPH"), LOSSY)),
                Arguments.of("the transparency has 20 bytes, fewer than the picture has pixels",
                        extended(ALPHA, chunk("ALPH", new byte[20]), LOSSY)),
                Arguments.of("the chunk ANMF does not belong here", extended(ANIMATION, FRAME)),
                Arguments.of("the chunk ANIM does not belong here", extended(ANIMATION, ANIM, ANIM, FRAME)),
                Arguments.of("the chunk VP8  does not belong here", extended(ANIMATION, ANIM, FRAME, LOSSY)),
                Arguments.of("the chunk ANIM has 5 bytes", extended(ANIMATION, chunk("ANIM", new byte[5]), FRAME)),
                Arguments.of("the file ends inside its headers, after 68 bytes",
                        extended(ANIMATION, ANIM, chunk("ANMF", new byte[15]))),
                Arguments.of("the file has no picture in it", extended(ANIMATION, ANIM)),
                Arguments.of("a frame of 5 x 4 pixels at 2, 0 does not fit",
                        extended(ANIMATION, ANIM, frame(1, 0, 5, 4, LOSSY))),
                Arguments.of("a frame of 5 x 4 pixels at 0, 2 does not fit",
                        extended(ANIMATION, ANIM, frame(0, 1, 5, 4, LOSSY))),
                Arguments.of("the picture is 5 x 4 pixels, but 4 x 4",
                        extended(ANIMATION, ANIM, frame(0, 0, 4, 4, LOSSY))),
                Arguments.of("the file ends inside its headers", extended(ANIMATION, ANIM, frame(0, 0, 5, 4))),
                Arguments.of("the chunk VP8L does not belong here",
                        extended(ANIMATION, ANIM, frame(0, 0, 5, 4, LOSSY, LOSSLESS))),
                Arguments.of("the chunk ALPH does not belong here",
                        extended(ANIMATION | ALPHA, ANIM, frame(0, 0, 5, 4, LOSSY, TRANSPARENCY))),
                Arguments.of("does not announce the chunk ALPH",
                        extended(ANIMATION, ANIM, frame(0, 0, 5, 4, TRANSPARENCY, LOSSY))),
                Arguments.of("goes beyond what it is in",
                        extended(ANIMATION, ANIM, frame(0, 0, 5, 4, "VP8 ".getBytes(), little(4, 16), lossy))),
                Arguments.of("3 bytes are left where a chunk begins",
                        extended(ANIMATION, ANIM, frame(0, 0, 5, 4, LOSSY, new byte[3]))));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void whatIsWrongIsFoundAndNamed(String reason, byte[] content) throws IOException {
        Damaged damaged = InMemory.damage(content);

        assertThat(damaged.reason()).contains(reason);
        assertThat(damaged.offset()).isBetween(0L, (long) content.length);
    }

    static Stream<byte[]> whole() {
        byte[] unknown = chunk("junk", new byte[3]);
        return Stream.of(webp(LOSSY), webp(LOSSLESS), webp(LOSSLESS, unknown),
                extended(ICC | ALPHA | EXIF | XMP, PROFILE, TRANSPARENCY, LOSSY, ORIENTATION, DESCRIPTION),
                // What is known about the picture may stand anywhere, what is not known as well.
                extended(EXIF | XMP, unknown, DESCRIPTION, ORIENTATION, LOSSLESS, unknown),
                // The transparency of a lossless picture is in itself.
                extended(ALPHA, LOSSLESS), extended(ALPHA, chunk("ALPH", new byte[21]), LOSSY),
                extended(ANIMATION | ALPHA, ANIM, FRAME,
                        frame(1, 1, 3, 2, TRANSPARENCY, chunk("VP8 ", lossy(3, 2)), unknown),
                        frame(2, 0, 1, 1, unknown, chunk("VP8L", lossless(1, 1))), unknown));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void whatTheFormatAllowsIsIntact(byte[] content) throws IOException {
        assertThat(InMemory.verify(content)).isInstanceOf(Intact.class);
    }
}
