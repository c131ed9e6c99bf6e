// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.file.FileTypeDirectory;
import com.drew.metadata.jpeg.JpegDirectory;
import com.drew.metadata.mov.QuickTimeDirectory;
import com.drew.metadata.mov.media.QuickTimeVideoDirectory;
import com.drew.metadata.mp4.Mp4Directory;
import com.drew.metadata.mp4.media.Mp4VideoDirectory;
import com.drew.metadata.png.PngDirectory;
import com.drew.metadata.webp.WebpDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The inspector agrees with the JDK's image readers and with metadata-extractor. */
class NeighbourComparisonTest {

    static List<Path> files() throws IOException {
        return Stream
                .concat(Fixtures.names().stream().map(Fixtures::path), Fixtures.kinds().stream().map(Fixtures::kind))
                .toList();
    }

    static List<Path> imagesThatTheJdkReads() throws IOException {
        return files().stream().filter(file -> file.toString().matches(".*\\.(png|jpg)")).toList();
    }

    @ParameterizedTest
    @MethodSource("imagesThatTheJdkReads")
    void theJdkSaysTheSameOfAnImage(Path file) throws IOException {
        ImageInfo info = (ImageInfo) MediaInspector.inspect(file);

        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            ImageReader reader = readers.next();
            reader.setInput(in);

            assertThat(reader.getFormatName()).isEqualToIgnoringCase(info.format().name());
            boolean swaps = info.orientation().swapsSides();
            assertThat(reader.getWidth(0)).isEqualTo(swaps ? info.height() : info.width());
            assertThat(reader.getHeight(0)).isEqualTo(swaps ? info.width() : info.height());
            if (info.format() == ImageFormat.PNG) {
                assertThat(reader.getRawImageType(0).getBitsPerBand(0)).isEqualTo(info.bitDepth());
                assertThat(reader.read(0).getColorModel().hasAlpha()).isEqualTo(info.alpha());
            }
            reader.dispose();
        }
    }

    /** All but one, whose brand (iso5) it does not know: it takes it for QuickTime and finds no video in it. */
    static List<Path> filesThatMetadataExtractorReads() throws IOException {
        return files().stream().filter(file -> !file.endsWith("fragmented-dash.mp4")).toList();
    }

    @ParameterizedTest
    @MethodSource("filesThatMetadataExtractorReads")
    void metadataExtractorSaysTheSame(Path file) throws IOException, ImageProcessingException {
        MediaInfo info = MediaInspector.inspect(file);
        Metadata metadata = ImageMetadataReader.readMetadata(file.toFile());

        assertThat(only(metadata, FileTypeDirectory.class).getString(FileTypeDirectory.TAG_DETECTED_FILE_MIME_TYPE))
                .isEqualTo(info.mimeType());
        switch (info) {
            case ImageInfo image -> {
                compare(metadata, image);
                ExifIFD0Directory exif = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
                assertThat(image.orientation().exif()).isEqualTo(exif == null
                        ? 1
                        : exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION));
            }
            case VideoInfo video -> compare(metadata, video);
        }
    }

    private static void compare(Metadata metadata, ImageInfo image) {
        switch (image.format()) {
            case PNG -> {
                PngDirectory png = only(metadata, PngDirectory.class);
                assertSides(image, png, PngDirectory.TAG_IMAGE_WIDTH, PngDirectory.TAG_IMAGE_HEIGHT);
                assertThat(png.getInteger(PngDirectory.TAG_BITS_PER_SAMPLE)).isEqualTo(image.bitDepth());
                assertThat(png.getInteger(PngDirectory.TAG_COLOR_TYPE)).isIn(switch (image.colorType()) {
                    case GRAY -> List.of(0, 4);
                    case INDEXED -> List.of(3);
                    case RGB -> List.of(2, 6);
                    case YCBCR, CMYK, YCCK -> List.of();
                });
            }
            case JPEG -> {
                JpegDirectory jpeg = only(metadata, JpegDirectory.class);
                assertSides(image, jpeg, JpegDirectory.TAG_IMAGE_WIDTH, JpegDirectory.TAG_IMAGE_HEIGHT);
                assertThat(jpeg.getInteger(JpegDirectory.TAG_DATA_PRECISION)).isEqualTo(image.bitDepth());
                assertThat(jpeg.getInteger(JpegDirectory.TAG_NUMBER_OF_COMPONENTS))
                        .isEqualTo(switch (image.colorType()) {
                            case GRAY -> 1;
                            case RGB, YCBCR -> 3;
                            case CMYK, YCCK -> 4;
                            case INDEXED -> 0;
                        });
            }
            case WEBP -> {
                WebpDirectory webp = only(metadata, WebpDirectory.class);
                assertSides(image, webp, WebpDirectory.TAG_IMAGE_WIDTH, WebpDirectory.TAG_IMAGE_HEIGHT);
                // It reads these flags of the extended form only.
                if (webp.containsTag(WebpDirectory.TAG_HAS_ALPHA)) {
                    assertThat(webp.getBooleanObject(WebpDirectory.TAG_HAS_ALPHA)).isEqualTo(image.alpha());
                    assertThat(webp.getBooleanObject(WebpDirectory.TAG_IS_ANIMATION)).isEqualTo(image.animated());
                }
            }
        }
    }

    private static void assertSides(ImageInfo image, Directory directory, int width, int height) {
        boolean swaps = image.orientation().swapsSides();
        assertThat(directory.getInteger(width)).isEqualTo(swaps ? image.height() : image.width());
        assertThat(directory.getInteger(height)).isEqualTo(swaps ? image.width() : image.height());
    }

    private static void compare(Metadata metadata, VideoInfo video) {
        boolean mp4 = video.container() == VideoContainer.MP4;
        Directory movie = mp4 ? only(metadata, Mp4Directory.class) : only(metadata, QuickTimeDirectory.class);
        Directory track = mp4 ? only(metadata, Mp4VideoDirectory.class) : only(metadata, QuickTimeVideoDirectory.class);
        // It counts angles the other way round, and gives the sides as coded.
        assertThat(movie.getInteger(mp4 ? Mp4Directory.TAG_ROTATION : QuickTimeDirectory.TAG_ROTATION))
                .isEqualTo((360 - video.rotation()) % 360);
        boolean swaps = video.rotation() % 180 != 0;
        assertThat(track.getInteger(mp4 ? Mp4VideoDirectory.TAG_WIDTH : QuickTimeVideoDirectory.TAG_WIDTH))
                .isEqualTo(swaps ? video.height() : video.width());
        assertThat(track.getInteger(mp4 ? Mp4VideoDirectory.TAG_HEIGHT : QuickTimeVideoDirectory.TAG_HEIGHT))
                .isEqualTo(swaps ? video.width() : video.height());
        if (!video.fragmented()) {
            // It counts no fragments: their duration is 0 there, and their rate is no number. Of a variable rate it takes a part.
            long units = movie.getLongObject(mp4 ? Mp4Directory.TAG_DURATION : QuickTimeDirectory.TAG_DURATION);
            int scale = movie.getInteger(mp4 ? Mp4Directory.TAG_TIME_SCALE : QuickTimeDirectory.TAG_TIME_SCALE);
            assertThat(video.duration().toNanos() * 1e-9).isCloseTo((double) units / scale, within(1e-6));
            double rate = track.getDoubleObject(
                    mp4 ? Mp4VideoDirectory.TAG_FRAME_RATE : QuickTimeVideoDirectory.TAG_FRAME_RATE);
            if (!video.path().endsWith("h264-variable-rate.mp4")) {
                assertThat(video.frameRate().orElseThrow()).isCloseTo(rate, within(1e-4));
            }
        }
    }

    private static <D extends Directory> D only(Metadata metadata, Class<D> type) {
        D directory = metadata.getFirstDirectoryOfType(type);
        assertThat(directory).as(type.getSimpleName()).isNotNull();
        return directory;
    }
}
