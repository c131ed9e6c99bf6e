// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BoundedTransportTest {
    private static final Call CALL = Call.get(URI.create("http://127.0.0.1/"), Duration.ofSeconds(1));

    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** A network whose exchanges end when their answers are closed. */
    private Answer exchange(Call call) {
        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        return new Answer(200, Map.of("A", List.of("b")), new ByteArrayInputStream(new byte[]{7}) {
            @Override
            public void close() {
                underWay.decrementAndGet();
            }
        });
    }

    @Test
    void noMoreCallsAreUnderWayThanThereArePlaces() throws Exception {
        Transport bounded = new BoundedTransport(this::exchange, 3);
        List<Future<Integer>> read = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1000; i++) {
                read.add(threads.submit(() -> {
                    try (Answer answer = bounded.send(CALL)) {
                        Thread.yield();
                        assertThat(answer.status()).isEqualTo(200);
                        assertThat(answer.header("a")).contains("b");
                        return answer.body().read();
                    }
                }));
            }
            for (Future<Integer> one : read) {
                assertThat(one.get()).isEqualTo(7);
            }
        }
        assertThat(most.get()).isBetween(1, 3);
        assertThat(underWay.get()).isZero();
    }

    @Test
    void aPlaceIsGivenBackOnceHoweverOftenAnAnswerIsClosed() throws Exception {
        Transport bounded = new BoundedTransport(this::exchange, 1);
        Answer answer = bounded.send(CALL);
        answer.close();
        answer.close();
        try (Answer held = bounded.send(CALL)) {
            assertThat(held.status()).isEqualTo(200);
            assertThatThrownBy(() -> bounded.send(CALL.within(Duration.ofMillis(1))))
                    .isInstanceOf(UnsentException.class).hasMessageContaining("within 1 ms");
        }
    }

    @Test
    void aCallThatFailsGivesItsPlaceBack() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Transport bounded = new BoundedTransport(call -> {
            switch (calls.incrementAndGet()) {
                case 1 -> throw new IOException("reset");
                case 2 -> throw new InterruptedException();
                case 3 -> throw new IllegalStateException("closed");
                default -> {
                    return exchange(call);
                }
            }
        }, 1);
        assertThatThrownBy(() -> bounded.send(CALL)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> bounded.send(CALL)).isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> bounded.send(CALL)).isInstanceOf(IllegalStateException.class);
        try (Answer answer = bounded.send(CALL)) {
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    void anInterruptEndsTheWaitForAPlace() throws Exception {
        Transport bounded = new BoundedTransport(this::exchange, 1);
        try (Answer held = bounded.send(CALL)) {
            FutureTask<Answer> waiting = new FutureTask<>(() -> bounded.send(CALL));
            Thread thread = Thread.ofVirtual().start(waiting);
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            thread.interrupt();
            assertThatThrownBy(waiting::get).hasCauseInstanceOf(InterruptedException.class);
            assertThat(held.status()).isEqualTo(200);
        }
        assertThat(most.get()).isEqualTo(1);
    }

    @Test
    void closingEndsTheWaitForAPlaceAlthoughNoneBecomesFree() throws Exception {
        BoundedTransport bounded = new BoundedTransport(this::exchange, 1);
        try (Answer held = bounded.send(CALL)) {
            List<FutureTask<Answer>> waiting = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                FutureTask<Answer> task = new FutureTask<>(() -> bounded.send(CALL));
                waiting.add(task);
                Thread thread = Thread.ofVirtual().start(task);
                while (thread.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }
            bounded.close();
            bounded.close();
            for (FutureTask<Answer> one : waiting) {
                assertThatThrownBy(one::get).hasCauseInstanceOf(UnsentException.class)
                        .hasMessageContaining("closed before the request was sent");
            }
            assertThat(held.body().read()).as("what is under way goes on").isEqualTo(7);
        }
        assertThatThrownBy(() -> bounded.send(CALL)).isInstanceOf(UnsentException.class);
        assertThat(most.get()).isEqualTo(1);
    }
}
