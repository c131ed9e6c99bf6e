// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.MediaException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ImageInspectionTest {

    @TempDir
    private Path directory;

    /** The figures are ffprobe's (5.1, {@code -show_streams}); what the channels mean follows from its pixel format. */
    @ParameterizedTest
    @CsvSource({"alpha-320x180.webp, WEBP, 320, 180, YCBCR, true, 230",
        "baseline-1280x720.jpg, JPEG, 1280, 720, YCBCR, false, 40659",
        "cmyk-640x360.jpg, JPEG, 640, 360, YCCK, false, 73875",
        "first-frame-1280x720.png, PNG, 1280, 720, RGB, false, 106840",
        "last-frame-1280x720.png, PNG, 1280, 720, RGB, false, 106868",
        "lossless-720x1280.webp, WEBP, 720, 1280, RGB, true, 10366",
        "lossy-1280x720.webp, WEBP, 1280, 720, YCBCR, false, 22238",
        "portrait-720x1280.png, PNG, 720, 1280, RGB, true, 32560",
        "progressive-1280x720.jpg, JPEG, 1280, 720, YCBCR, false, 32955"})
    void anImageTellsWhatItIs(String name, ImageFormat format, int width, int height, ColorType colorType,
            boolean alpha, long size) {
        Path file = Fixtures.path(name);

        MediaInfo info = MediaInspector.inspect(file);

        assertThat(info).isEqualTo(new ImageInfo(file, format, width, height, 8, colorType, alpha, false,
                Orientation.NORMAL, size));
        assertThat(info.extensionMismatch()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"baseline-1280x720.jpg, image/jpeg", "lossy-1280x720.webp, image/webp",
        "first-frame-1280x720.png, image/png"})
    void theMediaTypeIsThatOfTheContent(String name, String mimeType) throws IOException {
        Path file = Files.copy(Fixtures.path(name), directory.resolve("image"));

        assertThat(MediaInspector.inspect(file).mimeType()).isEqualTo(mimeType);
    }

    @Test
    void aWrongExtensionIsToldButNotBelieved() throws IOException {
        Path file = Files.copy(Fixtures.path("baseline-1280x720.jpg"), directory.resolve("photo.PNG"));

        MediaInfo info = MediaInspector.inspect(file);

        assertThat(info.mimeType()).isEqualTo("image/jpeg");
        assertThat(info.extensionMismatch()).contains(file + ": the name ends in .PNG but the content is image/jpeg. "
                + "Rename the file to .jpg, or use the right file.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jpeg", "b.JPG", "c.x.jpe", "d", ".jpg", ".png", "e."})
    void aNameThatPromisesNothingElseIsNotWrong(String name) throws IOException {
        Path file = Files.copy(Fixtures.path("baseline-1280x720.jpg"), directory.resolve(name));

        assertThat(MediaInspector.inspect(file).extensionMismatch()).isEmpty();
    }

    @Test
    void segmentsBeforeTheFrameOfAJpegAreSkippedHoweverLargeTheyAre() throws IOException {
        byte[] original = Fixtures.bytes("progressive-1280x720.jpg");
        ByteArrayOutputStream large = new ByteArrayOutputStream();
        large.write(original, 0, 2);
        for (int i = 0; i < 200; i++) {
            byte[] segment = new byte[0xffff + 2];
            // What a segment holds is not searched for markers.
            Arrays.fill(segment, (byte) 0xff);
            segment[1] = (byte) (i % 2 == 0 ? 0xe1 : 0xe2);
            large.write(segment);
            large.write(new byte[]{(byte) 0xff, (byte) 0xff});
        }
        large.write(original, 2, original.length - 2);
        Path file = Files.write(directory.resolve("photo.jpg"), large.toByteArray());

        assertThat(MediaInspector.inspect(file)).isEqualTo(new ImageInfo(file, ImageFormat.JPEG, 1280, 720, 8,
                ColorType.YCBCR, false, false, Orientation.NORMAL, large.size()));
    }

    @Test
    void theLargestCanvasOfAWebpIsRead() throws IOException {
        byte[] canvas = Fixtures.bytes("alpha-320x180.webp");
        Arrays.fill(canvas, 24, 30, (byte) 0xff);

        MediaInfo info = MediaInspector.inspect(Files.write(directory.resolve("wide.webp"), canvas));

        assertThat(info.width()).isEqualTo(1 << 24);
        assertThat(info.height()).isEqualTo(1 << 24);
    }

    @Test
    void aPngWithoutAHeightIsDamaged() throws IOException {
        byte[] png = Fixtures.bytes("first-frame-1280x720.png");
        ByteBuffer.wrap(png).putInt(20, 0).putInt(29, 0xc5be4707);

        assertDamaged(png, 16, "the picture is 1280 x 0 pixels");
    }

    @Test
    void aPngWhoseSizeWasChangedIsDamaged() throws IOException {
        byte[] png = Fixtures.bytes("first-frame-1280x720.png");
        png[19]++;

        assertDamaged(png, 8, "the checksum of the IHDR chunk is wrong");
    }

    @Test
    void aPngWithAnotherFirstChunkIsDamaged() throws IOException {
        byte[] png = Fixtures.bytes("first-frame-1280x720.png");
        png[12] = 7;

        assertDamaged(png, 8, "this one has the chunk \\x07HDR of 13 bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ff d8 ff e0 00 04 00 00 12 34                | 8 | has a marker here, but this one has 12
            ff d8 ff e0 00 04 00 00 ff da 00 02          | 8 | begins without a header that gives its size
            ff d8 ff e0 00 04 00 00 ff d9                | 8 | begins without a header that gives its size
            ff d8 ff e0 00 01                            | 2 | there is no JPEG segment here
            ff d8 ff 00 00 08 00 00                      | 2 | there is no JPEG segment here
            ff d8 ff e0 ff ff 00 00                      | 2 | the segment goes beyond the end of the file, which has only 8
            ff d8 ff e0 00 04 00 00                      | 8 | the file ends inside its headers, after 8 bytes
            ff d8 ff c0 00 11 08 00 00 05 00 03          | 4 | gives no size: 1280 x 0 pixels
            ff d8 ff c0 00 07 08 01 00 05 00 03          | 4 | gives no size
            ff d8 ff c0 00 0a 08 01 00 05 00 03 00 00    | 4 | has 10 bytes for 3 channels of 8 bits
            ff d8 ff c0 00 0b 11 01 00 05 00 01 00 00 00 | 4 | has 11 bytes for 1 channels of 17 bits
            ff d8 ff c0 00 0e 08 01 00 05 00 02 00 00 00 00 00 00 | 4 | the picture has 2 channels
            """)
    void aJpegWithoutAFrameIsDamaged(String hex, long offset, String problem) throws IOException {
        assertDamaged(bytes(hex), offset, problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            VP8   | 01 00 00 9d 01 2a 10 00 10 00        | 20 | does not begin with a key frame
            VP8   | 00 00 00 9d 01 2b 10 00 10 00        | 20 | does not begin with a key frame
            VP8   | 00 00 00 9d 01 2a 00 00 10 00        | 20 | the picture is 0 x 16 pixels
            VP8L  | 2e 00 00 00 00 00 00 00 00 00        | 20 | does not begin with its signature
            ANIM  | 00 00 00 00 00 00 00 00 00 00        | 12 | has no picture in a chunk ANIM
            """)
    void aWebpWithoutAPictureIsDamaged(String chunk, String hex, long offset, String problem) throws IOException {
        byte[] data = bytes(hex);
        byte[] type = "%-4s".formatted(chunk).getBytes(StandardCharsets.ISO_8859_1);
        byte[] webp = Boxes.join("RIFF".getBytes(StandardCharsets.ISO_8859_1), little(12 + data.length),
                "WEBP".getBytes(StandardCharsets.ISO_8859_1), type, little(data.length), data);

        assertDamaged(webp, offset, problem);
    }

    @Test
    void aWebpThatIsShorterThanItSaysIsDamaged() throws IOException {
        byte[] cut = Arrays.copyOf(Fixtures.bytes("lossy-1280x720.webp"), 22_000);

        assertDamaged(cut, 22_000, "it announces 22238 bytes and has 22000");
    }

    private void assertDamaged(byte[] content, long offset, String problem) throws IOException {
        Path file = Files.write(directory.resolve("damaged"), content);

        assertThatThrownBy(() -> MediaInspector.inspect(file)).isInstanceOfSatisfying(MediaException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.DAMAGED);
            assertThat(e.offset()).hasValue(offset);
            assertThat(e.path()).isEqualTo(file);
            assertThat(e).hasMessageStartingWith(file + ": damaged at byte " + offset + ": ")
                    .hasMessageContaining(problem).hasMessageEndingWith("Make or download the file again.");
        });
    }

    private static byte[] bytes(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }

    private static byte[] little(int value) {
        return Boxes.ints(Integer.reverseBytes(value));
    }
}
