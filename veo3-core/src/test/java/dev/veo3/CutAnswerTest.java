// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoRequest;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/** The answer to a paid request ends where no name can be read yet, or says wrong things about its length. */
class CutAnswerTest {
    private static final VideoRequest REQUEST = VideoRequest.text("A cat");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 204 No Content\r\n\r\n", "nonsense",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{\"name\":\"projects/p"})
    void anAnswerThatEndsBehindItsHeadIsAmbiguousAndTheRequestWasSentOnce(String answer) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.raw(answer));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThat(veo.submit(REQUEST)).isInstanceOf(SubmitOutcome.Ambiguous.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "503 Unavailable"})
    void anAnswerThatTricklesIsGivenUpAndTheRequestWasSentOnce(String status) throws Exception {
        Reply trickle = (request, socket) -> {
            socket.getOutputStream()
                    .write(("HTTP/1.1 " + status + "\r\nContent-Length: 60000\r\n\r\n").getBytes(US_ASCII));
            socket.setSoTimeout(100);
            while (true) {
                socket.getOutputStream().write(' ');
                try {
                    socket.getInputStream().read();
                } catch (SocketTimeoutException e) {
                    // The pace of the trickle.
                }
            }
        };
        try (ScriptedServer server = ScriptedServer.start(trickle);
                VeoClient veo = TestClients.at(server.url(), directory).timeouts(TestClients.impatient()).build()) {
            assertThat(veo.submit(REQUEST)).isInstanceOf(SubmitOutcome.Ambiguous.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void anInterruptBehindTheHeadOfTheAnswerIsToldAndTheRequestWasSentOnce() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        Reply head = (request, socket) -> {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n".getBytes(US_ASCII));
            answered.countDown();
            socket.getInputStream().read();
        };
        try (ScriptedServer server = ScriptedServer.start(head);
                VeoClient veo = TestClients.client(server, directory)) {
            FutureTask<String> task = new FutureTask<>(() -> {
                try {
                    return veo.submit(REQUEST).toString();
                } catch (InterruptedException e) {
                    return "interrupted";
                }
            });
            Thread thread = Thread.ofVirtual().start(task);
            answered.await();
            thread.interrupt();
            assertThat(task.get()).isEqualTo("interrupted");
            assertThat(server.requests()).hasSize(1);
        }
    }
}
