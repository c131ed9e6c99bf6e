// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.Verification.Damaged;
import dev.veo3.media.Verification.Intact;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.veo3.media.Boxes.join;
import static org.assertj.core.api.Assertions.assertThat;

class JpegCheckTest {

    private static final byte[] START = hex("ffd8");
    private static final byte[] END = hex("ffd9");
    private static final byte[] QUANTIZATION = segment("db", "00" + "10".repeat(64));
    private static final byte[] HUFFMAN = segment("c4",
            "00 01" + "00".repeat(15) + "05" + "10 0002" + "00".repeat(14) + "0506");
    private static final byte[] TABLES = join(QUANTIZATION, HUFFMAN);
    /** Gray, 16 x 16 pixels: four blocks. */
    private static final byte[] FRAME = segment("c0", "08 0010 0010 01 01 11 00");
    private static final byte[] PROGRESSIVE = segment("c2", "08 0010 0010 01 01 11 00");
    private static final byte[] SCAN = segment("da", "01 01 00 00 3f 00");
    private static final byte[] SCAN_OF_MEANS = segment("da", "01 01 00 00 00 01");
    private static final byte[] DATA = hex("12 34 ff00 56");
    private static final byte[] RESTARTS = segment("dd", "0002");

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static byte[] segment(String marker, String content) {
        byte[] bytes = hex(content);
        return join(hex("ff" + marker), new byte[]{(byte) (bytes.length + 2 >> 8), (byte) (bytes.length + 2)}, bytes);
    }

    private static byte[] jpeg(byte[]... parts) {
        return join(START, join(parts), END);
    }

    /** A picture with these segments before its frame. */
    private static byte[] with(byte[]... before) {
        return jpeg(join(before), TABLES, FRAME, SCAN, DATA);
    }

    private static byte[] scanned(byte[] frame, byte[]... scans) {
        return jpeg(TABLES, frame, join(scans));
    }

    private static byte[] restarted(String data) {
        return jpeg(TABLES, FRAME, RESTARTS, SCAN, hex(data));
    }

