package dev.veo3.transport;

import dev.veo3.error.VeoRequestException;
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
            HttpResponse<ArrivingBody> response = connections.<HttpResponse<ArrivingBody>, IOException>with(
                    client -> client.send(request(call, body, bodyTaken), head -> new ArrivingBody()));
            ArrivingBody arriving = response.body();
            // The answer of a proxy that opens no tunnel has none.
            InputStream content = arriving == null
                    ? InputStream.nullInputStream()
                    : new TimedBody(arriving, call.timeout(), deadline);
            return new Answer(response.statusCode(), response.headers().map(), content);
        } catch (IOException e) {
            if (isBeforeSending(e, bodyTaken.get())) {
                throw new UnsentException(describe(call, e), e);
            }
            throw e;
        }
    }

    /**
     * Whether this exception excludes that the service has the request. None does once the body was taken: TLS, for one, may begin a
     * handshake anew behind a request that arrived whole.
     */
    static boolean isBeforeSending(IOException e, boolean bodyTaken) {
        return !bodyTaken && (e instanceof ConnectException || e instanceof HttpConnectTimeoutException
                || e instanceof SSLHandshakeException || e.getCause() instanceof UnresolvedAddressException);
    }

    /** Ends every exchange at once. */
    @Override
    public void close() {
        connections.close();
    }

    private static HttpRequest request(Call call, InputStream body, AtomicBoolean taken) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri()).timeout(call.timeout());
        call.headers().forEach(request::setHeader);
        BodyPublisher publisher = call.body().map(known -> once(body, known.length(), taken))
                .orElseGet(BodyPublishers::noBody);
        return request.method(call.method(), publisher).build();
    }

    private static BodyPublisher once(InputStream body, long length, AtomicBoolean taken) {
        return length == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(new OneSending(BodyPublishers.ofInputStream(() -> body), taken), length);
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
        private final AtomicBoolean taken;

        OneSending(Publisher<ByteBuffer> body, AtomicBoolean taken) {
            this.body = body;
            this.taken = taken;
        }

        @Override
        public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
            if (!taken.compareAndSet(false, true)) {
                subscriber.onSubscribe(NOTHING);
                subscriber.onError(new IOException("The request was about to be sent a second time"));
                return;
            }
            body.subscribe(subscriber);
        }
    }
}
