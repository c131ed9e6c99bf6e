// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationState;
import dev.veo3.video.VideoOutcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A video in an answer is the one that was encoded, however it is spelled and in whatever pieces it comes. */
class Base64TextTest {
    /** So many characters are decoded at once. */
    private static final int BLOCK = 64 * 1024;

    @TempDir
    Path directory;

    /** Around the edges of blocks, with every length of padding. */
    static IntStream lengths() {
        return IntStream.concat(IntStream.rangeClosed(1, 12),
                Stream.of(BLOCK / 4 * 3, BLOCK / 2 * 3, 3 * BLOCK).flatMapToInt(
                        edge -> IntStream.rangeClosed(edge - 9, edge + 9)));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void everyLengthComesWholeInPiecesOfEverySize(int length) throws Exception {
        byte[] video = bytes(length);
        for (int piece : List.of(1, 7, 8000, 16 * 1024, Integer.MAX_VALUE)) {
            if (piece == 1 && length > BLOCK) {
                continue;
            }
            assertThat(read(answer(Base64.getEncoder().encodeToString(video)), piece)).containsExactly(video);
            assertThat(read(answer(Base64.getEncoder().withoutPadding().encodeToString(video)), piece))
                    .containsExactly(video);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "+", "="})
    void escapesAndLinesAreReadWhereverTheyStand(String escaped) throws Exception {
        byte[] video = bytes(100_001);
        String text = Base64.getEncoder().encodeToString(video);
        assertThat(text).contains(escaped);
        String unicode = "\\u%04x".formatted((int) escaped.charAt(0));
        for (String spelled : List.of(text.replace(escaped, unicode), text.replace("/", "\\/"),
                text.substring(0, 80_000) + "\\n" + text.substring(80_000))) {
            assertThat(read(answer(spelled), 16 * 1024)).containsExactly(video);
        }
    }

    @Test
    void whatIsNoBase64IsRefusedAndLeavesNoFile() throws Exception {
        String text = Base64.getEncoder().encodeToString(bytes(100_000));
        for (int at : List.of(1, 1000, BLOCK - 1, BLOCK, BLOCK + 1, text.length() - 1)) {
            for (String wrong : List.of("*", "-", "=", "\u00e4", "\\\"", "\\u00e4")) {
                String damaged = text.substring(0, at) + wrong + text.substring(at + 1);
                if (wrong.equals("=") && at % 4 == 3) {
                    // Padding of one character ends a group, and the parser lets another one follow.
                    continue;
                }
                assertThatThrownBy(() -> read(answer(damaged), 16 * 1024)).as(wrong + " at " + at)
                        .isInstanceOf(JacksonException.class);
            }
            assertThatThrownBy(() -> read(answer(text).substring(0, at + 40), 16 * 1024))
                    .isInstanceOf(JacksonException.class);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void severalVideosAndWhatStandsBehindThemAreRead() throws Exception {
        byte[] first = bytes(70_000);
        byte[] second = bytes(50_001);
        String answer = "{\"response\":{\"videos\":[{\"bytesBase64Encoded\":\""
                + Base64.getEncoder().encodeToString(first)
                + "\",\"mimeType\":\"video/webm\"},{\"bytesBase64Encoded\":\"" + Base64.getEncoder()
                        .encodeToString(second)
                + "\"},{\"bytesBase64Encoded\":\"\"}]},\"done\":true}";
        List<GeneratedVideo> videos = videos(answer, 5000);
        assertThat(videos).hasSize(2);
        assertThat(((GeneratedVideo.Inline) videos.getFirst()).mimeType()).isEqualTo("video/webm");
        assertThat(Files.readAllBytes(((GeneratedVideo.Inline) videos.getFirst()).part())).containsExactly(first);
        assertThat(Files.readAllBytes(((GeneratedVideo.Inline) videos.get(1)).part())).containsExactly(second);
    }

    private static String answer(String text) {
        return "{\"done\":true,\"response\":{\"videos\":[{\"bytesBase64Encoded\":\"" + text
                + "\",\"mimeType\":\"video/mp4\"}]}}";
    }

    private byte[] read(String answer, int piece) throws IOException {
        Path part = ((GeneratedVideo.Inline) videos(answer, piece).getFirst()).part();
        byte[] bytes = Files.readAllBytes(part);
        Files.delete(part);
        return bytes;
    }

    private List<GeneratedVideo> videos(String answer, int piece) throws IOException {
        InputStream in = new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, piece));
            }
        };
        OperationState.Done done = (OperationState.Done) OperationReader.read(in, directory);
        return ((VideoOutcome.Succeeded) done.outcome()).videos();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
