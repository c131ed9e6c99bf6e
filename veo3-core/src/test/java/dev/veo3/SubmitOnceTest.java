// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.BearerToken;
import dev.veo3.error.VeoFileException;
import dev.veo3.error.VeoRequestException;
import dev.veo3.video.MediaSource;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.SubmitOutcome.Accepted;
import dev.veo3.video.SubmitOutcome.Ambiguous;
import dev.veo3.video.SubmitOutcome.NotSent;
import dev.veo3.video.SubmitOutcome.Refused;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A request is paid for each time the service takes it, so whatever happens it goes out once. */
class SubmitOnceTest {
    private static final VideoRequest REQUEST = VideoRequest.text("A lighthouse in a storm");

    @TempDir
    Path directory;

    static Stream<Arguments> whatAServerMayDo() {
        String accepted = TestClients.ACCEPTED;
        return Stream.of(Arguments.of("200", Reply.json(200, accepted), Accepted.class),
                Arguments.of("201", Reply.json(201, accepted), Accepted.class),
                Arguments.of("200 that breaks off behind the name",
                        Reply.cut(200, accepted + "          ", accepted.length()), Accepted.class),
                Arguments.of("200 that breaks off in the name", Reply.cut(200, accepted, accepted.length() - 2),
                        Ambiguous.class),
                Arguments.of("200 without a body", Reply.json(200, ""), Ambiguous.class),
                Arguments.of("200 without a name", Reply.json(200, "{\"metadata\":{\"name\":\"x\"}}"),
                        Ambiguous.class),
                Arguments.of("200 with a name that is none", Reply.json(200, "{\"name\":\"a b\"}"), Ambiguous.class),
                Arguments.of("200 with HTML", Reply.json(200, "<html>Sign in</html>"), Ambiguous.class),
                Arguments.of("204", Reply.json(204, ""), Ambiguous.class),
                Arguments.of("307", Reply.http(307, Map.of("Location", "/elsewhere"), new byte[0]), Ambiguous.class),
                Arguments.of("400", Reply.json(400, "{}"), Refused.class),
                Arguments.of("401", Reply.http(401, Map.of("WWW-Authenticate", "Bearer"), new byte[0]), Refused.class),
                Arguments.of("429", Reply.json(429, "{}"), Refused.class),
                Arguments.of("429 that breaks off", Reply.cut(429, "{\"error\":{}}", 3), Refused.class),
                Arguments.of("408", Reply.json(408, ""), Ambiguous.class),
                Arguments.of("500", Reply.json(500, "{}"), Ambiguous.class),
                Arguments.of("503", Reply.json(503, "{}"), Ambiguous.class),
                Arguments.of("504", Reply.json(504, ""), Ambiguous.class),
                Arguments.of("reset", Reply.reset(), Ambiguous.class),
                Arguments.of("closed without an answer", Reply.raw(""), Ambiguous.class),
                Arguments.of("half a status line", Reply.raw("HTTP/1.1 2"), Ambiguous.class),
                Arguments.of("no HTTP", Reply.raw("220 smtp ready\r\n"), Ambiguous.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatAServerMayDo")
    void oneSubmitIsOneRequest(String what, Reply reply, Class<? extends SubmitOutcome> outcome) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(reply);
                VeoClient veo = TestClients.client(server, directory)) {
            assertThat(veo.submit(REQUEST)).isInstanceOf(outcome);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aServerThatKeepsSilentIsAskedOnce() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.silence(new CountDownLatch(1)));
                VeoClient veo = TestClients.at(server.url(), directory).timeouts(TestClients.impatient()).build()) {
            assertThat(veo.submit(REQUEST)).isInstanceOf(Ambiguous.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void anAnswerThatStopsInTheMiddleIsGivenUp() throws Exception {
        Reply half = (request, socket) -> {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes("US-ASCII"));
            socket.getInputStream().read();
        };
        try (ScriptedServer server = ScriptedServer.start(half);
                VeoClient veo = TestClients.at(server.url(), directory).timeouts(TestClients.impatient()).build()) {
            assertThat(veo.submit(REQUEST)).isInstanceOfSatisfying(Ambiguous.class,
                    ambiguous -> assertThat(ambiguous.reason()).contains("paused for more than 1000 ms"));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aNameThatArrivedIsKeptWhenTheRestOfTheAnswerNeverComes() throws Exception {
        Reply nameThenSilence = (request, socket) -> {
            socket.getOutputStream().write(("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + TestClients.ACCEPTED)
                    .getBytes("US-ASCII"));
            socket.getInputStream().read();
        };
        try (ScriptedServer server = ScriptedServer.start(nameThenSilence);
                VeoClient veo = TestClients.at(server.url(), directory).timeouts(TestClients.impatient()).build()) {
            assertThat(veo.submit(REQUEST)).isEqualTo(new Accepted(TestClients.OPERATION));
        }
    }

    @Test
    void whatWasAnsweredInsteadOfANameIsTold() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "{\"operation\":\"o-17\"}"));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThat(veo.submit(REQUEST)).isInstanceOfSatisfying(Ambiguous.class,
                    ambiguous -> assertThat(ambiguous.reason()).contains("{\"operation\":\"o-17\"}"));
        }
    }

    @Test
    void aConnectionThatDiedBetweenTwoSubmitsDoesNotRepeatTheSecond() throws Exception {
        // The first answer leaves the connection open, and the server closes it on the second request.
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, TestClients.ACCEPTED), Reply.reset());
                VeoClient veo = TestClients.client(server, directory)) {
            assertThat(veo.submit(REQUEST)).isInstanceOf(Accepted.class);
            assertThat(veo.submit(REQUEST)).isInstanceOf(Ambiguous.class);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void theServicesWishToWaitIsToldWithItsRefusal() throws Exception {
        String details = "{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"Quota\",\"details\":[{"
                + "\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"37s\"}]}}";
        try (ScriptedServer server = ScriptedServer.start(Reply.json(429, details));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThat(veo.submit(REQUEST)).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.error().isQuota()).isTrue();
                assertThat(refused.error().status()).isEqualTo("RESOURCE_EXHAUSTED");
                assertThat(refused.error().retryAfter()).contains(Duration.ofSeconds(37));
            });
        }
    }

    @Test
    void nothingIsSentToAPortThatRefuses() throws Exception {
        // It is bound, so that nobody else takes it meanwhile, and nobody listens.
        try (Socket nobody = new Socket()) {
            nobody.bind(new InetSocketAddress("127.0.0.1", 0));
            URI there = URI.create("http://127.0.0.1:" + nobody.getLocalPort());
            try (VeoClient veo = TestClients.at(there, directory).build()) {
                assertThat(veo.submit(REQUEST)).isInstanceOf(NotSent.class);
            }
        }
    }

    @Test
    void nothingIsSentToAHostWithoutAnAddress() throws Exception {
        try (VeoClient veo = TestClients.at(TestClients.NOWHERE, directory).build()) {
            assertThat(veo.submit(REQUEST)).isInstanceOfSatisfying(NotSent.class,
                    notSent -> assertThat(notSent.reason()).contains(TestClients.NOWHERE.getHost()));
        }
    }

    @Test
    void nothingIsSentWhenTlsFails() throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, null, null);
        try (ServerSocket server = tls.getServerSocketFactory().createServerSocket(0, 1,
                InetAddress.getLoopbackAddress());
                VeoClient veo = TestClients.at(URI.create("https://127.0.0.1:" + server.getLocalPort()), directory)
                        .build()) {
            // It has no certificate, so it ends the handshake.
            Thread handshake = Thread.ofVirtual().start(() -> {
                try (var socket = server.accept()) {
                    socket.getInputStream().read();
                } catch (java.io.IOException e) {
                    // The handshake failed, as it should.
                }
            });
            assertThat(veo.submit(REQUEST)).isInstanceOf(NotSent.class);
            handshake.join();
        }
    }

    @Test
    void nothingIsSentWithoutCredentials() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, TestClients.ACCEPTED));
                VeoClient veo = TestClients.at(server.url(), directory).credentials(BearerToken.from(() -> {
                    throw new IllegalStateException("The metadata server is down");
                })).build()) {
            assertThat(veo.submit(REQUEST)).isInstanceOfSatisfying(NotSent.class,
                    notSent -> assertThat(notSent.reason()).contains("java.lang.IllegalStateException"));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void everyBrokenRuleIsNamedAndNothingIsSent() throws Exception {
        VideoRequest wrong = REQUEST.withSettings(
                VideoSettings.builder().duration(Duration.ofSeconds(5)).samples(9).seed(-1).build());
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, TestClients.ACCEPTED));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThatThrownBy(() -> veo.submit(wrong)).isInstanceOf(VeoRequestException.class)
                    .hasMessageContainingAll("5 s", "4, 6 or 8 s", "9 videos", "seed -1");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aMissingPictureIsToldBeforeAnythingIsSent() throws Exception {
        VideoRequest request = VideoRequest.image(MediaSource.file(directory.resolve("gone.png")), "She waves");
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, TestClients.ACCEPTED));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThatThrownBy(() -> veo.submit(request)).isInstanceOf(VeoFileException.class)
                    .hasMessageContaining("gone.png");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void nothingIsSentWhileTheJdkIsToldToRepeatEveryRequest() throws Exception {
        String property = "jdk.httpclient.enableAllMethodRetry";
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, TestClients.ACCEPTED));
                VeoClient veo = TestClients.client(server, directory)) {
            System.setProperty(property, "");
            try {
                assertThatThrownBy(() -> veo.submit(REQUEST)).isInstanceOf(VeoRequestException.class)
                        .hasMessageContaining(property);
            } finally {
                System.clearProperty(property);
            }
            assertThat(server.requests()).isEmpty();
            assertThat(veo.submit(REQUEST)).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void aClosedClientSendsNothing() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, TestClients.ACCEPTED))) {
            VeoClient veo = TestClients.client(server, directory);
            veo.close();
            veo.close();
            assertThat(veo.submit(REQUEST)).isInstanceOfSatisfying(NotSent.class,
                    notSent -> assertThat(notSent.reason()).contains("closed"));
            assertThatThrownBy(() -> veo.poll(TestClients.OPERATION)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> veo.await(TestClients.OPERATION)).isInstanceOf(IllegalStateException.class);
            assertThat(server.requests()).isEmpty();
        }
    }
}
