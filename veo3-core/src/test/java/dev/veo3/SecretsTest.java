// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.BearerToken;
import dev.veo3.auth.Credentials;
import dev.veo3.time.ManualTime;
import dev.veo3.transport.Call;
import dev.veo3.transport.CallBody;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.VideoRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The token goes to the service and nowhere else. */
class SecretsTest {
    private static final Reply ECHO_AS_ERROR = echo(403);
    private static final Reply ECHO_AS_ANSWER = echo(200);

    @TempDir
    Path directory;
    private final List<String> seen = new ArrayList<>();

    @Test
    void noLogLineExceptionOrTextOfARunHoldsTheToken() throws Exception {
        List<Reply> misfortunes = List.of(Reply.json(200, TestClients.ACCEPTED), ECHO_AS_ERROR, ECHO_AS_ANSWER,
                Reply.reset(), Reply.raw("no HTTP\r\n\r\n"), Reply.json(500, "{}"));
        for (Reply reply : misfortunes) {
            try (ScriptedServer server = ScriptedServer.start(reply);
                    VeoClient veo = TestClients.at(server.url(), directory)
                            .time(ManualTime.selfAdvancing(Instant.EPOCH)).build()) {
                look(veo);
                collect(() -> veo.submit(VideoRequest.text("A lighthouse")));
                collect(() -> veo.poll(TestClients.OPERATION));
                collect(() -> veo.download(new GeneratedVideo.Stored("gs://b/o.mp4", "video/mp4"),
                        directory.resolve("o.mp4")));
                assertThat(server.requests()).isNotEmpty().allSatisfy(request -> assertThat(request.headers())
                        .containsEntry("authorization", "Bearer " + TestClients.TOKEN));
            }
        }
        try (VeoClient veo = TestClients.at(TestClients.NOWHERE, directory).build()) {
            collect(() -> veo.submit(VideoRequest.text("A lighthouse")));
            collect(() -> veo.poll(TestClients.OPERATION));
        }

        assertThat(seen).hasSizeGreaterThan(20).noneMatch(text -> text.contains(TestClients.TOKEN));
        assertThat(RecordedLog.lines()).anyMatch(line -> line.contains("POST http://127.0.0.1"))
                .noneMatch(line -> line.contains(TestClients.TOKEN));
    }

    @Test
    void nothingThatCarriesTheTokenPrintsIt() {
        Credentials token = BearerToken.of(TestClients.TOKEN);
        look(token);
        look(Call.post(URI.create("http://host/path?key=" + TestClients.TOKEN), CallBody.of(new byte[0]),
                Duration.ofSeconds(1)).withHeaders(token.headers()));
        look(VeoClient.builder().credentials(token));

        assertThat(seen).noneMatch(text -> text.contains(TestClients.TOKEN));
    }

    private void collect(Callable<?> call) throws InterruptedException {
        try {
            look(call.call());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            look(trace);
        }
    }

    private void look(Object object) {
        seen.add(String.valueOf(object));
    }

    /** What a proxy does that prints the request which it does not like. */
    private static Reply echo(int status) {
        return (request, socket) -> {
            String page = "<html>You sent: Authorization: " + request.headers().get("authorization") + "</html>";
            Reply.http(status, Map.of("Content-Type", "text/html"), page.getBytes(StandardCharsets.UTF_8)).to(request,
                    socket);
        };
    }
}
