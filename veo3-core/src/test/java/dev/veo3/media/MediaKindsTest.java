// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Small files of rarer kinds, made by ffmpeg, ImageMagick, libwebp and exiftool. */
class MediaKindsTest {

    /** The figures are ffprobe's (5.1) and exiftool's (12.57); for WebP webpinfo's (1.2), because ffprobe reads no animation. */
    @ParameterizedTest
    @CsvSource({"animated.png, PNG, 64, 48, 8, RGB, false, true, NORMAL",
        "animated.webp, WEBP, 64, 48, 8, YCBCR, false, true, NORMAL",
        "black-white.png, PNG, 64, 48, 1, GRAY, false, false, NORMAL",
        "gray-16-bit.png, PNG, 64, 48, 16, GRAY, false, false, NORMAL",
        "gray-alpha.png, PNG, 64, 48, 8, GRAY, true, false, NORMAL",
        "gray.jpg, JPEG, 64, 48, 8, GRAY, false, false, NORMAL",
        "lossless-alpha.webp, WEBP, 64, 48, 8, RGB, false, false, NORMAL",
        "lossless-canvas.webp, WEBP, 48, 64, 8, RGB, false, false, MIRRORED_ROTATED_270",
        "mirrored.webp, WEBP, 64, 48, 8, YCBCR, false, false, MIRRORED",
        "palette-transparent.png, PNG, 64, 48, 8, INDEXED, true, false, NORMAL",
        "rgb-transparent.png, PNG, 64, 48, 8, RGB, true, false, NORMAL",
        "rgba-16-bit.png, PNG, 64, 48, 16, RGB, true, false, NORMAL",
        "turned-270.png, PNG, 48, 64, 16, RGB, false, false, ROTATED_270",
        "turned-90.jpg, JPEG, 48, 64, 8, YCBCR, false, false, ROTATED_90"})
    void anImageTellsWhatItIs(String name, ImageFormat format, int width, int height, int bitDepth,
            ColorType colorType, boolean alpha, boolean animated, Orientation orientation) throws IOException {
        Path file = Fixtures.kind(name);

        assertThat(MediaInspector.inspect(file)).isEqualTo(new ImageInfo(file, format, width, height, bitDepth,
                colorType, alpha, animated, orientation, file.toFile().length()));
    }

    /**
     * The figures are ffprobe's (5.1). It counts angles the other way round: its 90 is 270 here, as exiftool's. The clip with
     * a variable rate shows 15 pictures in the 28,028/30,000 s that its track lasts; ffprobe takes the 24,024/30,000 s over which
     * they are decoded, and says 18.73.
     */
    @ParameterizedTest
    @CsvSource({"av1.mp4, isom, 0.4, 64, 48, 0, 25, av01, Main, false, false",
        "fragmented-dash.mp4, iso5, 1.001, 64, 48, 0, 29.97002997002997, avc1, High, true, true",
        "fragmented-first-in-moov.mp4, isom, 1.001, 64, 48, 0, 29.97002997002997, avc1, High, true, true",
        "h264-constrained-baseline.mp4, isom, 1.001, 64, 48, 0, 29.97002997002997, avc1, Constrained Baseline, false, false",
        "h264-high10.mp4, isom, 1.001, 64, 48, 0, 29.97002997002997, avc1, High 10, false, false",
        "h264-high422.mov, 'qt  ', 1.001, 64, 48, 0, 29.97002997002997, avc1, High 4:2:2, false, false",
        "h264-rotated.mp4, isom, 1.001, 48, 64, 270, 29.97002997002997, avc1, Constrained Baseline, false, false",
        "h264-variable-rate.mp4, isom, 0.935, 64, 48, 0, 16.055373198230342, avc1, High, false, false",
        "hevc-main10.mp4, isom, 1.001, 64, 48, 0, 29.97002997002997, hvc1, Main 10, false, false",
        "vp9.mp4, isom, 1, 64, 48, 0, 25, vp09, Profile 0, false, false"})
    void aVideoTellsWhatItIs(String name, String brand, String seconds, int width, int height, int rotation,
            double frameRate, String codec, String profile, boolean fragmented, boolean moovFirst) {
        Path file = Fixtures.kind(name);

        assertThat(MediaInspector.inspect(file)).isEqualTo(new VideoInfo(file,
                brand.startsWith("qt") ? VideoContainer.QUICKTIME : VideoContainer.MP4, brand,
                Duration.parse("PT" + seconds + "S"), width, height, rotation, OptionalDouble.of(frameRate), codec,
                Optional.of(profile), Optional.empty(), file.toFile().length(), fragmented, moovFirst));
    }

    @Test
    void everyKindIsInATable() throws IOException {
        assertThat(Fixtures.kinds()).hasSize(24);
    }
}
