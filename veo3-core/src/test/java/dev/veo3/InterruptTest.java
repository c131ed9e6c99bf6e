// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.time.ManualTime;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An interrupt ends every method at once, and an accepted request is not lost by it. */
class InterruptTest {

    @TempDir
    Path directory;

    @Test
    void anAwaitThatSleepsBetweenPollsEndsAtOnce() throws Exception {
        ManualTime time = ManualTime.stepping(Instant.parse("2026-11-24T00:00:00Z"));
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, TestClients.ACCEPTED));
                VeoClient veo = TestClients.at(server.url(), directory).time(time).build()) {
            Running running = Running.start(() -> veo.await(TestClients.OPERATION));
            time.awaitSleepers(1);
            running.interruptAndExpectInterrupted();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aPollThatWaitsForItsAnswerEndsAtOnce() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.start(Reply.silence(arrived));
                VeoClient veo = TestClients.client(server, directory)) {
            Running running = Running.start(() -> veo.await(TestClients.OPERATION));
            arrived.await();
            running.interruptAndExpectInterrupted();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aPollInTheMiddleOfAVideoEndsAtOnceAndLeavesNoFile() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        Reply halfAVideo = (request, socket) -> {
            String body = "{\"done\":true,\"response\":{\"videos\":[{\"bytesBase64Encoded\":\"" + "AAAA".repeat(50_000);
            socket.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            half.countDown();
            socket.getInputStream().read();
        };
        try (ScriptedServer server = ScriptedServer.start(halfAVideo);
                VeoClient veo = TestClients.client(server, directory)) {
            Running running = Running.start(() -> veo.poll(TestClients.OPERATION));
            half.await();
            running.interruptAndExpectInterrupted();
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void anInterruptedSubmitSaysSoAndIsNotRepeated() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.start(Reply.silence(arrived));
                VeoClient veo = TestClients.client(server, directory)) {
            Running running = Running.start(() -> veo.submit(VideoRequest.text("A lighthouse")));
            arrived.await();
            running.interruptAndExpectInterrupted();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void closingTheClientEndsASubmitAtOnceWhichIsThenAmbiguous() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.start(Reply.silence(arrived))) {
            VeoClient veo = TestClients.client(server, directory);
            Running running = Running.start(() -> veo.submit(VideoRequest.text("A lighthouse")));
            arrived.await();
            veo.close();
            assertThat(running.task.get()).isInstanceOf(SubmitOutcome.Ambiguous.class);
        }
    }

    private record Running(Thread thread, FutureTask<?> task) {

        static Running start(Callable<?> call) {
            FutureTask<?> task = new FutureTask<>(call);
            return new Running(Thread.ofVirtual().start(task), task);
        }

        void interruptAndExpectInterrupted() {
            thread.interrupt();
            assertThatThrownBy(task::get).isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
        }
    }
}
