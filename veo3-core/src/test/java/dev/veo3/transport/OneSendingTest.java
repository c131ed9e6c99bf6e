// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The last piece of a body leaves once, or never. */
class OneSendingTest {

    @Test
    void whatWasWithheldDoesNotLeaveAnyMore() {
        Recorder network = new Recorder();
        OneSending sending = new OneSending(new ByteArrayInputStream(new byte[20_000]), 20_000, true);
        sending.subscribe(network);
        network.asked.request(1);
        network.asked.request(1);
        assertThat(network.length()).isEqualTo(19_999);
        assertThat(sending.withhold()).isTrue();
        assertThat(sending.withhold()).isFalse();
        network.asked.request(1);
        assertThat(network.length()).isEqualTo(19_999);
        assertThat(network.completed).isFalse();
    }

    @Test
    void theLastByteLeavesWhenThoseBeforeItAreUsedUp() throws Exception {
        Recorder network = new Recorder();
        OneSending sending = new OneSending(new ByteArrayInputStream(new byte[10]), 10, true);
        sending.subscribe(network);
        network.asked.request(2);
        assertThat(network.length()).isEqualTo(9);
        network.pieces.getFirst().position(9);
        network.end.await();
        assertThat(network.length()).isEqualTo(10);
        assertThat(sending.withhold()).isFalse();
    }

    @Test
    void aNetworkThatNeverUsesItsBuffersGetsTheLastByteAllTheSame() throws Exception {
        Recorder network = new Recorder();
        OneSending sending = new OneSending(new ByteArrayInputStream(new byte[10]), 10, true);
        sending.subscribe(network);
        network.asked.request(Long.MAX_VALUE);
        network.end.await();
        assertThat(network.length()).isEqualTo(10);
    }

    @Test
    void aSecondSubscriberGetsNothing() {
        Recorder first = new Recorder();
        Recorder second = new Recorder();
        OneSending sending = new OneSending(new ByteArrayInputStream(new byte[10]), 10, false);
        sending.subscribe(first);
        sending.subscribe(second);
        first.asked.request(1);
        second.asked.request(1);
        assertThat(first.length()).isEqualTo(10);
        assertThat(second.length()).isZero();
        assertThat(second.failures).singleElement().isInstanceOf(IOException.class);
    }

    @Test
    void askingForNoPiecesIsRefused() {
        Recorder network = new Recorder();
        OneSending sending = new OneSending(new ByteArrayInputStream(new byte[10]), 10, false);
        sending.subscribe(network);
        network.asked.request(0);
        network.asked.request(1);
        assertThat(network.failures).singleElement().isInstanceOf(IllegalArgumentException.class);
        assertThat(network.length()).isZero();
        assertThat(sending.withhold()).isTrue();
    }

    /** A network that keeps what it gets. */
    private static final class Recorder implements Subscriber<ByteBuffer> {
        private final List<ByteBuffer> pieces = new CopyOnWriteArrayList<>();
        private final List<Throwable> failures = new ArrayList<>();
        private final CountDownLatch end = new CountDownLatch(1);
        private volatile boolean completed;
        private Subscription asked;

        int length() {
            return pieces.stream().mapToInt(ByteBuffer::limit).sum();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            asked = subscription;
        }

        @Override
        public void onNext(ByteBuffer piece) {
            pieces.add(piece);
        }

        @Override
        public void onError(Throwable failure) {
            failures.add(failure);
        }

        @Override
        public void onComplete() {
            completed = true;
            end.countDown();
        }
    }
}
