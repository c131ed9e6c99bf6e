// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.Verification.Damaged;
import dev.veo3.media.Verification.Intact;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What Java's own decoder, which reads every pixel, thinks of the same files. */
class ImageIoComparisonTest {

    static Stream<Path> decodable() throws IOException {
        return Fixtures.all().stream().filter(file -> file.toString().endsWith("g"));
    }

    @ParameterizedTest
    @MethodSource("decodable")
    void whatImageIoDecodesIsIntact(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);

        assertThat(decodes(content, file.toString().endsWith(".png") ? "png" : "jpeg")).isTrue();
        assertThat(InMemory.verify(content)).isInstanceOf(Intact.class);
    }

    @Test
    void everyKindOfPngThatImageIoWritesIsIntact() throws IOException {
        for (byte[] content : pngs()) {
            assertThat(decodes(content, "png")).isTrue();
            assertThat(InMemory.verify(content)).isInstanceOf(Intact.class);
        }
    }

    @Test
    void aPngWithAFlippedBitThatImageIoRefusesIsDamaged() throws IOException {
        int refused = 0;
        for (byte[] content : pngs()) {
            for (int at = 8, turn = 0; at < content.length; at += 1 + content.length / 400, turn++) {
                content[at] ^= (byte) (1 << turn % 8);
                if (!decodes(content, "png")) {
                    refused++;
                    assertThat(InMemory.verify(content)).as("byte %d", at).isInstanceOf(Damaged.class);
                }
                content[at] ^= (byte) (1 << turn % 8);
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    private static boolean decodes(byte[] content, String format) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(content))) {
            reader.setInput(in);
            if (format.equals("png")) {
                return reader.read(0) != null;
            }
            // Without its colors, because it does not convert those that printers use.
            return reader.readRaster(0, null) != null;
        } catch (IIOException | RuntimeException e) {
            return false;
        } finally {
            reader.dispose();
        }
    }

    /** Noise of every depth and color type, and with interlace. */
    private static List<byte[]> pngs() throws IOException {
        List<byte[]> pngs = new ArrayList<>();
        for (int type : new int[]{BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_4BYTE_ABGR,
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_BINARY}) {
            BufferedImage image = new BufferedImage(37, 29, type);
            pngs.add(written(image, false));
            pngs.add(written(image, true));
        }
        for (int bits : new int[]{1, 2, 4, 8}) {
            byte[] levels = new byte[1 << bits];
            new SplittableRandom(bits).nextBytes(levels);
            IndexColorModel palette = new IndexColorModel(bits, levels.length, levels, levels, levels, 1);
            BufferedImage image = bits == 8
                    ? new BufferedImage(37, 29, BufferedImage.TYPE_BYTE_INDEXED, palette)
                    : new BufferedImage(37, 29, BufferedImage.TYPE_BYTE_BINARY, palette);
            pngs.add(written(image, false));
            pngs.add(written(image, true));
        }
        return pngs;
    }

    private static byte[] written(BufferedImage image, boolean interlaced) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
            image.setRGB(i % image.getWidth(), i / image.getWidth(), random.nextInt());
        }
        ImageWriter writer = ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), "png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setProgressiveMode(interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
