// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.interactions;

import dev.veo3.error.RpcError;
import dev.veo3.video.CancelOutcome;
import dev.veo3.video.FilterReason;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationState;
import dev.veo3.video.SafetyCategory;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InteractionReaderTest {
    private static final String URI = "https://host/v1beta/files/f:download?alt=media";
    private static final GeneratedVideo KEPT = new GeneratedVideo.ServiceFile(URI, "video/mp4");
    private static final GeneratedVideo STORED = new GeneratedVideo.Stored("gs://b/v.mp4", "video/mp4");

    @TempDir
    Path directory;

    static Stream<Arguments> answers() {
        String video = output("{\"type\":\"video\",\"mime_type\":\"video/mp4\",\"uri\":\"" + URI + "\"}");
        String refusal = output("{\"type\":\"text\",\"text\":\"I cannot make that.\"},"
                + "{\"type\":\"text\",\"text\":\"Support codes: 61493863\"}");
        String words = "I cannot make that. Support codes: 61493863";
        return Stream.of(running("queued", "{\"id\":\"v1_a\",\"status\":\"queued\"}"),
                running("in_progress",
                        "{\"status\":\"in_progress\",\"steps\":[{\"type\":\"user_input\"},{\"type\":\"thought\"}]}"),
                running("in_progress", "{\"status\":\"in_progress\"," + video + "}"),
                running("pondering", "{\"status\":\"pondering\",\"since\":{\"a\":[]}}"),
                done("{\"status\":\"completed\"," + video + "}", new VideoOutcome.Succeeded(List.of(KEPT))),
                done("{" + video + ",\"status\":\"completed\"}", new VideoOutcome.Succeeded(List.of(KEPT))),
                done("{" + video + "}", new VideoOutcome.Succeeded(List.of(KEPT))),
                done("{\"status\":\"pondered\"," + video + "}", new VideoOutcome.Succeeded(List.of(KEPT))),
                done("{\"status\":\"incomplete\"," + video + "}", new VideoOutcome.Succeeded(List.of(KEPT))),
                done("{\"status\":\"completed\",\"errors\":[{\"code\":\"x\",\"message\":\"y\"}]," + video + "}",
                        new VideoOutcome.Succeeded(List.of(KEPT))),
                done("{\"status\":\"completed\","
                        + output(
                                "{\"type\":\"video\",\"uri\":\"gs://b/v.mp4\"},{\"type\":\"hologram\",\"data\":\"YWJj\"}")
                        + "}",
                        new VideoOutcome.Succeeded(List.of(STORED))),
                done("{\"status\":\"completed\",\"steps\":[{\"type\":\"film_output\",\"content\":[{\"uri\":\"gs://b/v.mp4\","
                        + "\"type\":\"video\"}]}]}", new VideoOutcome.Succeeded(List.of(STORED))),
                done("{\"status\":\"completed\",\"steps\":[{\"type\":\"user_input\",\"content\":[{\"type\":\"video\",\"uri\":"
                        + "\"gs://b/v.mp4\"}]},{\"content\":[{\"type\":\"video\",\"data\":\"YWJj\"}],\"type\":\"user_input\"},"
                        + "{\"type\":\"thought\",\"content\":[{\"type\":\"text\",\"text\":\"Hm\"}]}]}",
                        new VideoOutcome.Empty()),
                done("{\"status\":\"completed\"}", new VideoOutcome.Empty()),
                done("{\"status\":\"completed\",\"steps\":null}", new VideoOutcome.Empty()),
                done("{\"status\":\"completed\",\"steps\":[1,[],{}, {\"type\":\"model_output\",\"content\":{}}]}",
                        new VideoOutcome.Empty()),
                done("{\"status\":\"completed\"," + output("{\"type\":\"video\",\"data\":\"\"}") + "}",
                        new VideoOutcome.Empty()),
                done("{\"status\":\"completed\"," + refusal + "}",
                        new VideoOutcome.Filtered(List.of(FilterReason.of(words)))),
                done("{\"status\":\"completed\",\"usage\":{\"output_tokens_by_modality\":[{\"modality\":\"text\",\"tokens\":9},"
                        + "{\"modality\":\"video\",\"tokens\":0}]}," + refusal + "}",
                        new VideoOutcome.Filtered(List.of(FilterReason.of(words)))),
                done("{\"status\":\"completed\",\"usage\":{\"output_tokens_by_modality\":[{\"tokens\":5792,\"modality\":\"video\"}]},"
                        + refusal + "}", new VideoOutcome.Empty()),
                done("{\"status\":\"completed\",\"steps\":[{\"type\":\"model_output\",\"error\":{\"code\":13,\"message\":\"Lost\"}}]}",
                        new VideoOutcome.Failed(new RpcError(13, "Lost"))),
                done("{\"status\":\"failed\",\"errors\":[{\"code\":\"invalid_request\",\"message\":\"Bad\"}]}",
                        new VideoOutcome.Failed(new RpcError(2, "invalid_request", "Bad"))),
                done("{\"status\":\"failed\",\"error\":{\"code\":8,\"message\":\"Quota\"}}",
                        new VideoOutcome.Failed(new RpcError(8, "Quota"))),
                done("{\"status\":\"failed\"}", new VideoOutcome.Failed(new RpcError(2, "failed", ""))),
                done("{\"status\":\"cancelled\"}", new VideoOutcome.Failed(new RpcError(1, "cancelled", ""))),
                done("{\"status\":\"incomplete\"," + output("{\"type\":\"text\",\"text\":\"Cut\"}") + "}",
                        new VideoOutcome.Failed(new RpcError(2, "incomplete", "Cut"))),
                done("{\"status\":\"budget_exceeded\"}",
                        new VideoOutcome.Failed(new RpcError(8, "budget_exceeded", ""))),
                done("{\"status\":\"requires_action\"}",
                        new VideoOutcome.Failed(new RpcError(9, "requires_action", ""))),
                done("{\"status\":\"requires_continuation\"}",
                        new VideoOutcome.Failed(new RpcError(9, "requires_continuation", ""))));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerIsOneOfTheStates(String answer, OperationState state) throws IOException {
        assertThat(read(answer)).isEqualTo(state);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aRefusalTellsItsCategory() throws IOException {
        OperationState.Done done = (OperationState.Done) read("{\"status\":\"completed\","
                + output("{\"type\":\"text\",\"text\":\"Support codes: 61493863\"}") + "}");

        assertThat(((VideoOutcome.Filtered) done.outcome()).reasons()).singleElement()
                .satisfies(reason -> assertThat(reason.categories()).containsExactly(SafetyCategory.VIOLENCE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"type\":\"video\",\"data\":\"YWJj\",\"mime_type\":\"video/x\"",
        "\"mime_type\":\"video/x\",\"data\":\"YWJj\",\"type\":\"video\""})
    void aVideoInTheAnswerIsInAPartFile(String fields) throws IOException {
        OperationState.Done done = (OperationState.Done) read(
                "{" + output("{" + fields + "}") + ",\"status\":\"completed\"}");

        GeneratedVideo.Inline video = (GeneratedVideo.Inline) ((VideoOutcome.Succeeded) done.outcome()).videos()
                .getFirst();
        assertThat(video.part()).hasContent("abc").hasParent(directory);
        assertThat(video.size()).isEqualTo(3);
        assertThat(video.mimeType()).isEqualTo("video/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"status\":17}", "{\"status\":\"completed\"",
        "{\"status\":\"completed\"} x",
        "{\"steps\":[{\"type\":\"model_output\",\"content\":[{\"type\":\"video\",\"data\":\"YWJ",
        "{\"steps\":[{\"type\":\"model_output\",\"content\":[{\"type\":\"video\",\"data\":\"Y!Jj\"}]}],\"status\":\"completed\"}"})
    void aBrokenAnswerLeavesNoFile(String answer) {
        assertThatThrownBy(() -> read(answer)).isInstanceOf(JacksonException.class);
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"cancelled, Cancelled[]", "in_progress, Ending[status=in_progress]",
        "cancelling, Ending[status=cancelling]",
        "completed, TooLate[status=completed]", "failed, TooLate[status=failed]"})
    void aWishToCancelHasOneOfTheseEnds(String status, String outcome) throws IOException {
        CancelOutcome cancelled = InteractionReader.cancelled(new ByteArrayInputStream(
                ("{\"id\":\"i\",\"status\":\"" + status + "\"}").getBytes(StandardCharsets.UTF_8)));

        assertThat(cancelled).hasToString(outcome);
    }

    private OperationState read(String answer) throws IOException {
        return InteractionReader.read(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)), directory);
    }

    private static String output(String content) {
        return "\"steps\":[{\"type\":\"user_input\"},{\"type\":\"model_output\",\"content\":[" + content + "]}]";
    }

    private static Arguments running(String status, String answer) {
        return Arguments.of(answer, new OperationState.Running(status));
    }

    private static Arguments done(String answer, VideoOutcome outcome) {
        return Arguments.of(answer, new OperationState.Done(outcome));
    }
}
