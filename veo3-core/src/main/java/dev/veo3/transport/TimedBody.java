// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body that is given up when it pauses for too long, or when all of it takes too long. The request timeout of {@code java.net.http} ends where the body begins, so
 * without this a server that stops in the middle of an answer would hold its reader for ever.
 */
final class TimedBody extends InputStream implements PassingBody {
    private static final Logger LOG = LoggerFactory.getLogger(TimedBody.class);

    private final ArrivingBody body;
    private final Duration patience;
    private final Optional<Deadline> deadline;

    /** When all of it must have come, by the clock of the network. */
    record Deadline(long nanos, Duration whole) {

        static Deadline in(Duration whole) {
            return new Deadline(System.nanoTime() + whole.toNanos(), whole);
        }

        Duration left() {
            return Duration.ofNanos(nanos - System.nanoTime());
        }
    }

    TimedBody(ArrivingBody body, Duration patience, Optional<Deadline> deadline) {
        this.body = body;
        this.patience = patience;
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Duration wait = atMost(patience);
        if (!wait.isPositive()) {
            throw timeout(null);
        }
        InputStream stream = body.stream();
        if (stream.available() > 0) {
            // It has come: nothing can pause.
            return stream.read(buffer, offset, length);
        }
        CompletableFuture<Boolean> late = new CompletableFuture<Boolean>().completeOnTimeout(true, wait.toNanos(),
                TimeUnit.NANOSECONDS);
        // Closing the body from the timer's thread wakes the reader.
        CompletableFuture<Void> unused = late.thenAccept(this::closeIfLate);
        int count;
        try {
            count = stream.read(buffer, offset, length);
        } catch (IOException e) {
            throw late.complete(false) ? e : timeout(e);
        }
        // Completing it also takes the timer away.
        if (!late.complete(false)) {
            throw timeout(null);
        }
        return count;
    }

    /** One timer for all of it: it is looked at when it has run out, not set anew with each piece. */
    @Override
    public void passTo(Receiver receiver) throws IOException, InterruptedException {
        Passage passage = new Passage(receiver);
        body.pass(passage);
        try {
            Duration wait = atMost(patience);
            while (!passage.awaitEnd(wait.toNanos())) {
                OptionalLong paused = passage.pausedNanos();
                wait = atMost(patience.minusNanos(paused.orElse(0)));
                if (!wait.isPositive()) {
                    throw timeout(null);
                }
            }
        } finally {
            passage.leave();
        }
    }

    private Duration atMost(Duration pause) {
        return deadline.map(Deadline::left).filter(left -> left.compareTo(pause) < 0).orElse(pause);
    }

    @Override
    public int available() throws IOException {
        return body.stream().available();
    }

    private HttpTimeoutException timeout(@Nullable IOException cause) {
        HttpTimeoutException timeout = new HttpTimeoutException(
                deadline.filter(end -> !end.left().isPositive())
                        .map(end -> "The answer took longer than " + end.whole().toMillis() + " ms")
                        .orElse("The answer paused for more than " + patience.toMillis() + " ms"));
        timeout.initCause(cause);
        return timeout;
    }

    private void closeIfLate(boolean late) {
        if (!late) {
            return;
        }
        try {
            body.close();
        } catch (IOException e) {
            LOG.debug("Closing an answer that paused for too long failed", e);
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
