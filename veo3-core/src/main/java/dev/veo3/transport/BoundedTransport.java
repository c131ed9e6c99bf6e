// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the number of calls that are under way below a limit, and with it the number of connections: the JDK's client opens one for each
 * call that finds none free. What is too much waits for its turn, in the order of arrival. Thread-safe.
 */
public final class BoundedTransport implements Transport, AutoCloseable {
    private final Transport next;
    private final Semaphore places;
    private final int most;
    private volatile boolean closed;

    /**
     * Bounds what goes to the next transport.
     *
     * @param most how many calls may be under way, from before they are sent until their answers are closed
     */
    public BoundedTransport(Transport next, int most) {
        this.next = next;
        this.most = most;
        this.places = new Semaphore(most, true);
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnsentException also when the whole time of the call passed before its turn came, and when this is closed
     */
    @Override
    public Answer send(Call call) throws IOException, InterruptedException {
        take(call.total());
        Place place = new Place();
        try {
            requireOpen();
            Answer answer = next.send(call);
            return answer.over(body -> new Released(body, place));
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            place.release();
            throw e;
        }
    }

    /** Lets nothing through any more, and ends every wait for a turn at once. What is under way goes on. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            // One that waits passes the place on when it finds this closed; one that holds a place may hold it for long.
            places.release(most);
        }
    }

    private void requireOpen() throws UnsentException {
        if (closed) {
            throw new UnsentException("The client was closed before the request was sent: send it with another");
        }
    }

    private void take(Optional<Duration> atMost) throws UnsentException, InterruptedException {
        if (atMost.isEmpty()) {
            places.acquire();
        } else if (!places.tryAcquire(atMost.get().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new UnsentException("No connection became free within " + atMost.get().toMillis() + " ms");
        }
    }

    /** One of the places, given back once. */
    private final class Place {
        private final AtomicBoolean free = new AtomicBoolean();

        void release() {
            if (free.compareAndSet(false, true)) {
                places.release();
            }
        }
    }

    /** A body that gives the place back when it is closed. */
    private static final class Released extends FilterInputStream implements PassingBody {
        private final Place place;

        Released(InputStream body, Place place) {
            super(body);
            this.place = place;
        }

        @Override
        public void passTo(Receiver receiver) throws IOException, InterruptedException {
            PassingBody.pass(in, receiver);
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                place.release();
            }
        }
    }
}
