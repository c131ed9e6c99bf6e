package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.BearerToken;
import dev.veo3.error.VeoException;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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
}
