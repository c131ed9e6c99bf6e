// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Bodies that are passed on as they come, from a real socket. */
class PassingTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: ";

    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket server;
    private HttpTransport network;
    private String answer = "";

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        network = HttpTransport.open(LONG, LONG, ProxySelector.of(null));
        Thread.ofVirtual().start(this::accept);
    }

    @AfterEach
    void end() throws IOException {
        network.close();
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    /** The same answer to whatever comes, until the other side goes away; what it announces but has not is never sent. */
    private void serve(Socket socket) {
        try (socket) {
            int last = 0;
            for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
                last = last << 8 | b;
                if (last == 0x0D0A0D0A) {
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // The other side went away.
        }
    }

    private Call call(Duration timeout) {
        return Call.get(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"), timeout);
    }

    private static Receiver into(ByteArrayOutputStream out) {
        return bytes -> {
            for (ByteBuffer piece : bytes) {
                byte[] copy = new byte[piece.remaining()];
                piece.get(copy);
                out.write(copy);
            }
        };
    }

    @Test
    void whatIsPassedIsWholeAndLeavesItsConnectionToTheNext() throws Exception {
        String body = "0123456789".repeat(50_000);
        answer = HEAD + body.length() + "\r\n\r\n" + body;
        Transport bounded = new BoundedTransport(network, 1);
        for (int i = 0; i < 3; i++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (Answer one = bounded.send(call(LONG))) {
                one.passTo(into(out));
            }
            assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(body);
        }
        assertThat(connections).hasValue(1);
    }

    @Test
    void aBodyThatIsEmptyEndsAtOnceWithoutACall() throws Exception {
        answer = HEAD + "0\r\n\r\n";
        try (Answer one = network.send(call(LONG))) {
            one.passTo(bytes -> {
                throw new IOException("Called");
            });
        }
    }

    @Test
    void aBodyThatPausesIsGivenUpWithWhatCame() throws Exception {
        answer = HEAD + "100\r\n\r\nhalf";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Answer one = network.send(call(Duration.ofMillis(200)))) {
            assertThatThrownBy(() -> one.passTo(into(out))).isInstanceOf(HttpTimeoutException.class)
                    .hasMessage("The answer paused for more than 200 ms");
        }
        assertThat(out).hasToString("half");
    }

    @Test
    void aBodyThatTakesTooLongInAllIsGivenUp() throws Exception {
        answer = HEAD + "100\r\n\r\nhalf";
        try (Answer one = network.send(call(LONG).within(Duration.ofMillis(300)))) {
            assertThatThrownBy(() -> one.passTo(bytes -> {})).isInstanceOf(HttpTimeoutException.class)
                    .hasMessage("The answer took longer than 300 ms");
        }
    }

    @Test
    void theTimeThatTheReceiverTakesIsNoPause() throws Exception {
        answer = HEAD + "4\r\n\r\nbody";
        AtomicBoolean taken = new AtomicBoolean();
        Passage[] passage = new Passage[1];
        passage[0] = new Passage(bytes -> {
            assertThat(passage[0].pausedNanos()).isEmpty();
            taken.set(true);
        });
        passage[0].onSubscribe(new java.util.concurrent.Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {}
        });
        passage[0].onNext(List.of(ByteBuffer.allocate(1)));
        assertThat(taken).isTrue();
        assertThat(passage[0].pausedNanos()).isPresent();
    }

    @Test
    void theFailureOfAReceiverEndsTheBodyAndIsThrown() throws Exception {
        String body = "x".repeat(1_000_000);
        answer = HEAD + body.length() + "\r\n\r\n" + body;
        AtomicInteger calls = new AtomicInteger();
        for (Exception failure : List.of(new IOException("full"), new IllegalStateException("no"))) {
            calls.set(0);
            try (Answer one = network.send(call(LONG))) {
                assertThatThrownBy(() -> one.passTo(bytes -> {
                    calls.incrementAndGet();
                    if (failure instanceof IOException e) {
                        throw e;
                    }
                    throw (RuntimeException) failure;
                })).isSameAs(failure);
            }
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void anInterruptWaitsOnlyForTheReceiverWhichIsNotCalledAgain() throws Exception {
        String body = "x".repeat(1_000_000);
        answer = HEAD + body.length() + "\r\n\r\n" + body;
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        AtomicBoolean receiverInterrupted = new AtomicBoolean();
        AtomicInteger callsAtReturn = new AtomicInteger();
        try (Answer one = network.send(call(LONG))) {
            FutureTask<Void> passing = new FutureTask<>(() -> {
                try {
                    one.passTo(bytes -> {
                        atWork.countDown();
                        try {
                            goOn.await();
                        } catch (InterruptedException e) {
                            receiverInterrupted.set(true);
                        }
                        calls.incrementAndGet();
                    });
                } finally {
                    callsAtReturn.set(calls.get());
                }
                return null;
            });
            Thread thread = Thread.ofVirtual().start(passing);
            atWork.await();
            thread.interrupt();
            // It has seen the interrupt and waits for the receiver.
            while (thread.isInterrupted() || thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            assertThatThrownBy(passing::get).isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
        }
        assertThat(receiverInterrupted).as("a file that is written stays open").isFalse();
        assertThat(callsAtReturn).hasValue(1);
        assertThat(calls).hasValue(1);
    }

    @Test
    void aBodyIsReadOrPassedOn() throws Exception {
        answer = HEAD + "4\r\n\r\nbody";
        try (Answer one = network.send(call(LONG))) {
            assertThat(one.body().read()).isEqualTo('b');
            assertThatThrownBy(() -> one.passTo(bytes -> {})).isInstanceOf(IllegalStateException.class);
        }
    }
}
