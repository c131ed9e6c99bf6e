package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
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
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A submit of whose body no byte has left is known to be unsent, however the connection went wrong. */
class UnsentSubmitTest {
    private static final VideoRequest REQUEST = VideoRequest.text("A sunset");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "\u0015\u0003\u0001"})
    void aPeerThatDoesNotFinishTheHandshakeLeavesNoDoubtUnlessTheBodyWasTakenMeanwhile(String answer) throws Exception {
        try (ServerSocket server = answering(answer);
                VeoClient veo = TestClients
                        .at(URI.create("https://127.0.0.1:" + server.getLocalPort()), directory).build()) {
            // The JDK's client may read the body while the handshake still goes on. Then nobody can tell a first handshake from one
            // that TLS 1.2 began anew, and the answer is the careful one.
            assertThat(veo.submit(REQUEST)).isInstanceOfAny(SubmitOutcome.NotSent.class, SubmitOutcome.Ambiguous.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 502 Bad Gateway\r\n\r\n", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\nProxy-Authenticate: Negotiate\r\n\r\n",
        "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\nProxy-Authenticate: Basic realm=p\r\n\r\n",
        "nothing that is HTTP", ""})
    void aProxyThatOpensNoTunnelHasPassedNothingOn(String answer) throws Exception {
        try (ScriptedServer proxy = ScriptedServer.start(Reply.raw(answer));
                VeoClient veo = TestClients.at(URI.create("https://service.invalid"), directory)
                        .proxy(through(proxy.url().getPort())).build()) {
            assertThat(veo.submit(REQUEST)).isInstanceOf(SubmitOutcome.NotSent.class);
            assertThat(proxy.requests()).allSatisfy(request -> assertThat(request.method()).isEqualTo("CONNECT"));
        }
    }

    @Test
    void aProxyThatNeverAnswersHasPassedNothingOn() throws Exception {
        try (ScriptedServer proxy = ScriptedServer.start(Reply.silence(new CountDownLatch(1)));
                VeoClient veo = TestClients.at(URI.create("https://service.invalid"), directory)
                        .timeouts(TestClients.impatient()).proxy(through(proxy.url().getPort())).build()) {
            assertThat(veo.submit(REQUEST)).isInstanceOf(SubmitOutcome.NotSent.class);
        }
    }

    @Test
    void aClientThatIsClosedHasNotSentWhatWaitedForAPlace() throws Exception {
        int places = 256;
        int atOnce = 16;
        Semaphore arrived = new Semaphore(0);
        Reply silence = (request, socket) -> {
            arrived.release();
            socket.getInputStream().read();
        };
        try (ScriptedServer server = ScriptedServer.start(silence);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            VeoClient veo = TestClients.client(server, directory);
            List<Future<SubmitOutcome>> sent = new ArrayList<>();
            // The queue of a server that accepts is short, and what does not fit in may be lost.
            while (sent.size() < places) {
                sent.addAll(submits(atOnce, veo, threads));
                arrived.acquire(atOnce);
            }
            List<Future<SubmitOutcome>> waiting = submits(8, veo, threads);
            veo.close();
            for (Future<SubmitOutcome> one : sent) {
                assertThat(one.get()).isInstanceOf(SubmitOutcome.Ambiguous.class);
            }
            for (Future<SubmitOutcome> one : waiting) {
                assertThat(one.get()).isInstanceOf(SubmitOutcome.NotSent.class);
            }
        }
    }

    private static List<Future<SubmitOutcome>> submits(int count, VeoClient veo, ExecutorService threads) {
        Callable<SubmitOutcome> submit = () -> {
            try {
                return veo.submit(REQUEST);
            } catch (IllegalStateException e) {
                return new SubmitOutcome.NotSent(String.valueOf(e.getMessage()));
            }
        };
        List<Future<SubmitOutcome>> submits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            submits.add(threads.submit(submit));
        }
        return submits;
    }

    /** Reads what comes first, answers with these bytes and closes. */
    private static ServerSocket answering(String bytes) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    if (socket.getInputStream().read() >= 0) {
                        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                    }
                } catch (IOException e) {
                    // The other side, or the test, has gone.
                }
            }
        });
        return server;
    }

    private static ProxySelector through(int port) {
        return ProxySelector.of(new InetSocketAddress("127.0.0.1", port));
    }
}
