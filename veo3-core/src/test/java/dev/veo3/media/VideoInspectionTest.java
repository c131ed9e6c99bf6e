// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.veo3.media.Boxes.box;
import static dev.veo3.media.Boxes.fileType;
import static dev.veo3.media.Boxes.ints;
import static dev.veo3.media.Boxes.join;
import static dev.veo3.media.Boxes.longs;
import static dev.veo3.media.Boxes.movieHeader;
import static dev.veo3.media.Boxes.movieHeader64;
import static dev.veo3.media.Boxes.noSamples;
import static dev.veo3.media.Boxes.picture;
import static dev.veo3.media.Boxes.samples;
import static dev.veo3.media.Boxes.sized;
import static dev.veo3.media.Boxes.sound;
import static org.assertj.core.api.Assertions.assertThat;

class VideoInspectionTest {

    private static final byte[] MDAT = box("mdat", new byte[100]);
    private static final byte[] PICTURE = picture(1, 0x10000, 0, samples(4, 1000));

    @TempDir
    private Path directory;

    /**
     * The figures are ffprobe's (5.1, {@code -show_streams -show_format}). For the fragmented clip the duration is that of the
     * longest stream: the one that ffprobe gives for the file counts the two frames' time before the first picture too.
     */
    @ParameterizedTest
    @CsvSource({
        "clip-2s-720p-fragmented.mp4, MP4, isom, 2.088666666, 1280, 720, avc1, High, mp4a, 117640, true, true",
        "clip-2s-hevc.mp4, MP4, isom, 2, 640, 360, hvc1, Main, , 22027, false, false",
        "clip-2s.mov, QUICKTIME, 'qt  ', 2.125, 720, 1280, avc1, High, mp4a, 106071, false, false",
        "clip-4s-portrait.mp4, MP4, isom, 4, 720, 1280, avc1, High, mp4a, 207962, false, true",
        "clip-8s-720p-faststart.mp4, MP4, isom, 8, 1280, 720, avc1, High, mp4a, 429956, false, true",
        "clip-8s-720p-moov-at-end.mp4, MP4, isom, 8, 1280, 720, avc1, High, mp4a, 429956, false, false",
        "clip-8s-720p-silent.mp4, MP4, isom, 8, 1280, 720, avc1, High, , 377901, false, false"})
    void aClipTellsWhatItIs(String name, VideoContainer container, String brand, String seconds, int width, int height,
            String codec, String profile, String soundCodec, long size, boolean fragmented, boolean moovFirst) {
        Path file = Fixtures.path(name);

        MediaInfo info = MediaInspector.inspect(file);

        assertThat(info).isEqualTo(new VideoInfo(file, container, brand, Duration.parse("PT" + seconds + "S"), width,
                height, 0, OptionalDouble.of(24), codec, Optional.of(profile), Optional.ofNullable(soundCodec), size,
                fragmented, moovFirst));
        assertThat(info.extensionMismatch()).isEmpty();
    }