    static Stream<Arguments> damages() {
        return Stream.of(Arguments.of("cut off inside the picture", join(START, TABLES, FRAME, SCAN, DATA)),
                Arguments.of("cut off inside the picture", Arrays.copyOf(with(), with().length - 1)),
                Arguments.of("a marker belongs here, but there is the byte 00",
                        jpeg(TABLES, FRAME, hex("00"), SCAN, DATA)),
                Arguments.of("the marker ffd3 does not belong here",
                        jpeg(TABLES, FRAME, hex("ffd3"), SCAN, DATA)),
                Arguments.of("the marker ffd8 does not belong here", scanned(FRAME, SCAN, DATA, START)),
                Arguments.of("the marker ff02 does not belong here", scanned(FRAME, SCAN, DATA, hex("ff02"))),
                Arguments.of("the segment ffe1 says that it has 1 bytes", scanned(FRAME, hex("ffe1 0001"), SCAN, DATA)),
                Arguments.of("cut off inside the segment ffe1, which begins at byte 125 and has 4660 bytes",
                        scanned(FRAME, hex("ffe1 1234"), SCAN, DATA)),
                Arguments.of("the picture has a second frame header", scanned(FRAME, FRAME, SCAN, DATA)),
                Arguments.of("the picture ends without a scan of its color 1", scanned(FRAME)),
                Arguments.of("the picture ends without a scan of its color 2",
                        scanned(segment("c0", "08 0010 0010 03 011100 021100 031100"), SCAN, DATA)),
                Arguments.of("the picture ends without a scan of its color 1",
                        scanned(PROGRESSIVE, segment("da", "01 01 00 01 3f 00"), DATA)),
                Arguments.of("the frame header has 11 bytes for 3 channels of 8 bits",
                        scanned(segment("c0", "08 0010 0010 03 011100"), SCAN, DATA)),
                Arguments.of("names the color 1 twice",
                        scanned(segment("c0", "08 0010 0010 03 011100 011100 031100"), SCAN, DATA)),
                Arguments.of("is sampled 0 x 1", scanned(segment("c0", "08 0010 0010 01 010100"), SCAN, DATA)),
                Arguments.of("quantized with table 4", scanned(segment("c0", "08 0010 0010 01 011104"), SCAN, DATA)),
                Arguments.of("the scan needs the quantization table 0", jpeg(FRAME, SCAN, DATA)),
                Arguments.of("the scan needs the Huffman table DC 0", jpeg(QUANTIZATION, FRAME, SCAN, DATA)),
                Arguments.of("the scan needs the Huffman table DC 1",
                        scanned(FRAME, segment("da", "01 01 10 00 3f 00"), DATA)),
                Arguments.of("the scan needs the Huffman table AC 2",
                        scanned(FRAME, segment("da", "01 01 02 00 3f 00"), DATA)),
                Arguments.of("the scan needs the Huffman table AC 3",
                        scanned(PROGRESSIVE, SCAN_OF_MEANS, DATA, segment("da", "01 01 03 01 3f 00"), DATA)),
                Arguments.of("the scan header has 8 bytes for 2 colors",
                        scanned(FRAME, segment("da", "02 01 00 00 3f 00"), DATA)),
                Arguments.of("a scan names the color 7", scanned(FRAME, segment("da", "01 07 00 00 3f 00"), DATA)),
                Arguments.of("a scan names the color 1 twice",
                        scanned(FRAME, segment("da", "02 01 00 01 00 00 3f 00"), DATA)),
                Arguments.of("uses the tables 4 and 0", scanned(FRAME, segment("da", "01 01 40 00 3f 00"), DATA)),
                Arguments.of("a scan has 20 blocks in a unit",
                        scanned(segment("c0", "08 0010 0010 03 014400 022200 031100"),
                                segment("da", "02 01 00 02 00 00 3f 00"),
                                DATA)),
                Arguments.of("refines the coefficients 0 to 5",
                        scanned(PROGRESSIVE, segment("da", "01 01 00 00 05 00"), DATA)),
                Arguments.of("refines the coefficients 5 to 4",
                        scanned(PROGRESSIVE, segment("da", "01 01 00 05 04 00"), DATA)),
                Arguments.of("refines the coefficients 5 to 64",
                        scanned(PROGRESSIVE, segment("da", "01 01 00 05 40 00"), DATA)),
                Arguments.of("from bit 3 to bit 1", scanned(PROGRESSIVE, segment("da", "01 01 00 00 00 31"), DATA)),
                Arguments.of("the scan has no data here", scanned(FRAME, SCAN)),
                Arguments.of("a restart marker, but the picture has no restart intervals",
                        scanned(FRAME, SCAN, DATA, hex("ffd0"), DATA)),
                Arguments.of("the restart marker ffd1 stands where ffd0 belongs", restarted("11 ffd1 22")),
                Arguments.of("the scan has no data here", restarted("ffd0 22")),
                Arguments.of("has 1 of its 2 restart intervals", restarted("11")),
                Arguments.of("has 4 of its 2 restart intervals", restarted("11 ffd0 22 ffd1 33 ffd2 44")),
                Arguments.of("the segment with the restart interval has 5 bytes", with(segment("dd", "000201"))),
                Arguments.of("does not hold whole quantization tables", with(segment("db", "00" + "10".repeat(63)))),
                Arguments.of("does not hold whole quantization tables", with(segment("db", "20" + "10".repeat(64)))),
                Arguments.of("does not hold whole quantization tables", with(segment("db", "04" + "10".repeat(64)))),
                Arguments.of("does not hold whole Huffman tables", with(segment("c4", "00 01" + "00".repeat(15)))),
                Arguments.of("does not hold whole Huffman tables", with(segment("c4", "20 01" + "00".repeat(16)))),
                Arguments.of("does not hold whole Huffman tables", with(segment("c4", "00 01"))),
                Arguments.of("has more codes of 1 bits", with(segment("c4", "00 03" + "00".repeat(15) + "010203"))));
    }

    @Test
    void aFrameOfMotionJpegIsToldHowToBecomeAPicture() throws IOException {
        String advice = "the file has no Huffman table at all, as a frame of Motion JPEG from a webcam; "
                + "add the standard ones, such as with ffmpeg -bsf:v mjpeg2jpeg";
        assertThat(InMemory.damage(jpeg(QUANTIZATION, FRAME, SCAN, DATA)).reason()).endsWith(advice);
        assertThat(
                InMemory.damage(jpeg(QUANTIZATION, segment("c4", "00 01" + "00".repeat(15) + "05"), FRAME, SCAN, DATA))
                        .reason())
                .endsWith("the Huffman table AC 0, which is not there");
    }

