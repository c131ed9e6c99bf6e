// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.transport.Call;
import dev.veo3.transport.CallBody;
import dev.veo3.transport.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Even a JDK that was told to send every broken-off request again, behind the client's check, cannot send a body twice. */
class RepetitionTest {

    @Test
    void aBodyIsNotSentASecondTimeByAJdkThatRepeatsPosts() throws Exception {
        // An answer that leaves the connection open, then a reset: what the JDK takes for an expired connection.
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "{}"), Reply.reset())) {
            Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Djdk.httpclient.enableAllMethodRetry=true", "-cp", System.getProperty("java.class.path"),
                    Child.class.getName(), server.url().toString()).redirectErrorStream(true).start();
            String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(child.waitFor()).as(said).isZero();
            assertThat(said).contains("about to be sent a second time");
            assertThat(server.requests()).hasSize(2);
        }
    }

    /** The program of the other JVM: two POSTs to the server that is its argument. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) throws Exception {
            Call call = Call.post(URI.create(args[0]), CallBody.of(new byte[100]), Duration.ofSeconds(20));
            try (HttpTransport transport = HttpTransport.open(Duration.ofSeconds(20), Duration.ofMinutes(1),
                    HttpClient.Builder.NO_PROXY)) {
                transport.send(call).body().readAllBytes();
                transport.send(call).close();
            } catch (IOException e) {
                e.printStackTrace();
            }
        }
    }
}
