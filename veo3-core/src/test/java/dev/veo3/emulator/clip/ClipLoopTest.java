// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.clip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClipLoopTest {

    private final ClipLoop clips = ClipLoop.load();

    private Box file(ClipShape shape, int frames, boolean sound) throws IOException {
        return new Box("file", ByteBuffer.wrap(clips.make(shape, frames, sound, "text").open().readAllBytes()));
    }

    private static List<Box> tracks(Box file) {
        return Box.list(file.get("moov").content()).stream().filter(box -> box.type().equals("trak")).toList();
    }

    /** The samples of a track as a player finds them: through chunk offsets, samples a chunk and sizes. */
    private static byte[] samples(Box file, Box track) {
        Box table = track.get("mdia", "minf", "stbl");
        Box runs = table.get("stsc");
        Box sizes = table.get("stsz");
        Box offsets = table.get("stco");
        ByteBuffer out = ByteBuffer.allocate(10_000_000);
        int sample = 0;
        for (int chunk = 1; chunk <= offsets.u32(4); chunk++) {
            int run = 0;
            while (run + 1 < runs.u32(4) && runs.u32(8 + 12 * (run + 1)) <= chunk) {
                run++;
            }
            int at = (int) offsets.u32(4 + 4 * chunk);
            for (long i = runs.u32(12 + 12 * run); i > 0; i--, sample++) {
                int size = (int) sizes.u32(12 + 4 * sample);
                out.put(file.content().slice(at, size));
                at += size;
            }
        }
        assertThat(sizes.u32(8)).isEqualTo(sample);
        byte[] found = new byte[out.position()];
        out.get(0, found);
        return found;
    }

    @ParameterizedTest
    @EnumSource
    void everyShapeHasItsSizeAndDuration(ClipShape shape) throws Exception {
        Clip clip = clips.make(shape, 96, true, "x");
        byte[] bytes = clip.open().readAllBytes();

        assertThat(MovieHeader.parse(bytes)).isEqualTo(new MovieHeader(4, shape.width(), shape.height()));
        assertThat(clip.size()).isEqualTo(bytes.length).isLessThan(40_000);
        assertThat(Box.list(ByteBuffer.wrap(bytes))).extracting(Box::type).containsExactly("ftyp", "moov", "mdat");
    }

    @ParameterizedTest
    @EnumSource
    void theSampleTablesLeadToTheSamplesOfTheSecondAgainAndAgain(ClipShape shape) throws Exception {
        byte[] second = SourceTrack.resource(shape.resource()).data();
        Box file = file(shape, 24 * 3, false);

        assertThat(samples(file, tracks(file).getFirst()))
                .isEqualTo(ByteBuffer.allocate(3 * second.length).put(second).put(second).put(second).array());
    }

    @Test
    void theLastRepetitionCanBeCutShort() throws Exception {
        SourceTrack source = SourceTrack.resource(ClipShape.LANDSCAPE_720P.resource());
        Box file = file(ClipShape.LANDSCAPE_720P, 29, false);
        int five = 0;
        for (int i = 0; i < 5; i++) {
            five += source.size(i);
        }

        assertThat(samples(file, tracks(file).getFirst())).isEqualTo(ByteBuffer.allocate(source.data().length + five)
                .put(source.data()).put(source.data(), 0, five).array());
        Box table = tracks(file).getFirst().get("mdia", "minf", "stbl");
        assertThat(table.get("stss").u32(4)).isEqualTo(2);
        assertThat(table.get("stss").u32(12)).isEqualTo(25);
        assertThat(table.get("stts").u32(8) * table.get("stts").u32(12)).isEqualTo(29_000);
    }

    @Test
    void theSoundIsAsLongAsThePicture() throws Exception {
        Box file = file(ClipShape.PORTRAIT_720P, 96, true);
        Box sound = tracks(file).get(1);

        assertThat(sound.get("mdia", "minf", "stbl", "stsz").u32(8)).isEqualTo(188);
        assertThat(sound.get("mdia", "mdhd").u32(12)).isEqualTo(48_000);
        assertThat(sound.get("edts", "elst").u32(8)).isEqualTo(4 * 24_000);
        byte[] tone = SourceTrack.resource("tone.m4a").data();
        assertThat(samples(file, sound)).startsWith(tone).hasSizeGreaterThan(11 * tone.length);
    }

    @Test
    void theCommentStandsInTheFile() throws Exception {
        Box comment = file(ClipShape.LANDSCAPE_4K, 24, true).get("moov", "udta", "\u00a9cmt");

        assertThat(new String(comment.bytes(), StandardCharsets.UTF_8)).endsWith("text");
    }

    @Test
    void aClipWithoutFramesIsRefused() {
        assertThatThrownBy(() -> clips.make(ClipShape.LANDSCAPE_4K, 0, true, "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bytesThatAreNoMovieAreRefusedWithAReason() {
        assertThatThrownBy(() -> MovieHeader.parse(new byte[0])).hasMessageContaining("moov");
        assertThatThrownBy(() -> MovieHeader.parse(new BoxWriter().u32(500).u32(1).toByteArray()))
                .hasMessageContaining("claims 500 bytes");
        assertThatThrownBy(() -> MovieHeader.parse(new BoxWriter().box("moov", moov -> moov.box("mvhd", box -> {}))
                .toByteArray())).hasMessageContaining("mvhd");
        assertThatThrownBy(() -> MovieHeader.parse(new BoxWriter()
                .box("moov", moov -> moov.fullBox("mvhd", 0, box -> box.u32s(0, 0, 1000, 1000))).toByteArray()))
                .hasMessageContaining("no track with a picture");
    }
}
