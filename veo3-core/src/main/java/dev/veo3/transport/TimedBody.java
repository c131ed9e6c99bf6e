package dev.veo3.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body that is given up when it pauses for too long. The request timeout of {@code java.net.http} ends where the body begins, so
 * without this a server that stops in the middle of an answer would hold its reader for ever.
 */
final class TimedBody extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(TimedBody.class);

    private final InputStream body;
    private final Duration patience;

    TimedBody(InputStream body, Duration patience) {
        this.body = body;
        this.patience = patience;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        CompletableFuture<Boolean> late = new CompletableFuture<Boolean>().completeOnTimeout(true, patience.toMillis(),
                TimeUnit.MILLISECONDS);
        // Closing the body from the timer's thread wakes the reader.
        CompletableFuture<Void> unused = late.thenAccept(this::closeIfLate);
        int count;
        try {
            count = body.read(buffer, offset, length);
        } catch (IOException e) {
            throw late.complete(false) ? e : timeout(e);
        }
        // Completing it also takes the timer away.
        if (!late.complete(false)) {
            throw timeout(null);
        }
        return count;
    }

    private HttpTimeoutException timeout(@Nullable IOException cause) {
        HttpTimeoutException timeout = new HttpTimeoutException(
                "The answer paused for more than " + patience.toMillis() + " ms");
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
