// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What leaves of a body, and what is said about it: never that nothing was sent when everything was. */
class SendingTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    static Path directory;
    private static SSLContext tls;

    @BeforeAll
    static void makeACertificate() throws Exception {
        tls = TlsIdentity.make(directory);
    }

    /** What a server does with a request of which it has read the head. */
    @FunctionalInterface
    interface Service {
        void serve(String head, InputStream in, Socket socket) throws IOException;
    }

    /** A server of one service, over TLS or not. */
    private record Server(ServerSocket socket, String scheme) implements AutoCloseable {

        static Server start(boolean encrypted, Service service) throws IOException {
            ServerSocket listener = encrypted
                    ? tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress())
                    : new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        Socket socket = listener.accept();
                        Thread.ofVirtual().start(() -> talk(socket, service));
                    }
                } catch (IOException e) {
                    // Closed: the test is over.
                }
            });
            return new Server(listener, encrypted ? "https" : "http");
        }

        private static void talk(Socket socket, Service service) {
            try (socket) {
                InputStream in = socket.getInputStream();
                ByteArrayOutputStream head = new ByteArrayOutputStream();
                while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                    int b = in.read();
                    if (b < 0) {
                        return;
                    }
                    head.write(b);
                }
                service.serve(head.toString(StandardCharsets.US_ASCII), in, socket);
            } catch (IOException e) {
                // The client went away, which is what some tests are about.
            }
        }

        Call call(CallBody body) {
            return Call.post(URI.create(scheme + "://127.0.0.1:" + socket.getLocalPort() + "/"), body, LONG);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static HttpTransport network() {
        return HttpTransport.open(LONG, LONG, ProxySelector.of(null), tls);
    }

    private static CallBody body(long announced, byte[] bytes) {
        return new CallBody() {
            @Override
            public long length() {
                return announced;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static Stream<Arguments> lengths() {
        return Stream.of(true, false).flatMap(encrypted -> Stream.of(0, 1, 2, 100, 16383, 16384, 16385, 32769, 500_000)
                .map(length -> Arguments.of(encrypted, length)));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void everyByteOfABodyArrivesOnce(boolean encrypted, int length) throws Exception {
        byte[] sent = bytes(length);
        try (Server server = Server.start(encrypted, (head, in, socket) -> {
            byte[] got = in.readNBytes(length);
            socket.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nContent-Length: " + got.length + "\r\n\r\n").getBytes());
            socket.getOutputStream().write(got);
        }); HttpTransport network = network(); Answer answer = network.send(server.call(CallBody.of(sent)))) {
            assertThat(answer.isToUnsentCall()).isFalse();
            assertThat(answer.body().readAllBytes()).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyThatIsNotAsLongAsAnnouncedDoesNotLeaveWhole(boolean encrypted) throws Exception {
        AtomicInteger whole = new AtomicInteger();
        try (Server server = Server.start(encrypted, (head, in, socket) -> {
            if (in.readNBytes(20_000).length == 20_000) {
                whole.incrementAndGet();
            }
        }); HttpTransport network = network()) {
            assertThatThrownBy(() -> network.send(server.call(body(20_000, bytes(19_999)))))
                    .isInstanceOf(UnsentException.class).hasMessageContaining("did not leave whole");
            assertThatThrownBy(() -> network.send(server.call(body(20_000, bytes(20_001)))))
                    .isInstanceOf(UnsentException.class);
            assertThat(whole).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionThatBreaksBehindTheWholeRequestLeavesDoubt(boolean encrypted) throws Exception {
        try (Server server = Server.start(encrypted, (head, in, socket) -> in.readNBytes(100));
                HttpTransport network = network()) {
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> network.send(server.call(CallBody.of(bytes(100)))))
                        .isInstanceOf(IOException.class).isNotInstanceOf(UnsentException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionThatBreaksInTheMiddleOfALongBodyLeavesNone(boolean encrypted) throws Exception {
        // More than the buffers of both sides take.
        byte[] longBody = bytes(40_000_000);
        try (Server server = Server.start(encrypted, (head, in, socket) -> {
            in.readNBytes(1000);
            socket.setSoLinger(true, 0);
        }); HttpTransport network = network()) {
            assertThatThrownBy(() -> network.send(server.call(CallBody.of(longBody))))
                    .isInstanceOf(UnsentException.class);
        }
    }

    @Test
    void aRefusalBeforeTheBodyHadLeftSaysSo() throws Exception {
        byte[] longBody = bytes(40_000_000);
        try (Server server = Server.start(false, (head, in, socket) -> {
            socket.getOutputStream().write("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n".getBytes());
            socket.shutdownOutput();
            in.readNBytes(1000);
        }); HttpTransport network = network()) {
            try (Answer answer = network.send(server.call(CallBody.of(longBody)))) {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.isToUnsentCall()).isTrue();
            } catch (UnsentException e) {
                // The network may find the connection broken before it looks for an answer.
                assertThat(e).hasMessageContaining("did not leave whole");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noCallIsUnsentThatAServerHasWhole(boolean encrypted) throws Exception {
        Map<String, Boolean> whole = new ConcurrentHashMap<>();
        Random random = new Random(7);
        try (Server server = Server.start(encrypted, (head, in, socket) -> {
            String id = head.replaceAll("(?s).*x-id: (\\d+).*", "$1");
            int length = Integer.parseInt(head.replaceAll("(?s).*[Ll]ength: (\\d+).*", "$1"));
            int read = in.readNBytes(Math.min(length, Math.floorMod(id.hashCode(), length + 1) + length / 2)).length;
            if (read == length) {
                whole.put(id, true);
            }
            if (Integer.parseInt(id) % 2 == 0) {
                socket.setSoLinger(true, 0);
            }
        }); HttpTransport network = network()) {
            List<Integer> unsent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Call call = server.call(CallBody.of(bytes(1 + random.nextInt(40_000))))
                        .withHeaders(Map.of("x-id", String.valueOf(i)));
                try (Answer answer = network.send(call)) {
                    assertThat(answer.status()).as("nothing answers").isZero();
                } catch (UnsentException e) {
                    unsent.add(i);
                } catch (IOException e) {
                    // In doubt, which is right whatever happened.
                }
            }
            assertThat(unsent).noneMatch(id -> whole.containsKey(String.valueOf(id)));
            assertThat(whole).isNotEmpty();
        }
    }
}
