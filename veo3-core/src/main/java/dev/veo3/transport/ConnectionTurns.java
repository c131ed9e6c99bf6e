// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The JDK's client, replaced by a new one when its connections have been used again for long enough: the JDK has only one limit for all
 * clients of a process. What an old one has begun it brings to its end. Thread-safe.
 */
final class ConnectionTurns implements AutoCloseable {
    private final Supplier<HttpClient> maker;
    private final Duration longest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Turn> all = ConcurrentHashMap.newKeySet();
    private Turn current;
    private boolean closed;

    /** A client, and how many calls are about to be given to it. */
    private static final class Turn {
        private final HttpClient client;
        private final long born = System.nanoTime();
        private int entering;
        private boolean over;

        Turn(HttpClient client) {
            this.client = client;
        }
    }

    /** Gives a call to a client. */
    @FunctionalInterface
    interface Use<T> {
        T of(HttpClient client) throws IOException, InterruptedException;
    }

    /**
     * Turns of this length.
     *
     * @param maker makes the next client
     */
    ConnectionTurns(Supplier<HttpClient> maker, Duration longest) {
        this.maker = maker;
        this.longest = longest;
        this.current = new Turn(maker.get());
        all.add(current);
    }

    /**
     * Lets a client send.
     *
     * @throws IOException also when this is closed: a client that is being shut down may take a call and forget it
     */
    <T> T with(Use<T> use) throws IOException, InterruptedException {
        Turn turn = enter();
        try {
            return use.of(turn.client);
        } finally {
            leave(turn);
        }
    }

    private Turn enter() throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("the client was closed");
            }
            if (System.nanoTime() - current.born > longest.toNanos()) {
                Turn old = current;
                current = new Turn(maker.get());
                all.add(current);
                old.over = true;
                endIfUnused(old);
            }
            current.entering++;
            return current;
        } finally {
            lock.unlock();
        }
    }

    private void leave(Turn turn) {
        lock.lock();
        try {
            turn.entering--;
            endIfUnused(turn);
        } finally {
            lock.unlock();
        }
    }

    /** In order: a body that is still read comes to its end. */
    private void endIfUnused(Turn turn) {
        if (turn.over && turn.entering == 0) {
            turn.client.shutdown();
            all.removeIf(one -> one.client.isTerminated());
        }
    }

    /** Ends every exchange at once. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        all.forEach(turn -> turn.client.shutdownNow());
    }
}
