// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A body of which nothing is asked for until it is decided how it is read: as a stream, or by a {@link Passage}. Its subscriber methods are
 * for the network, the others for one thread.
 */
final class ArrivingBody implements BodySubscriber<ArrivingBody> {
    private final CompletableFuture<Subscription> begun = new CompletableFuture<>();
    private final CompletableFuture<Subscriber<List<ByteBuffer>>> chosen = new CompletableFuture<>();
    private volatile @Nullable Subscriber<List<ByteBuffer>> taker;
    private @Nullable InputStream stream;

    /** The body as a stream. It may be asked for again. */
    InputStream stream() {
        InputStream known = stream;
        if (known == null) {
            BodySubscriber<InputStream> subscriber = BodySubscribers.ofInputStream();
            known = subscriber.getBody().toCompletableFuture().join();
            stream = known;
            choose(subscriber);
        }
        return known;
    }

    /** Lets the body go to a passage from now on. */
    void pass(Passage passage) {
        choose(passage);
    }

    private void choose(Subscriber<List<ByteBuffer>> subscriber) {
        if (taker != null) {
            throw new IllegalStateException("A body is read once");
        }
        taker = subscriber;
        subscriber.onSubscribe(begun.join());
        chosen.complete(subscriber);
    }

    /** Gives up what has not come. */
    void close() throws IOException {
        if (stream != null) {
            stream.close();
        } else {
            begun.join().cancel();
        }
    }

    /** Gives it up before anybody has got it, also if it begins only later. */
    void abandon() {
        CompletableFuture<Void> unused = begun.thenAccept(Subscription::cancel);
    }

    /** This body, as soon as it can be read. */
    @Override
    public CompletionStage<ArrivingBody> getBody() {
        return begun.thenApply(subscription -> this);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (!begun.complete(subscription)) {
            subscription.cancel();
        }
    }

    /** Comes only when the one that was chosen has asked for it. */
    @Override
    public void onNext(List<ByteBuffer> bytes) {
        Optional.ofNullable(taker).orElseThrow().onNext(bytes);
    }

    /** An end may come before anything is asked for. */
    @Override
    public void onError(Throwable failure) {
        begun.completeExceptionally(failure);
        CompletableFuture<Void> unused = chosen.thenAccept(subscriber -> subscriber.onError(failure));
    }

    @Override
    public void onComplete() {
        CompletableFuture<Void> unused = chosen.thenAccept(Subscriber::onComplete);
    }
}
