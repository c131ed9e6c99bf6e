// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import dev.veo3.error.RpcError;
import dev.veo3.video.FilterReason;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationState;
import dev.veo3.video.VideoOutcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OperationReaderTest {
    private static final FilterReason VIOLENCE = FilterReason.of("Support codes: 61493863");
    private static final GeneratedVideo KEPT = new GeneratedVideo.ServiceFile(
            "https://host/v1beta/files/f:download?alt=media", "video/mp4");
    private static final GeneratedVideo STORED = new GeneratedVideo.Stored("gs://b/1.mp4", "video/mp4");

    @TempDir
    Path directory;

    static Stream<Arguments> answers() {
        String stored = "\"videos\":[{\"gcsUri\":\"gs://b/1.mp4\",\"mimeType\":\"video/mp4\"}]";
        String filtered = "\"raiMediaFilteredCount\":1,\"raiMediaFilteredReasons\":[\"Support codes: 61493863\"]";
        return Stream.of(running("{}"), running("{\"name\":\"x\",\"metadata\":{\"done\":true,\"response\":[]}}"),
                running("{\"done\":false}"), running("{\"done\":\"true\"}"),
                done("{\"done\":true}", new VideoOutcome.Empty()),
                done("{\"done\":true,\"response\":{}}", new VideoOutcome.Empty()),
                done("{\"done\":true,\"response\":null}", new VideoOutcome.Empty()),
                done("{\"done\":true,\"response\":{\"videos\":[]}}", new VideoOutcome.Empty()),
                done("{\"done\":true,\"response\":{\"videos\":[{}]}}", new VideoOutcome.Empty()),
                done("{\"done\":true,\"response\":{\"videos\":[{\"bytesBase64Encoded\":\"\"}]}}",
                        new VideoOutcome.Empty()),
                done("{\"done\":true,\"response\":{\"raiMediaFilteredCount\":0,\"raiMediaFilteredReasons\":[]," + stored
                        + "}}", new VideoOutcome.Succeeded(List.of(STORED))),
                done("{\"response\":{" + stored + "},\"done\":true}", new VideoOutcome.Succeeded(List.of(STORED))),
                done("{\"done\":true,\"response\":{" + filtered + "}}", new VideoOutcome.Filtered(List.of(VIOLENCE))),
                done("{\"done\":true,\"response\":{\"raiMediaFilteredCount\":2}}",
                        new VideoOutcome.Filtered(List.of())),
                done("{\"done\":true,\"response\":{\"raiMediaFilteredCount\":{\"a\":[1]},\"videos\":{\"b\":2},\"c\":[[]]}}",
                        new VideoOutcome.Empty()),
                done("{\"done\":true,\"response\":{" + stored + "," + filtered + "}}",
                        new VideoOutcome.PartlyFiltered(List.of(STORED), List.of(VIOLENCE), 1)),
                done("{\"done\":true,\"error\":{\"code\":13,\"message\":\"Internal\",\"details\":[{\"a\":1}]}}",
                        new VideoOutcome.Failed(new RpcError(13, "Internal"))),
                done("{\"error\":{\"details\":{},\"code\":\"8\"},\"done\":true}",
                        new VideoOutcome.Failed(new RpcError(8, ""))),
                done("{\"done\":true,\"error\":{\"message\":\"Internal\"}}",
                        new VideoOutcome.Failed(new RpcError(2, "Internal"))),
                done("{\"done\":true,\"error\":{\"code\":\"x\"}}", new VideoOutcome.Failed(new RpcError(2, "x", ""))),
                done("{\"done\":true,\"error\":{}}", new VideoOutcome.Empty()),
                done("{\"done\":true,\"error\":{\"code\":0,\"message\":\"\",\"details\":[]}}",
                        new VideoOutcome.Empty()),
                done("{\"done\":true,\"error\":{},\"response\":{" + filtered + "}}",
                        new VideoOutcome.Filtered(List.of(VIOLENCE))),
                done("{\"done\":true,\"error\":{\"code\":13},\"response\":{" + filtered + "}}",
                        new VideoOutcome.Failed(new RpcError(13, ""))),
                done("{\"done\":true,\"error\":{\"code\":13},\"response\":{" + stored + "}}",
                        new VideoOutcome.Succeeded(List.of(STORED))),
                done("{\"done\":true,\"response\":{" + stored + "," + filtered + "},\"error\":{\"code\":13}}",
                        new VideoOutcome.PartlyFiltered(List.of(STORED), List.of(VIOLENCE), 1)),
                done("{\"done\":true,\"error\":{\"code\":\"unavailable\",\"message\":\"Later\"}}",
                        new VideoOutcome.Failed(new RpcError(14, "unavailable", "Later"))),
                done("{\"done\":true,\"error\":{\"code\":\"invalid_request\"}}",
                        new VideoOutcome.Failed(new RpcError(2, "invalid_request", ""))),
                done("{\"done\":true,\"response\":{\"@type\":\"x\",\"generateVideoResponse\":{\"generatedSamples\":[{\"video\":{"
                        + "\"uri\":\"https://host/v1beta/files/f:download?alt=media\"},\"new\":[1]}]}}}",
                        new VideoOutcome.Succeeded(List.of(KEPT))),
                done("{\"done\":true,\"response\":{\"generateVideoResponse\":{" + filtered + "}}}",
                        new VideoOutcome.Filtered(List.of(VIOLENCE))),
                done("{\"done\":true,\"response\":{\"generateVideoResponse\":{\"generatedSamples\":[]," + filtered
                        + "}}}", new VideoOutcome.Filtered(List.of(VIOLENCE))),
                done("{\"done\":true,\"response\":{\"generateVideoResponse\":{\"generatedSamples\":[{},{\"video\":3}]}}}",
                        new VideoOutcome.Empty()),
                done("{\"done\":true,\"error\":null,\"response\":{" + stored + "}}",
                        new VideoOutcome.Succeeded(List.of(STORED))));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerIsOneOfTheStates(String answer, OperationState state) throws IOException {
        assertThat(read(answer)).isEqualTo(state);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void inlineVideosAreInPartFiles() throws IOException {
        OperationState state = read(
                "{\"response\":{\"videos\":[{\"mimeType\":\"video/x\",\"bytesBase64Encoded\":\"YWJj\"},"
                        + "{\"bytesBase64Encoded\":\"ZGU=\"},{\"bytesBase64Encoded\":\"Zg\"}]},\"done\":true}");

        List<GeneratedVideo> videos = ((VideoOutcome.Succeeded) ((OperationState.Done) state).outcome()).videos();
        assertThat(videos).extracting(GeneratedVideo.Inline.class::cast).extracting(GeneratedVideo.Inline::size)
                .containsExactly(3L, 2L, 1L);
        GeneratedVideo.Inline first = (GeneratedVideo.Inline) videos.getFirst();
        assertThat(first.part()).hasContent("abc").hasParent(directory);
        assertThat(first.part().getFileName().toString()).matches("\\.veo3\\..+\\.part");
        assertThat(first.mimeType()).isEqualTo("video/x");
        assertThat(((GeneratedVideo.Inline) videos.get(1)).mimeType()).isEqualTo("video/mp4");
    }

    @Test
    void theGeminiApiNamesTheBytesOtherwise() throws IOException {
        OperationState state = read("{\"done\":true,\"response\":{\"generateVideoResponse\":{\"generatedSamples\":["
                + "{\"video\":{\"encoding\":\"video/x\",\"encodedVideo\":\"YWJj\"}}]}}}");

        GeneratedVideo.Inline video = (GeneratedVideo.Inline) ((VideoOutcome.Succeeded) ((OperationState.Done) state)
                .outcome()).videos().getFirst();
        assertThat(video.part()).hasContent("abc");
        assertThat(video.mimeType()).isEqualTo("video/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "\"x\"", "<html>", "{\"done\":true", "{\"done\":true}}", "{\"done\":true} x",
        "{\"response\":{\"videos\":[{\"bytesBase64Encoded\":\"YWJj\"}",
        "{\"response\":{\"videos\":[{\"bytesBase64Encoded\":\"YWJj\"},{\"bytesBase64Encoded\":\"YWJ",
        "{\"response\":{\"videos\":[{\"bytesBase64Encoded\":\"Y!Jj\"}]},\"done\":true}"})
    void aBrokenAnswerLeavesNoFile(String answer) {
        assertThatThrownBy(() -> read(answer)).isInstanceOf(JacksonException.class);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aVideoThatNoOutcomeNamesLeavesNoFile() throws IOException {
        read("{\"response\":{\"videos\":[{\"bytesBase64Encoded\":\"YWJj\"}]},\"done\":false}");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aVideoBesideAnErrorIsKept() throws IOException {
        OperationState state = read(
                "{\"error\":{\"code\":3},\"response\":{\"videos\":[{\"bytesBase64Encoded\":\"YWJj\"}]},\"done\":true}");

        List<GeneratedVideo> videos = ((VideoOutcome.Succeeded) ((OperationState.Done) state).outcome()).videos();
        assertThat(((GeneratedVideo.Inline) videos.getFirst()).part()).hasContent("abc");
    }

    private OperationState read(String answer) throws IOException {
        return OperationReader.read(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)), directory);
    }

    private static Arguments running(String answer) {
        return Arguments.of(answer, new OperationState.Running());
    }

    private static Arguments done(String answer, VideoOutcome outcome) {
        return Arguments.of(answer, new OperationState.Done(outcome));
    }
}
