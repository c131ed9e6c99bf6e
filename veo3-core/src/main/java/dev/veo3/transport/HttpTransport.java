package dev.veo3.transport;

import dev.veo3.error.VeoRequestException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLHandshakeException;

/**
 * The network. HTTP/1.1 only, and redirects are not followed: the JDK's client would send a POST again on a 307. Owns its client and
 * closes it. Thread-safe.
 */
public final class HttpTransport implements Transport, AutoCloseable {
    private static final String REPETITION = "jdk.httpclient.enableAllMethodRetry";

    private final ConnectionTurns connections;

    private HttpTransport(ConnectionTurns connections) {
        this.connections = connections;
    }

    /**
     * A transport with connections of its own.
     *
     * @param connectTimeout after which a connection that does not come about is given up
     * @param keepAlive for how long connections are used again
     */
    public static HttpTransport open(Duration connectTimeout, Duration keepAlive, ProxySelector proxy) {
        return new HttpTransport(new ConnectionTurns(() -> HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(connectTimeout).proxy(proxy).build(),
                keepAlive));
    }

    /**
     * Refuses to go on while the JDK's client is told to repeat every request whose connection breaks, paid ones too.
     *
     * @throws VeoRequestException while the system property {@code jdk.httpclient.enableAllMethodRetry} is set
     */
    public static void requireNoRepetition() {
        String setting = System.getProperty(REPETITION);
        if (setting != null && !setting.equalsIgnoreCase("false")) {
            throw new VeoRequestException(
                    "The system property " + REPETITION + " is set: it makes the JDK send a request"
                            + " again whose connection broke, and a video would be paid twice. Start without it");
        }
    }

    @Override
    public Answer send(Call call) throws IOException, InterruptedException {
        AtomicBoolean bodyTaken = new AtomicBoolean();
        Optional<TimedBody.Deadline> deadline = call.total().map(TimedBody.Deadline::in);
        try (InputStream body = call.body().map(CallBody::open).orElseGet(InputStream::nullInputStream)) {
            HttpRequest request = request(call, new ClaimedBody(body, bodyTaken));
            HttpResponse<ArrivingBody> response = connections.with(client -> exchange(client, request));
            ArrivingBody arriving = response.body();
            if (arriving == null) {
                return withoutTunnel(call, response, bodyTaken);
            }
            return new Answer(response.statusCode(), response.headers().map(),
                    new TimedBody(arriving, call.timeout(), deadline));
        } catch (UnsentException e) {
            throw e;
        } catch (IOException e) {
            if (isUnsent(call, e, bodyTaken)) {
                throw new UnsentException(describe(call, e), e);
            }
            throw e;
        }
    }

    private static HttpResponse<ArrivingBody> exchange(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        try {
            return client.send(request, head -> new ArrivingBody());
        } catch (IllegalArgumentException e) {
            // What the JDK throws on some heads that are none, behind a request that was sent.
            throw new IOException("The head of the answer cannot be read: " + e.getMessage(), e);
        }
    }

    /** The answer of a proxy that opens no tunnel has no body, and the service has not seen the request. */
    private static Answer withoutTunnel(Call call, HttpResponse<ArrivingBody> response, AtomicBoolean bodyTaken)
            throws UnsentException {
        if (hasBody(call) && bodyTaken.compareAndSet(false, true)) {
            throw new UnsentException("The proxy opens no way to " + call.uri().getHost() + ": it answered HTTP "
                    + response.statusCode()
                    + (response.statusCode() == 407 ? ", it wants credentials of its own" : ""));
        }
        return new Answer(response.statusCode(), response.headers().map(), InputStream.nullInputStream());
    }

    /**
     * Whether the service cannot have the request. Whoever takes a body that nobody has taken yet makes sure that it is never sent, and
     * a request without the body that it announces is none that could be accepted. Once the body was taken no failure says anything: TLS,
     * for one, may begin a handshake anew behind a request that arrived whole. Of a call that has no body only the failure itself can tell.
     */
    static boolean isUnsent(Call call, IOException e, AtomicBoolean bodyTaken) {
        return hasBody(call) ? bodyTaken.compareAndSet(false, true) : isBeforeSending(e);
    }

    private static boolean isBeforeSending(IOException e) {
        return e instanceof ConnectException || e instanceof HttpConnectTimeoutException
                || e instanceof SSLHandshakeException || e.getCause() instanceof UnresolvedAddressException;
    }

    private static boolean hasBody(Call call) {
        return call.body().filter(body -> body.length() > 0).isPresent();
    }

    /** Ends every exchange at once. */
    @Override
    public void close() {
        connections.close();
    }

    private static HttpRequest request(Call call, ClaimedBody body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri()).timeout(call.timeout());
        call.headers().forEach(request::setHeader);
        BodyPublisher publisher = hasBody(call)
                ? BodyPublishers.fromPublisher(new OneSending(body), call.body().orElseThrow().length())
                : BodyPublishers.noBody();
        return request.method(call.method(), publisher).build();
    }

    private static String describe(Call call, IOException e) {
        String host = call.uri().getHost();
        if (hasUnresolvedCause(e)) {
            return "The host " + host + " has no address: check the name and this machine's network";
        }
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return "No connection to " + host + " came about: " + reason;
    }

    private static boolean hasUnresolvedCause(Throwable e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    /** A body whose first byte is given out only if nobody else has claimed it. */
    private static final class ClaimedBody extends FilterInputStream {
        private final AtomicBoolean taken;
        private boolean ours;

        ClaimedBody(InputStream body, AtomicBoolean taken) {
            super(body);
            this.taken = taken;
        }

        @Override
        public int read() throws IOException {
            claim();
            return super.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            claim();
            return super.read(buffer, offset, length);
        }

        private void claim() throws IOException {
            if (!ours && !taken.compareAndSet(false, true)) {
                throw new IOException("The request was given up before it was sent");
            }
            ours = true;
        }
    }

    /**
     * A body that can be sent once: whatever the client below believes about retries, a second request would go out without its body
     * and could not be accepted.
     */
    private static final class OneSending implements Publisher<ByteBuffer> {
        private static final Subscription NOTHING = new Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {}
        };

        private final Publisher<ByteBuffer> body;
        private final AtomicBoolean begun = new AtomicBoolean();

        OneSending(InputStream body) {
            this.body = BodyPublishers.ofInputStream(() -> body);
        }

        @Override
        public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
            if (!begun.compareAndSet(false, true)) {
                subscriber.onSubscribe(NOTHING);
                subscriber.onError(new IOException("The request was about to be sent a second time"));
                return;
            }
            body.subscribe(subscriber);
        }
    }
}
