// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One body on its way to its receiver, which is called where the bytes come from the network: none is copied, and no thread is woken for it. The
 * one that wants the body only waits for its end.
 */
final class Passage implements Subscriber<List<ByteBuffer>> {

    /** Whether the receiver is at work. */
    private enum Phase {
        WAITING, TAKING,
        /** Given up while the receiver was at work. */
        LEAVING, LEFT
    }

    private final Receiver receiver;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
    private final CompletableFuture<Subscription> begun = new CompletableFuture<>();
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private final CompletableFuture<Boolean> left = new CompletableFuture<>();
    private volatile long progress = System.nanoTime();

    Passage(Receiver receiver) {
        this.receiver = receiver;
    }

    /** How long nothing has come, by the clock of the network; nothing while the receiver is at work, which is no pause of the network's. */
    OptionalLong pausedNanos() {
        return phase.get() == Phase.TAKING ? OptionalLong.empty() : OptionalLong.of(System.nanoTime() - progress);
    }

    /**
     * Waits so long for the end of the body; whether it has come.
     *
     * @throws IOException when the body broke off or the receiver refused
     */
    boolean awaitEnd(long nanos) throws IOException, InterruptedException {
        try {
            return end.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case IOException failure -> failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> new IOException("The body broke off", e);
            };
        }
    }

    /** Ends it. When this returns, the receiver is not at work and is not called any more. */
    void leave() {
        while (!phase.compareAndSet(Phase.WAITING, Phase.LEFT)) {
            if (phase.compareAndSet(Phase.TAKING, Phase.LEAVING)) {
                boolean unused = left.join();
                return;
            }
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        begun.complete(subscription);
        // The network calls the receiver from the thread that asks. The one that waits has to stay free for interrupts and for the time.
        Thread.ofVirtual().start(() -> subscription.request(1));
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        if (!phase.compareAndSet(Phase.WAITING, Phase.TAKING)) {
            return;
        }
        try {
            receiver.take(bytes);
        } catch (IOException | RuntimeException | Error e) {
            end.completeExceptionally(e);
            begun.join().cancel();
        }
        progress = System.nanoTime();
        if (phase.compareAndSet(Phase.TAKING, Phase.WAITING)) {
            begun.join().request(1);
        } else {
            phase.set(Phase.LEFT);
            left.complete(true);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        end.complete(true);
    }
}
