// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.SubmitOutcome.Ambiguous;
import dev.veo3.video.SubmitOutcome.NotSent;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A request that did not leave whole cannot have been taken: it may be sent again, and a batch does not park it. */
class UnsentSubmitTest {
    private static final VideoRequest REQUEST = VideoRequest.text("A lighthouse in a storm");
    // A thread may be late once; it is not late twenty times.
    private static final int TIMES = 20;

    @TempDir
    Path directory;

    /** What a peer does with a TLS connection instead of a handshake. */
    @FunctionalInterface
    interface Peer {
        void greet(Socket socket) throws IOException;
    }

    static Stream<Arguments> peersWithoutTls() {
        return Stream.of(Arguments.of("closes at once", (Peer) Socket::close),
                Arguments.of("closes behind the client's greeting", (Peer) socket -> {
                    hear(socket);
                    socket.close();
                }), Arguments.of("ends its side only", (Peer) socket -> {
                    hear(socket);
                    socket.shutdownOutput();
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                }), Arguments.of("resets", (Peer) socket -> {
                    hear(socket);
                    socket.setSoLinger(true, 0);
                    socket.close();
                }), Arguments.of("answers in plain HTTP", (Peer) socket -> {
                    hear(socket);
                    say(socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                }), Arguments.of("answers with a few bytes", (Peer) socket -> {
                    hear(socket);
                    say(socket, "220");
                }), Arguments.of("says in TLS that it closes", (Peer) socket -> {
                    hear(socket);
                    socket.getOutputStream().write(new byte[]{21, 3, 3, 0, 2, 1, 0});
                    socket.close();
                }), Arguments.of("says in TLS that something is wrong", (Peer) socket -> {
                    hear(socket);
                    socket.getOutputStream().write(new byte[]{21, 3, 3, 0, 2, 2, 40});
                    socket.close();
                }), Arguments.of("begins a handshake and closes", (Peer) socket -> {
                    hear(socket);
                    // The head of a record with a server's greeting, and a little of it.
                    socket.getOutputStream().write(new byte[]{22, 3, 3, 0, 122, 2, 0, 0, 118, 3, 3});
                    socket.close();
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("peersWithoutTls")
    void nothingWasSentToAPeerWithWhichNoTlsCameAbout(String what, Peer peer) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                VeoClient veo = TestClients.at(URI.create("https://127.0.0.1:" + server.getLocalPort()), directory)
                        .build()) {
            Thread.ofVirtual().start(() -> serve(server, peer));
            for (int i = 0; i < TIMES; i++) {
                assertThat(veo.submit(REQUEST)).isInstanceOfSatisfying(NotSent.class,
                        notSent -> assertThat(notSent.reason()).contains("127.0.0.1"));
            }
        }
    }

    @Test
    void nothingWasSentToAPeerThatKeepsSilentInTheHandshake() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                VeoClient veo = TestClients.at(URI.create("https://127.0.0.1:" + server.getLocalPort()), directory)
                        .timeouts(TestClients.impatient()).build()) {
            assertThat(veo.submit(REQUEST)).isInstanceOf(NotSent.class);
        }
    }

    static Stream<Arguments> proxiesThatOpenNoTunnel() {
        return Stream.of(Arguments.of("502", "HTTP/1.1 502 Bad Gateway\r\n\r\n", "502"),
                Arguments.of("403", "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno", "403"),
                Arguments.of("407", "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n"
                        + "Proxy-Authenticate: Negotiate\r\n\r\n", "HTTP 407"),
                Arguments.of("no answer", "", "service.invalid"),
                Arguments.of("half an answer", "HTTP/1.1 2", "service.invalid"),
                Arguments.of("no HTTP", "220 smtp ready\r\n", "service.invalid"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("proxiesThatOpenNoTunnel")
    void nothingWasSentThroughAProxyThatOpensNoTunnel(String what, String answer, String told) throws Exception {
        try (ScriptedServer proxy = ScriptedServer.start(Reply.raw(answer));
                VeoClient veo = TestClients.at(URI.create("https://service.invalid"), directory)
                        .proxy(through(proxy)).build()) {
            for (int i = 0; i < TIMES; i++) {
                assertThat(veo.submit(REQUEST)).isInstanceOfSatisfying(NotSent.class,
                        notSent -> assertThat(notSent.reason()).contains(told));
            }
            assertThat(proxy.requests()).allMatch(request -> request.method().equals("CONNECT"));
        }
    }

    @Test
    void nothingWasSentThroughAProxyThatKeepsSilent() throws Exception {
        try (ScriptedServer proxy = ScriptedServer.start(Reply.silence(new CountDownLatch(1)));
                VeoClient veo = TestClients.at(URI.create("https://service.invalid"), directory)
                        .timeouts(TestClients.impatient()).proxy(through(proxy)).build()) {
            assertThat(veo.submit(REQUEST)).isInstanceOf(NotSent.class);
        }
    }

    @Test
    void aProxyThatGotTheRequestItselfMayHavePassedItOn() throws Exception {
        try (ScriptedServer proxy = ScriptedServer.start(Reply.json(407, "{}"), Reply.json(502, "{}"));
                VeoClient veo = TestClients.at(URI.create("http://service.invalid"), directory)
                        .proxy(through(proxy)).build()) {
            assertThat(veo.submit(REQUEST)).isInstanceOf(Ambiguous.class);
            assertThat(veo.submit(REQUEST)).isInstanceOf(Ambiguous.class);
            assertThat(proxy.requests()).hasSize(2);
        }
    }

    @Test
    void closingTheClientEndsTheSubmitsThatWaitForTheirTurnAndTheyWereNotSent() throws Exception {
        Semaphore arrived = new Semaphore(0);
        Reply silence = (request, socket) -> {
            arrived.release();
            int unused = socket.getInputStream().read();
        };
        try (ScriptedServer server = ScriptedServer.start(silence)) {
            VeoClient veo = TestClients.client(server, directory);
            List<FutureTask<SubmitOutcome>> sent = new ArrayList<>();
            while (sent.size() < Network.MOST_CONNECTIONS) {
                // No more at once than fit into a listener's queue.
                sent.addAll(submit(veo, 16));
                arrived.acquire(16);
            }
            List<FutureTask<SubmitOutcome>> waiting = submit(veo, 50);
            veo.close();
            for (FutureTask<SubmitOutcome> one : waiting) {
                assertThat(one.get()).isInstanceOf(NotSent.class);
            }
            for (FutureTask<SubmitOutcome> one : sent) {
                assertThat(one.get()).isInstanceOf(Ambiguous.class);
            }
            assertThat(server.requests()).hasSize(Network.MOST_CONNECTIONS);
        }
    }

    private static List<FutureTask<SubmitOutcome>> submit(VeoClient veo, int count) {
        List<FutureTask<SubmitOutcome>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FutureTask<SubmitOutcome> task = new FutureTask<>(() -> veo.submit(REQUEST));
            tasks.add(task);
            Thread.ofVirtual().start(task);
        }
        return tasks;
    }

    private static void serve(ServerSocket server, Peer peer) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    peer.greet(socket);
                }
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private static void hear(Socket socket) throws IOException {
        int unused = socket.getInputStream().read(new byte[4096]);
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ProxySelector through(ScriptedServer proxy) {
        return ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.url().getPort()));
    }
}