    @Test
    void aWrongExtensionIsToldButNotBelieved() throws IOException {
        Path file = Files.copy(Fixtures.path("clip-2s.mov"), directory.resolve("clip.mp4"));

        MediaInfo info = MediaInspector.inspect(file);

        assertThat(info.mimeType()).isEqualTo("video/quicktime");
        assertThat(info.extensionMismatch()).hasValueSatisfying(text -> assertThat(text)
                .contains("the name ends in .mp4 but the content is video/quicktime").contains(".mov"));
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0, 320, 180", "0, 1, 90, 180, 320", "-1, 0, 180, 320, 180", "0, -1, 270, 180, 320",
        "0, 0, 0, 320, 180"})
    void aTurnedPictureHasTheSizeThatIsShown(int right, int down, int rotation, int width, int height)
            throws IOException {
        VideoInfo info = inspect(fileType("isom"),
                box("moov", movieHeader(1000, 4000), picture(1, right << 16, down << 16, samples(4, 1000))), MDAT);

        assertThat(info.rotation()).isEqualTo(rotation);
        assertThat(info.width()).isEqualTo(width);
        assertThat(info.height()).isEqualTo(height);
    }

    @Test
    void aTrackWithoutASizeHasTheSizeItIsCodedIn() throws IOException {
        byte[] track = picture(Boxes.trackHeader(1, 0, 0x10000, 0, 0), Boxes.description("hvc1"), samples(4, 1000));

        VideoInfo info = inspect(fileType("isom"), box("moov", movieHeader(1000, 4000), track), MDAT);

        assertThat(info.width()).isEqualTo(360);
        assertThat(info.height()).isEqualTo(640);
        assertThat(info.codec()).isEqualTo("hvc1");
    }

    @Test
    void theFirstPictureAndTheFirstSoundCount() throws IOException {
        byte[] other = picture(Boxes.trackHeader(3, 0x10000, 0, 64, 64), Boxes.description("png "), samples(1, 1));
        byte[] hint = box("trak", Boxes.trackHeader(9, 0x10000, 0, 0, 0),
                Boxes.media("hint", 90_000, 1, Boxes.description("rtp "), samples(1, 1)));

        VideoInfo info = inspect(fileType("isom"), box("moov", movieHeader(1000, 4000), hint,
                sound(2, 48_000, 1, samples(1, 1)), PICTURE, other), MDAT);

        assertThat(info.codec()).isEqualTo("avc1");
        assertThat(info.soundCodec()).contains("mp4a");
        assertThat(info.width()).isEqualTo(320);
    }

    @Test
    void sixtyFourBitSizesAndTimesAreRead() throws IOException {
        byte[] wideMoov = join(movieHeader64(1_000_000_000, 5_000_000_000_000_000_007L), PICTURE);

        VideoInfo info = inspect(fileType("isom"), sized("mdat", 1, longs(16 + 100), new byte[100]),
                sized("moov", 1, longs(16 + wideMoov.length), wideMoov));

        assertThat(info.duration()).isEqualTo(Duration.ofSeconds(5_000_000_000L, 7));
        assertThat(info.moovFirst()).isFalse();
    }

    @Test
    void theLastBoxMayRunToTheEndOfTheFile() throws IOException {
        byte[] moov = join(movieHeader(600, 900), PICTURE);

        assertThat(inspect(fileType("isom"), MDAT, sized("moov", 0, moov)).duration())
                .isEqualTo(Duration.ofMillis(1500));
        assertThat(inspect(fileType("isom"), box("moov", moov), sized("mdat", 0, new byte[100])).moovFirst()).isTrue();
    }

    @Test
    void theOldestQuickTimeFilesHaveNoBrand() throws IOException {
        VideoInfo info = inspect(box("wide"), MDAT, box("moov", movieHeader(1000, 4000), PICTURE));

        assertThat(info.container()).isEqualTo(VideoContainer.QUICKTIME);
        assertThat(info.brand()).isEqualTo("qt  ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aDurationThatIsNotStatedIsThatOfTheLongestTrack(int unknown) throws IOException {
        VideoInfo info = inspect(fileType("isom"),
                box("moov", movieHeader(1000, unknown), PICTURE, sound(2, 48_000, 216_000, samples(1, 216_000))), MDAT);

        assertThat(info.duration()).isEqualTo(Duration.ofMillis(4500));
        assertThat(info.fragmented()).isFalse();
    }

    @Test
    void aFragmentedFileMayStateItsDuration() throws IOException {
        byte[] mvex = box("mvex", box("mehd", ints(0x0100_0000), longs(123_456)), box("trex", ints(0, 1, 1, 0, 0, 0)));

        VideoInfo info = inspect(fileType("iso5"),
                box("moov", movieHeader(1000, 0), picture(1, 0x10000, 0, noSamples()), mvex), MDAT);

        assertThat(info.duration()).isEqualTo(Duration.ofMillis(123_456));
        assertThat(info.fragmented()).isTrue();
    }

    @Test
    void theSamplesOfFragmentsAreAddedUpWhereverTheirDurationStands() throws IOException {
        byte[] trex = box("trex", ints(0, 1, 1, 40, 0, 0));
        byte[] moov = box("moov", box("mvex", trex), movieHeader(1000, 7777), picture(1, 0x10000, 0, noSamples()));
        byte[] fromTrack = fragment(box("tfhd", ints(0x02_0000, 1)), box("trun", ints(0, 10)));
        byte[] fromFragment = fragment(box("tfhd", ints(0x0b, 1), longs(0), ints(1, 50)),
                box("trun", ints(5, 10, 0, 0)));
        byte[] fromSamples = fragment(box("tfhd", ints(0, 1)),
                box("trun", ints(0x301, 3, 0, 100, 9, 200, 9, 300, 9)), box("trun", ints(0, 2)));
        byte[] ofAnotherTrack = fragment(box("tfhd", ints(8, 2, 1000)), box("trun", ints(0, 1000)));

        VideoInfo info = inspect(fileType("iso5"), moov, fromTrack, MDAT, fromFragment, MDAT, fromSamples, MDAT,
                ofAnotherTrack, MDAT);

        assertThat(info.duration()).isEqualTo(Duration.ofMillis(10 * 40 + 10 * 50 + 600 + 2 * 40));
        assertThat(info.moovFirst()).isTrue();
    }

    @Test
    void samplesThatTheHeaderListsCountBesideThoseOfFragments() throws IOException {
        byte[] moov = box("moov", movieHeader(1000, 4000), PICTURE, box("mvex", box("trex", ints(0, 1, 1, 40, 0, 0))));

        VideoInfo info = inspect(fileType("iso5"), moov, MDAT,
                fragment(box("tfhd", ints(0, 1)), box("trun", ints(0, 25))), MDAT);

        assertThat(info.duration()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000", "any old words behind the movie", "000000000000000000"})
    void bytesBehindACompleteMovieAreNoDamage(String trailer) throws IOException {
        VideoInfo info = inspect(fileType("isom"), box("moov", movieHeader(1000, 4000), PICTURE), MDAT,
                trailer.getBytes(StandardCharsets.US_ASCII));

        assertThat(info.duration()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void aNameOfACodecCannotWriteIntoALog() throws IOException {
        byte[] track = picture(Boxes.trackHeader(1, 0x10000, 0, 320, 180), Boxes.description("a\n\u00e9b"),
                samples(4, 1000));

        VideoInfo info = inspect(fileType("isom"), box("moov", movieHeader(1000, 4000), track), MDAT);

        assertThat(info.codec()).isEqualTo("a\\x0a\\xe9b");
    }

    @Test
    void aHeaderBehindManyGigabytesOfSamplesIsFound() throws IOException {
        Path file = directory.resolve("large.mp4");
        long size = 40L << 30;
        byte[] moov = box("moov", movieHeader(1000, 4000), PICTURE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(join(fileType("isom"), sized("mdat", 1, longs(size)))));
            channel.write(ByteBuffer.wrap(moov), fileType("isom").length + size);
        }

        MediaInfo info = MediaInspector.inspect(file);

        assertThat(info.sizeBytes()).isEqualTo(16 + size + moov.length);
        assertThat(info.height()).isEqualTo(180);
    }

    private static byte[] fragment(byte[]... inTraf) {
        return box("moof", box("mfhd", ints(0, 1)), box("traf", inTraf));
    }

    private VideoInfo inspect(byte[]... content) throws IOException {
        return (VideoInfo) MediaInspector.inspect(Files.write(directory.resolve("video"), join(content)));
    }
}
