// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.BearerToken;
import dev.veo3.error.VeoException;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationState;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** A token that has no form by which it could be told, echoed by the service or by a proxy. */
class EchoedSecretTest {
    private static final String OPAQUE = "k9/Jp2+quiet-meadow";
    private static final String ESCAPED = "k9\\/Jp2\\u002bquiet-meadow";

    @TempDir
    Path directory;

    private VeoClient client(ScriptedServer server) {
        return TestClients.at(server.url(), directory).credentials(BearerToken.of(OPAQUE))
                .downloadRetries(new DownloadRetries(1, Duration.ofMillis(1), Duration.ofMillis(1))).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {OPAQUE, ESCAPED})
    void theErrorOfAnOperationIsToldWithoutIt(String echo) throws Exception {
        String failed = "{\"done\": true, \"error\": {\"code\": 7, \"message\": \"Bearer " + echo + " may not\"}}";
        String filtered = "{\"done\": true, \"response\": {\"raiMediaFilteredCount\": 1, \"raiMediaFilteredReasons\":"
                + " [\"Held back for " + echo + "\"]}}";
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, failed), Reply.json(200, filtered));
                VeoClient veo = client(server)) {
            for (int i = 0; i < 2; i++) {
                assertThat(veo.poll(TestClients.OPERATION)).isInstanceOf(OperationState.Done.class)
                        .asString().contains("[redacted]").doesNotContain(OPAQUE);
            }
        }
    }

    @Test
    void aPageThatCameForAVideoIsToldWithoutIt() throws Exception {
        byte[] page = ("<html>You sent Authorization: Bearer " + OPAQUE + "</html>").getBytes(StandardCharsets.UTF_8);
        try (ScriptedServer server = ScriptedServer.start(Reply.http(200, Map.of("Content-Type", "text/html"), page));
                VeoClient veo = client(server)) {
            Throwable thrown = catchThrowable(() -> veo.download(new GeneratedVideo.Stored("gs://films/a.mp4",
                    "video/mp4"), directory.resolve("a.mp4")));

            assertThat(thrown).isInstanceOf(VeoException.class).hasMessageContaining("You sent");
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain(OPAQUE);
            }
        }
    }

    @Test
    void aPageThatCameInsideAnAnswerForAVideoIsToldWithoutIt() throws Exception {
        String page = Base64.getEncoder().encodeToString(("<html>You sent " + OPAQUE + "</html>").getBytes(
                StandardCharsets.UTF_8));
        String done = "{\"done\": true, \"response\": {\"videos\": [{\"bytesBase64Encoded\": \"" + page + "\"}]}}";
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, done)); VeoClient veo = client(server)) {
            GeneratedVideo video = ((VideoOutcome.Succeeded) ((OperationState.Done) veo.poll(TestClients.OPERATION))
                    .outcome()).videos().getFirst();
            assertThat(catchThrowable(() -> veo.download(video, directory.resolve("a.mp4"))))
                    .isInstanceOf(VeoException.class).hasMessageContaining("You sent [redacted]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OPAQUE, ESCAPED, "k9%2FJp2%2bquiet-meadow", "k9&#47;Jp2&#x2B;quiet-meadow"})
    void anAnswerThatCannotBeReadIsQuotedWithoutIt(String echo) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "<p>You sent " + echo + ", friend</p>"));
                VeoClient veo = client(server)) {
            assertThat(catchThrowable(() -> veo.poll(TestClients.OPERATION)))
                    .isInstanceOf(VeoProtocolException.class).hasMessageContaining("You sent [redacted], friend");
            assertThat(veo.submit(VideoRequest.text("A sunset")).toString()).contains("You sent [redacted], friend");
        }
    }

    @Test
    void aTokenThatTheExcerptCutsInTheMiddleIsNotShownInPart() throws Exception {
        String longToken = "quiet-meadow-" + "0123456789".repeat(100);
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "<p>You sent " + longToken + "</p>"));
                VeoClient veo = TestClients.at(server.url(), directory).credentials(BearerToken.of(longToken))
                        .build()) {
            assertThat(catchThrowable(() -> veo.poll(TestClients.OPERATION)))
                    .isInstanceOf(VeoProtocolException.class).hasMessageContaining("You sent [redacted]")
                    .hasMessageNotContaining("quiet-meadow-0");
        }
    }

    @Test
    void theLogOfAnErrorBesideVideosIsWithoutIt() throws Exception {
        String video = Base64.getEncoder().encodeToString(TestClients.video());
        String both = "{\"done\": true, \"error\": {\"code\": 7, \"message\": \"No " + OPAQUE + "\"}, \"response\":"
                + " {\"videos\": [{\"bytesBase64Encoded\": \"" + video + "\"}]}}";
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, both)); VeoClient veo = client(server)) {
            veo.poll(TestClients.OPERATION);
            assertThat(RecordedLog.lines()).anyMatch(line -> line.contains("the videos are kept"))
                    .noneMatch(line -> line.contains(OPAQUE));
        }
    }

    @Test
    void aHostThatWasRedirectedToIsQuotedWithoutIt() throws Exception {
        try (ScriptedServer other = ScriptedServer
                .start(Reply.json(403, "{\"error\": {\"message\": \"No " + OPAQUE + "\"}}"));
                ScriptedServer server = ScriptedServer
                        .start(Reply.http(302, Map.of("Location", other.url() + "/?t=" + OPAQUE),
                                new byte[0]));
                VeoClient veo = client(server)) {
            assertThat(catchThrowable(() -> veo.download(new GeneratedVideo.Stored("gs://films/a.mp4", "video/mp4"),
                    directory.resolve("a.mp4")))).isInstanceOf(VeoException.class)
                    .hasMessageContaining("No [redacted]");
        }
    }
}