    @ParameterizedTest
    @MethodSource("damages")
    void whatIsWrongIsFoundAndNamed(String reason, byte[] content) throws IOException {
        Damaged damaged = InMemory.damage(content);

        assertThat(damaged.reason()).contains(reason);
        assertThat(damaged.offset()).isBetween(0L, (long) content.length);
    }

    static Stream<byte[]> whole() {
        return Stream.of(with(), with(segment("e1", "4578696600"), segment("fe", "")), with(hex("ff01")),
                // Any number of ff may stand before a marker, and two are no data.
                jpeg(hex("ffffff"), TABLES, hex("ffff"), FRAME, SCAN, DATA, hex("ffffff")),
                scanned(FRAME, SCAN, hex("12 ffffff00 34")), restarted("11 ffd0 22"),
                // Some cameras write the last restart marker, too.
                restarted("11 ffd0 22 ffd1 33"),
                scanned(PROGRESSIVE, segment("da", "01 01 00 00 00 01"), DATA, segment("da", "01 01 00 01 3f 00"), DATA,
                        segment("da", "01 01 00 00 00 10"), DATA),
                with(segment("c4", "00 01" + "00".repeat(15) + "05"
                        + "11 0002" + "00".repeat(14) + "0506")),
                // Arithmetic coding has no Huffman tables, and a scan that refines the means needs none.
                jpeg(QUANTIZATION, segment("c9", "08 0010 0010 01 01 11 00"), SCAN, DATA),
                scanned(PROGRESSIVE, SCAN_OF_MEANS, DATA, segment("da", "01 01 30 00 00 10"), DATA),
                // The number of lines may stand behind the first scan as well.
                scanned(FRAME, SCAN, DATA, segment("dc", "0010")));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void whatTheFormatAllowsIsIntact(byte[] content) throws IOException {
        assertThat(InMemory.verify(content)).isInstanceOf(Intact.class);
    }

    @Test
    void restartMarkersCountInTurn() throws IOException {
        StringBuilder data = new StringBuilder("11");
        for (int i = 0; i < 63; i++) {
            data.append("ffd%d11".formatted(i % 8));
        }
        byte[] frame = segment("c0", "08 0040 0040 01 01 11 00");
        byte[] content = jpeg(TABLES, frame, segment("dd", "0001"), SCAN, hex(data.toString()));

        assertThat(InMemory.verify(content)).isInstanceOf(Intact.class);
    }

    /** A picture of three colors, of which the first has four times as many samples. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theRestartIntervalsOfAScanAreThoseOfItsUnits(int interval) throws IOException {
        byte[] frame = segment("c0", "08 0021 0011 03 012200 021100 031100");
        byte[] restarts = segment("dd", "000" + interval);
        // 17 x 33 pixels are 2 x 3 units of 16 x 16; alone, the colors have 3 x 5 and 2 x 3 blocks.
        byte[] content = jpeg(TABLES, frame, restarts, segment("da", "03 0100 0200 0300 00 3f 00"),
                intervals(6, interval),
                segment("da", "01 0100 00 3f 00"), intervals(15, interval), segment("da", "01 0200 00 3f 00"),
                intervals(6, interval));

        assertThat(InMemory.verify(content)).isInstanceOf(Intact.class);
    }

    private static byte[] intervals(int units, int interval) {
        StringBuilder data = new StringBuilder("11");
        for (int i = 0; i < (units + interval - 1) / interval - 1; i++) {
            data.append("ffd%d11".formatted(i % 8));
        }
        return hex(data.toString());
    }

    @Test
    void aScanThatIsNothingButMarkersWithoutAnEndIsGivenUp() throws IOException {
        byte[] fill = new byte[300_000];
        Arrays.fill(fill, (byte) 0xff);

        assertThat(InMemory.damage(scanned(FRAME, SCAN, DATA, fill)).reason()).contains("nothing but ff");
    }

    @Test
    void whateverImageIoWritesIsIntact() throws IOException {
        for (int type : new int[]{BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_GRAY}) {
            BufferedImage image = new BufferedImage(333, 217, type);
            for (int i = 0; i < 333 * 217; i++) {
                image.setRGB(i % 333, i / 333, i * 0x9e3779b9);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThat(ImageIO.write(image, "jpeg", out)).isTrue();

            assertThat(InMemory.verify(out.toByteArray())).isInstanceOf(Intact.class);
        }
    }
}
