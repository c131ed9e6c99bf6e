// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.veo3.media.Boxes.ints;
import static dev.veo3.media.Boxes.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What stands in an image beside its picture: orientation, transparency, animation, colours, and a lot that is skipped. */
class ExtraDataTest {

    private static final byte[] NOTHING = {};
    private static final int PNG_HEADER = 33;
    private static final int ACTL = 0x6163544c;
    private static final int TRNS = 0x74524e53;
    private static final int EXIF = 0x65584966;
    private static final int TEXT = 0x74455874;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Orientation.class)
    void theOrientationIsReadInBothByteOrdersAndInEachFormat(Orientation orientation) throws IOException {
        for (ByteOrder order : new ByteOrder[]{ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            byte[] exif = exif(order, 3, 1, orientation.exif());

            for (byte[] content : new byte[][]{jpeg(segment(0xe1, join(latin("Exif\0\0"), exif))),
                png(chunk(EXIF, exif)),
                webp(0x08, chunkLittle("EXIF", exif))}) {
                ImageInfo info = inspect(content);

                assertThat(info.orientation()).isEqualTo(orientation);
                boolean swaps = orientation.exif() >= 5;
                assertThat(info.width() > info.height()).isNotEqualTo(swaps);
                assertThat(orientation.swapsSides()).isEqualTo(swaps);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 3, 1", "9, 3, 1", "65535, 3, 1", "6, 4, 1", "6, 3, 2", "6, 3, 0"})
    void anOrientationThatMeansNothingIsNone(int number, int type, int count) throws IOException {
        byte[] exif = exif(ByteOrder.BIG_ENDIAN, type, count, number);

        assertThat(inspect(png(chunk(EXIF, exif))).orientation()).isEqualTo(Orientation.NORMAL);
    }

    @Test
    void exifDataThatAreCutAnywhereAreNone() throws IOException {
        byte[] exif = exif(ByteOrder.LITTLE_ENDIAN, 3, 1, 6);
        for (int length = 0; length < exif.length - 4; length++) {
            byte[] cut = Arrays.copyOf(exif, length);

            assertThat(inspect(png(chunk(EXIF, cut))).orientation()).as("of %d bytes", length)
                    .isEqualTo(Orientation.NORMAL);
        }
    }

    @ParameterizedTest
    @CsvSource({"ffffffff", "7fffffff", "80000000", "00000000", "fffffff8"})
    void exifDataThatPointElsewhereAreNone(String place) throws IOException {
        byte[] exif = exif(ByteOrder.BIG_ENDIAN, 3, 1, 6);
        ByteBuffer.wrap(exif).putInt(4, Integer.parseUnsignedInt(place, 16)).putShort(8, (short) -1);

        assertThat(inspect(png(chunk(EXIF, exif))).orientation()).isEqualTo(Orientation.NORMAL);
    }

    @Test
    void theFirstExifDataOfAJpegCountWhateverStandsBetween() throws IOException {
        byte[] profile = segment(0xe2, new byte[65_533]);
        byte[] first = segment(0xe1, join(latin("Exif\0\0"), exif(ByteOrder.BIG_ENDIAN, 3, 1, 6), new byte[60_000]));
        byte[] second = segment(0xe1, join(latin("Exif\0\0"), exif(ByteOrder.BIG_ENDIAN, 3, 1, 3)));
        byte[] xmp = segment(0xe1, latin("http://ns.adobe.com/xap/1.0/\0 <x/>"));

        assertThat(inspect(jpeg(join(xmp, profile, profile, first, profile, second))).orientation())
                .isEqualTo(Orientation.ROTATED_90);
    }

    @Test
    void theExifDataOfAWebpStandBehindAPictureAndAProfileOfAnySize() throws IOException {
        byte[] webp = webp(0x28, join(chunkLittle("ICCP", new byte[65_537]), new byte[1]),
                chunkLittle("EXIF", exif(ByteOrder.BIG_ENDIAN, 3, 1, 8)));

        assertThat(inspect(webp).orientation()).isEqualTo(Orientation.ROTATED_270);
    }

    @Test
    void aWebpWhoseCanvasStaysEmptyIsDamaged() throws IOException {
        byte[] content = join(latin("RIFF"), little(30), latin("WEBP"), chunkLittle("VP8X", new byte[10]), new byte[8]);

        assertThatThrownBy(() -> inspect(content)).isInstanceOf(MediaException.class)
                .hasMessageContaining("damaged at byte 38: the file has no picture in it");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "100, true", "254, true", "255, false", "3000, false"})
    void whatStandsAmongTheFirst256ChunksOfAPngIsFound(int before, boolean found) throws IOException {
        byte[][] chunks = new byte[before + 1][];
        Arrays.fill(chunks, chunk(TEXT, new byte[9000]));
        chunks[before] = chunk(ACTL, ints(3, 0));

        // IHDR is the first.
        assertThat(inspect(png(join(chunks))).animated()).isEqualTo(found);
    }

    @Test
    void transparencyIsFoundBehindAProfileOfAnySize() throws IOException {
        assertThat(inspect(png(join(chunk(0x69434350, new byte[1 << 20]), chunk(TRNS, new byte[6])))).alpha()).isTrue();
        assertThat(inspect(png(NOTHING)).alpha()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"00 00 00 01 00 00 00 00, there is no PNG chunk here",
        "00 00 00 00 49 45 4e 44, the file has no picture",
        "ff ff ff ff 74 45 58 74, the chunk tEXt of 4294967295 bytes goes beyond the end",
        "7f ff ff ff 49 44 41 54, the chunk IDAT of 2147483647 bytes goes beyond the end"})
    void aPngThatHasNoPictureOrIsCutIsDamaged(String hex, String problem) {
        byte[] wrong = HexFormat.ofDelimiter(" ").parseHex(hex);

        assertThatThrownBy(() -> inspect(png(wrong))).isInstanceOf(MediaException.class)
                .hasMessageContaining("damaged at byte 33: " + problem);
    }

    @ParameterizedTest
    @CsvSource({"0, 16", "0, 32", "1, 8", "2, 4", "3, 16", "4, 4", "5, 8", "6, 1", "7, 8", "255, 8", "0, 0"})
    void aPngOfAKindThatThereIsNotIsDamaged(int colorType, int bitDepth) throws IOException {
        byte[] png = png(NOTHING);
        png[24] = (byte) bitDepth;
        png[25] = (byte) colorType;
        ByteBuffer.wrap(png).putInt(29, crc(png, 12, 17));

        if (colorType == 0 && bitDepth == 16) {
            assertThat(inspect(png).bitDepth()).isEqualTo(16);
        } else {
            assertThatThrownBy(() -> inspect(png)).isInstanceOf(MediaException.class).hasMessageContaining(
                    "a PNG has no pixels of color type " + colorType + " with " + bitDepth + " bits");
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 01 02 03, 0, RGB", "3, 01 02 03, 1, YCBCR", "3, 01 02 03, -1, YCBCR", "3, 52 47 42, -1, RGB",
        "3, 52 47 42, 1, YCBCR", "3, 52 42 47, -1, YCBCR", "4, 01 02 03, 0, CMYK", "4, 01 02 03, 2, YCCK",
        "4, 01 02 03, -1, CMYK", "1, 01 02 03, -1, GRAY"})
    void theColorsOfAJpegAreWhatAdobesNoteOrTheNamesOfItsChannelsSay(int channels, String names, int transform,
            ColorType expected) throws IOException {
        byte[] note = transform < 0
                ? NOTHING
                : segment(0xee, join(latin("Adobe\0d"), new byte[4], new byte[]{(byte) transform}));
        byte[] ids = HexFormat.ofDelimiter(" ").parseHex(names);
        byte[] frame = join(new byte[]{8, 0, 48, 0, 64, (byte) channels}, new byte[]{ids[0], 17, 0},
                new byte[]{ids[1], 17, 0}, new byte[]{ids[2], 17, 0}, new byte[]{4, 17, 0});

        assertThat(inspect(join(new byte[]{-1, (byte) 0xd8}, note, segment(0xc1, frame))).colorType())
                .isEqualTo(expected);
    }

    @Test
    void aJfifFileIsYCbCrWhateverElseItNotes() throws IOException {
        byte[] jfif = segment(0xe0, join(latin("JFIF\0"), new byte[9]));
        byte[] note = segment(0xee, join(latin("Adobe\0d"), new byte[5]));

        assertThat(inspect(jpeg(join(jfif, note))).colorType()).isEqualTo(ColorType.YCBCR);
    }

    private ImageInfo inspect(byte[] content) throws IOException {
        return (ImageInfo) MediaInspector.inspect(Files.write(directory.resolve("image"), content));
    }

    /** One entry of a directory, with a foreign one before it. */
    private static byte[] exif(ByteOrder order, int type, int count, int number) {
        return ByteBuffer.allocate(38).order(order).put(latin(order == ByteOrder.BIG_ENDIAN ? "MM" : "II"))
                .putShort((short) 42).putInt(8).putShort((short) 2).putShort((short) 0x10f).putShort((short) 2)
                .putInt(4).putInt(0).putShort((short) 0x112).putShort((short) type).putInt(count)
                .putShort((short) number).array();
    }

    private static byte[] jpeg(byte[] segments) throws IOException {
        byte[] original = Fixtures.bytes("progressive-1280x720.jpg");
        return join(Arrays.copyOf(original, 2), segments, Arrays.copyOfRange(original, 2, original.length));
    }

    private static byte[] segment(int marker, byte[] content) {
        int length = content.length + 2;
        return join(new byte[]{-1, (byte) marker, (byte) (length >> 8), (byte) length}, content);
    }

    private static byte[] png(byte[] chunks) throws IOException {
        byte[] original = Fixtures.bytes("first-frame-1280x720.png");
        return join(Arrays.copyOf(original, PNG_HEADER), chunks,
                Arrays.copyOfRange(original, PNG_HEADER, original.length));
    }

    private static byte[] chunk(int type, byte[] data) {
        byte[] named = join(ints(type), data);
        return join(ints(data.length), named, ints(crc(named, 0, named.length)));
    }

    private static int crc(byte[] bytes, int from, int count) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, count);
        return (int) crc.getValue();
    }

    /** The extended form of a lossy picture, with a chunk before it and chunks behind it. */
    private static byte[] webp(int flags, byte[] before, byte[]... behind) throws IOException {
        byte[] original = Fixtures.bytes("lossy-1280x720.webp");
        byte[] canvas = {(byte) flags, 0, 0, 0, (byte) 0xff, 4, 0, (byte) 0xcf, 2, 0};
        byte[] content = join(latin("WEBP"), chunkLittle("VP8X", canvas), before,
                Arrays.copyOfRange(original, 12, original.length), join(behind));
        return join(latin("RIFF"), little(content.length), content);
    }

    private static byte[] chunkLittle(String type, byte[] data) {
        return join(latin(type), little(data.length), data);
    }

    private static byte[] little(int value) {
        return ints(Integer.reverseBytes(value));
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
