// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ListenerTest {

    private static final Pause NO_PAUSE = time -> {};

    private static Listener listener(Handler handler) {
        return new Listener(0, 100, handler, NO_PAUSE);
    }

    /** Answers with the method, path, query and body of the request. */
    private static Answer echo(Request request) throws IOException {
        return whole(request.method() + " " + request.path() + "?" + request.query() + ": "
                + new String(request.body().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static Answer whole(String text) {
        return new Answer.Whole(reply(text));
    }

    private static Reply reply(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Reply(200, Map.of(), bytes.length, out -> out.write(bytes));
    }

    @Test
    void aConnectionServesRequestAfterRequest() throws Exception {
        try (Listener listener = listener(ListenerTest::echo); Peer peer = new Peer(listener.baseUrl())) {
            peer.send(Peer.post("/a?b=c", "first") + Peer.post("/", "second"));

            assertThat(peer.head()).isEqualTo("HTTP/1.1 200 OK\nContent-Length: 18");
            assertThat(peer.body(18)).isEqualTo("POST /a?b=c: first");
            assertThat(peer.head()).endsWith("Content-Length: 15");
            assertThat(peer.body(15)).isEqualTo("POST /?: second");
            peer.send("GET / HTTP/1.1\nConnection: close\n\n");
            assertThat(peer.rest()).isEqualTo(
                    "HTTP/1.1 200 OK\nContent-Length: 8\nConnection: close\n\nGET /?: ");
        }
    }

    @Test
    void aBodyMayComeInChunks() throws Exception {
        try (Listener listener = listener(ListenerTest::echo); Peer peer = new Peer(listener.baseUrl())) {
            peer.send(
                    "PUT /x HTTP/1.1\nTransfer-Encoding: chunked\n\n3\nabc\nA;name=value\n0123456789\n0\nTrailer: x\n\n"
                            + "GET /y HTTP/1.1\nConnection: close\n\n");

            assertThat(peer.rest()).contains("PUT /x?: abc0123456789", "GET /y?: ");
        }
    }

    @Test
    void whatIsLeftOfABodyIsNoRequest() throws Exception {
        try (Listener listener = listener(request -> whole(request.path())); Peer peer = new Peer(listener.baseUrl())) {
            peer.send(Peer.post("/a", "GET /b HTTP/1.1\n\n") + "GET /c HTTP/1.1\nConnection: close\n\n");

            assertThat(peer.rest()).contains("/a", "/c").doesNotContain("/b");
        }
    }

    @Test
    void aClientThatWaitsForAWordGetsIt() throws Exception {
        try (Listener listener = listener(ListenerTest::echo); Peer peer = new Peer(listener.baseUrl())) {
            peer.send("POST /x HTTP/1.1\nExpect: 100-continue\nContent-Length: 3\nConnection: close\n\n");

            assertThat(peer.head()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(peer.send("abc").rest()).endsWith("POST /x?: abc");
        }
    }

    @Test
    void aClientWhoseBodyIsNotWantedIsNotAskedForIt() throws Exception {
        try (Listener listener = listener(request -> whole("no")); Peer peer = new Peer(listener.baseUrl())) {
            peer.send("POST /x HTTP/1.1\nExpect: 100-continue\nContent-Length: 3\n\n");

            assertThat(peer.rest()).isEqualTo("HTTP/1.1 200 OK\nContent-Length: 2\nConnection: close\n\nno");
        }
    }

    @Test
    void aReplyOfUnknownLengthComesInChunks() throws Exception {
        Reply reply = new Reply(200, Map.of("X", "y"), Reply.UNKNOWN, out -> {
            out.write('a');
            out.flush();
            out.write(new byte[8 * 1024]);
            out.write(new byte[20_000]);
            out.write("end".getBytes(StandardCharsets.UTF_8));
        });
        try (Listener listener = listener(request -> new Answer.Whole(reply));
                Peer peer = new Peer(listener.baseUrl())) {
            String answer = peer.send("GET / HTTP/1.1\nConnection: close\n\n").rest();

            assertThat(answer).startsWith("HTTP/1.1 200 OK\nX: y\nTransfer-Encoding: chunked\nConnection: close\n\n"
                    + "1\na\n2000\n\0").contains("\0\n4e20\n\0").endsWith("\0\n3\nend\n0\n\n");
        }
    }

    @Test
    void headHasNoBody() throws Exception {
        try (Listener listener = listener(ListenerTest::echo); Peer peer = new Peer(listener.baseUrl())) {
            assertThat(peer.send("HEAD / HTTP/1.0\n\n").rest()).endsWith("Content-Length: 9\nConnection: close\n\n");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET / HTTP/1.1\\nNo colon\\n\\n | 400 Bad Request
            GET / HTTP/1.1\\nA : b\\n\\n | 400 Bad Request
            GET / HTTP/1.1\\n folded: b\\n\\n | 400 Bad Request
            GET /\\n\\n | 400 Bad Request
            GET http://h/ HTTP/1.1\\n\\n | 400 Bad Request
            GET / HTTP/2.0\\n\\n | 400 Bad Request
            GET / HTTP/1.1\\nContent-Length: -1\\n\\n | 400 Bad Request
            GET / HTTP/1.1\\nContent-Length: 1\\nContent-Length: 2\\n\\n | 400 Bad Request
            GET / HTTP/1.1\\nContent-Length: 1\\nTransfer-Encoding: chunked\\n\\n | 400 Bad Request
            GET / HTTP/1.1\\nTransfer-Encoding: gzip\\n\\n | 400 Bad Request
            GET / HTTP/1.1\\nTransfer-Encoding: chunked\\n\\nxyz\\n | 400 Bad Request
            """)
    void whatIsNoHttpIsRefusedAndEndsTheConnection(String request, String status) throws Exception {
        try (Listener listener = listener(ListenerTest::echo); Peer peer = new Peer(listener.baseUrl())) {
            peer.send(request.replace("\\n", "\n")).sendEnd();

            assertThat(peer.rest()).startsWith("HTTP/1.1 " + status).contains("Connection: close");
        }
    }

    @Test
    void aHeadHasABound() throws Exception {
        try (Listener listener = listener(ListenerTest::echo); Peer peer = new Peer(listener.baseUrl())) {
            peer.send("GET / HTTP/1.1\n" + ("A: " + "b".repeat(1000) + "\n").repeat(66));

            assertThat(peer.head()).startsWith("HTTP/1.1 431 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\nA: b", "POST / HTTP/1.1\nContent-Length: 5\n\nabc",
        "POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n5\nabc"})
    void aClientThatGoesAwayInTheMiddleLeavesNothingBehind(String beginning) throws Exception {
        try (Listener listener = listener(ListenerTest::echo)) {
            try (Peer peer = new Peer(listener.baseUrl())) {
                assertThat(peer.send(beginning).sendEnd().rest()).isEmpty();
            }
            awaitNoConnections(listener);
        }
    }

    @Test
    void eachAnswerThatIsNoneEndsTheConnectionInItsOwnWay() throws Exception {
        try (Listener listener = listener(request -> switch (request.path()) {
            case "/reset" -> new Answer.Reset();
            case "/closed" -> new Answer.Closed();
            case "/cut" -> new Answer.Cut(reply("0123456789"), 4);
            case "/cut-late" -> new Answer.Cut(reply("0123456789"), 1000);
            case "/cut-chunks" -> new Answer.Cut(new Reply(200, Map.of(), Reply.UNKNOWN,
                    out -> out.write("0123456789".getBytes(StandardCharsets.UTF_8))), 1000);
            default -> new Answer.Silence();
        })) {
            assertThat(isReset(listener, Peer.post("/reset", "body"))).isTrue();
            assertThat(
                    isReset(listener, Peer.post("/reset", "body").replace("Content-Length: 4", "Content-Length: 99")))
                    .isTrue();
            assertThat(rest(listener, "/closed")).isEmpty();
            assertThat(rest(listener, "/cut")).isEqualTo("HTTP/1.1 200 OK\nContent-Length: 10\n\n0123");
            assertThat(rest(listener, "/cut-late")).endsWith("\n\n012345678");
            assertThat(rest(listener, "/cut-chunks")).endsWith("\n\na\n0123456789\n");
            awaitNoConnections(listener);
            try (Peer peer = new Peer(listener.baseUrl())) {
                peer.send(Peer.post("/silence", "body"));
                while (listener.openConnections() == 0) {
                    Thread.onSpinWait();
                }
                assertThat(peer.sendEnd().rest()).isEmpty();
            }
            awaitNoConnections(listener);
        }
    }

    @Test
    void aSlowReplyWaitsBetweenItsParts() throws Exception {
        CountDownLatch pauses = new CountDownLatch(9);
        Pause counted = time -> {
            assertThat(time).isIn(Duration.ofMillis(100), Duration.ofMillis(10)); // The listener's own, when it is closed.
            pauses.countDown();
        };
        try (Listener listener = new Listener(0, 1, request -> new Answer.Slow(reply("x".repeat(1000)), 1000), counted);
                Peer peer = new Peer(listener.baseUrl())) {
            peer.send("GET / HTTP/1.1\nConnection: close\n\n");

            assertThat(peer.rest()).endsWith("x".repeat(1000));
            assertThat(pauses.getCount()).isZero();
        }
    }

    @Test
    void moreConnectionsThanAreAllowedWaitUntilOneIsClosed() throws Exception {
        try (Listener listener = new Listener(0, 1, ListenerTest::echo, NO_PAUSE);
                Peer second = second(listener)) {
            assertThat(second.head()).startsWith("HTTP/1.1 200");
            assertThat(listener.openConnections()).isEqualTo(1);
        }
    }

    /** Connects twice and lets the first be served and go; the second has sent its request before that. */
    private static Peer second(Listener listener) throws IOException {
        Peer first = new Peer(listener.baseUrl());
        Peer second = new Peer(listener.baseUrl());
        try (first) {
            first.send(Peer.post("/", "x")).head();
            second.send(Peer.post("/", "x"));
            assertThat(listener.openConnections()).isEqualTo(1);
        }
        return second;
    }

    @Test
    void closingCutsOffWhateverAConnectionDoes() throws Exception {
        Listener listener = new Listener(0, 10, request -> {
            if (request.path().equals("/handler")) {
                new CountDownLatch(1).await();
            }
            return request.path().equals("/pause")
                    ? new Answer.Late(reply("x"), Duration.ofDays(1))
                    : new Answer.Silence();
        }, time -> new CountDownLatch(1).await());
        try (Peer idle = new Peer(listener.baseUrl());
                Peer handled = new Peer(listener.baseUrl());
                Peer late = new Peer(listener.baseUrl());
                Peer silent = new Peer(listener.baseUrl())) {
            handled.send(Peer.post("/handler", ""));
            late.send(Peer.post("/pause", ""));
            silent.send(Peer.post("/silence", ""));
            while (listener.openConnections() < 4) {
                Thread.onSpinWait();
            }
            listener.close();
            listener.close();

            assertThat(listener.openConnections()).isZero();
            for (Peer peer : new Peer[]{idle, handled, late, silent}) {
                assertThat(peer.isReset() || peer.rest().isEmpty()).isTrue();
            }
        }
    }

    @Test
    void aHandlerThatFailsEndsItsConnectionOnly() throws Exception {
        try (Listener listener = listener(request -> {
            if (request.path().equals("/fail")) {
                throw new IllegalStateException("as the test wants");
            }
            return whole("well");
        })) {
            assertThat(rest(listener, "/fail")).isEmpty();
            try (Peer peer = new Peer(listener.baseUrl())) {
                assertThat(peer.send(Peer.post("/", "")).head()).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        try (Listener listener = listener(ListenerTest::echo)) {
            assertThatThrownBy(() -> new Listener(listener.baseUrl().getPort(), 1, ListenerTest::echo, NO_PAUSE))
                    .hasMessageContaining(":" + listener.baseUrl().getPort());
        }
    }

    private static boolean isReset(Listener listener, String request) throws IOException {
        try (Peer peer = new Peer(listener.baseUrl())) {
            return peer.send(request).isReset();
        }
    }

    private static String rest(Listener listener, String path) throws IOException {
        try (Peer peer = new Peer(listener.baseUrl())) {
            return peer.send(Peer.post(path, "body")).rest();
        }
    }

    private static void awaitNoConnections(Listener listener) {
        while (listener.openConnections() > 0) {
            Thread.onSpinWait();
        }
    }
}
