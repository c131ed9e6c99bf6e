// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The body of one call, which the network gets once: whatever the client below believes about retries, a second request would go out
 * without its body and could not be accepted.
 *
 * <p>Its last piece is given away in one step, or {@linkplain #withhold withheld} for ever in one step. A request of which the last piece was
 * withheld did not leave whole, so nobody can have taken it, whatever went wrong: that needs no knowledge of what the client below does.
 *
 * <p>Under TLS the last piece is a single byte, and it waits until the bytes before it have been encrypted. The JDK's client asks for the
 * body even of a connection whose peer went away in the middle of the handshake.
 */
final class OneSending implements Publisher<ByteBuffer> {
    private static final int PIECE = 16 * 1024;
    private static final Duration FIRST_LOOK = Duration.ofNanos(50_000);
    private static final Duration LONGEST_LOOK = Duration.ofMillis(5);

    /** So long the last byte waits at most: how the JDK uses the buffers that it gets is nowhere promised. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final Subscription NOTHING = new Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    };

    private final InputStream body;
    private final long length;
    private final boolean encrypted;
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private final AtomicBoolean decided = new AtomicBoolean();

    /**
     * A body.
     *
     * @param length how many bytes it has, at least one
     * @param encrypted whether it goes over TLS
     */
    OneSending(InputStream body, long length, boolean encrypted) {
        this.body = body;
        this.length = length;
        this.encrypted = encrypted;
    }

    /** Whether the last piece was still here; it will not leave any more then. */
    boolean withhold() {
        return decided.compareAndSet(false, true);
    }

    /** Whether the network has asked for it. */
    boolean isBegun() {
        return subscribed.get();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        if (!subscribed.compareAndSet(false, true)) {
            subscriber.onSubscribe(NOTHING);
            subscriber.onError(new IOException("The request was about to be sent a second time"));
            return;
        }
        subscriber.onSubscribe(new Pieces(subscriber));
    }

    /** The pieces, as they are asked for. One that is asked for while another is on its way follows it. */
    private final class Pieces implements Subscription {
        private final Subscriber<? super ByteBuffer> network;
        private final AtomicLong wanted = new AtomicLong();
        // Only the one that is at it looks at these, and hands them on with what is wanted.
        private long left = length;
        private ByteBuffer previous = ByteBuffer.allocate(0);
        private volatile boolean over;
        private volatile boolean cancelled;

        Pieces(Subscriber<? super ByteBuffer> network) {
            this.network = network;
        }

        @Override
        public void request(long count) {
            if (count <= 0) {
                fail(new IllegalArgumentException("A body has no " + count + " pieces"));
                return;
            }
            if (wanted.getAndAccumulate(count, Pieces::saturated) == 0) {
                do {
                    next();
                } while (wanted.decrementAndGet() > 0 && !over && !cancelled);
            }
        }

        private static long saturated(long one, long other) {
            long sum = one + other;
            return sum < 0 ? Long.MAX_VALUE : sum;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        private void next() {
            if (over || cancelled) {
                return;
            }
            int most = (int) Math.min(PIECE, encrypted && left > 1 ? left - 1 : left);
            try {
                ByteBuffer piece = read(most);
                left -= piece.remaining();
                if (left > 0) {
                    previous = piece;
                    network.onNext(piece);
                } else if (body.read() >= 0) {
                    throw new IOException("The body goes on behind its announced end");
                } else {
                    over = true;
                    giveLast(piece);
                }
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
        }

        private ByteBuffer read(int most) throws IOException {
            byte[] bytes = new byte[most];
            int count = body.read(bytes);
            if (count <= 0) {
                throw new IOException("The body ended " + left + " bytes before its announced end");
            }
            return ByteBuffer.wrap(bytes, 0, count);
        }

        private void giveLast(ByteBuffer piece) {
            if (encrypted && previous.hasRemaining()) {
                // The thread that asks may be the one that is about to find out that the connection is dead.
                Thread.ofVirtual().start(() -> {
                    awaitPrevious();
                    give(piece);
                });
            } else {
                give(piece);
            }
        }

        private void awaitPrevious() {
            long start = System.nanoTime();
            long look = FIRST_LOOK.toNanos();
            while (previous.hasRemaining() && !cancelled && !decided.get()
                    && System.nanoTime() - start < LONGEST_WAIT.toNanos()) {
                LockSupport.parkNanos(look);
                look = Math.min(2 * look, LONGEST_LOOK.toNanos());
            }
        }

        private void give(ByteBuffer piece) {
            if (!cancelled && decided.compareAndSet(false, true)) {
                network.onNext(piece);
                network.onComplete();
            }
        }

        private void fail(Exception reason) {
            if (!over) {
                over = true;
                network.onError(reason);
            }
        }
    }
}
