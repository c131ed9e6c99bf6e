// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.error.VeoException;
import dev.veo3.error.VeoNetworkException;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Ways to the service: proxies, connections, and how long they are used. */
class SettingsTest {
    private static final String RUNNING = "{\"done\":false}";

    @TempDir
    Path directory;

    @Test
    void everythingGoesThroughTheProxyThatIsNamed() throws Exception {
        try (ScriptedServer proxy = ScriptedServer.start(Reply.json(200, RUNNING));
                VeoClient veo = TestClients.at(URI.create("http://service.invalid:8080"), directory)
                        .proxy(through(proxy)).build()) {
            veo.poll(TestClients.OPERATION);
            assertThat(proxy.requests()).singleElement().satisfies(request -> assertThat(request.target())
                    .startsWith("http://service.invalid:8080/v1/projects/my-project/"));
        }
    }

    @Test
    void aProxyOfATunnelSeesNoCredentials() throws Exception {
        try (ScriptedServer proxy = ScriptedServer.start(Reply.raw("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
                VeoClient veo = TestClients.at(URI.create("https://service.invalid"), directory)
                        .proxy(through(proxy)).build()) {
            assertThatThrownBy(() -> veo.poll(TestClients.OPERATION)).isInstanceOf(RuntimeException.class);
            assertThat(proxy.requests()).isNotEmpty().allSatisfy(request -> {
                assertThat(request.method()).isEqualTo("CONNECT");
                assertThat(request.target()).isEqualTo("service.invalid:443");
                assertThat(request.headers()).doesNotContainKeys("authorization", "x-goog-api-key");
            });
        }
    }

    @Test
    void aProxyThatWantsItsOwnCredentialsIsTold() throws Exception {
        String refusal = "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n"
                + "Proxy-Authenticate: Negotiate\r\n\r\n";
        try (ScriptedServer proxy = ScriptedServer.start(Reply.raw(refusal));
                VeoClient veo = TestClients.at(URI.create("https://service.invalid"), directory)
                        .proxy(through(proxy)).build()) {
            assertThatThrownBy(() -> veo.poll(TestClients.OPERATION)).isInstanceOf(VeoException.class)
                    .hasMessageContaining("407");
            assertThat(veo.submit(VideoRequest.text("A sunset"))).isInstanceOfSatisfying(SubmitOutcome.NotSent.class,
                    notSent -> assertThat(notSent.reason()).contains("407", "proxy wants credentials"));
        }
    }

    @Test
    void aProxyThatIsNotThereIsTold() throws Exception {
        try (Socket nobody = bound();
                VeoClient veo = TestClients.at(URI.create("http://service.invalid"), directory)
                        .proxy(ProxySelector.of((InetSocketAddress) nobody.getLocalSocketAddress())).build()) {
            assertThatThrownBy(() -> veo.poll(TestClients.OPERATION)).isInstanceOf(VeoNetworkException.class)
                    .hasMessageContaining("No connection");
        }
    }

    /** At its port nobody listens, and nobody else can take it. */
    private static Socket bound() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress("127.0.0.1", 0));
        return socket;
    }

    @ParameterizedTest
    @CsvSource({"PT10M, 1", "PT0.000000001S, 4"})
    void connectionsAreUsedAgainAsLongAsIsSaid(Duration keepAlive, int connections) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, RUNNING));
                VeoClient veo = TestClients.at(server.url(), directory).keepAlive(keepAlive).build()) {
            for (int i = 0; i < 4; i++) {
                veo.poll(TestClients.OPERATION);
            }
            assertThat(server.connections()).isEqualTo(connections);
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        VeoClientBuilder builder = VeoClient.builder();
        assertThatThrownBy(() -> builder.keepAlive(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DownloadRetries(0, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DownloadRetries(1, Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AwaitOptions.standard().withLastPoll(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ProxySelector through(ScriptedServer proxy) {
        return ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.url().getPort()));
    }
}
