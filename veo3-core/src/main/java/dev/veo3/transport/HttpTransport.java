// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import dev.veo3.error.VeoRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network. HTTP/1.1 only, and redirects are not followed: the JDK's client would send a POST again on a 307. Owns its client and
 * closes it. Thread-safe.
 */
public final class HttpTransport implements Transport, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);
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
        return new HttpTransport(new ConnectionTurns(
                () -> settings(HttpClient.newBuilder(), connectTimeout, proxy).build(), keepAlive));
    }

    /** The same with another trust than the machine's. */
    static HttpTransport open(Duration connectTimeout, Duration keepAlive, ProxySelector proxy, SSLContext trust) {
        return new HttpTransport(new ConnectionTurns(
                () -> settings(HttpClient.newBuilder(), connectTimeout, proxy).sslContext(trust).build(), keepAlive));
    }

    private static HttpClient.Builder settings(HttpClient.Builder client, Duration connectTimeout,
            ProxySelector proxy) {
        return client.version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout).proxy(proxy);
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
        Optional<TimedBody.Deadline> deadline = call.total().map(TimedBody.Deadline::in);
        InputStream body = call.body().map(CallBody::open).orElseGet(InputStream::nullInputStream);
        Optional<OneSending> sending = call.body().filter(known -> known.length() > 0)
                .map(known -> new OneSending(body, known.length(), isEncrypted(call.uri())));
        AtomicReference<Optional<ArrivingBody>> begun = new AtomicReference<>(Optional.empty());
        boolean answered = false;
        try {
            HttpResponse<ArrivingBody> response = connections
                    .with(client -> exchange(client, request(call, sending), begun));
            answered = true;
            return answer(call, response, deadline, sending.map(OneSending::withhold).orElse(false));
        } catch (IOException e) {
            if (sending.map(OneSending::withhold).orElseGet(() -> isBeforeSending(e))) {
                throw new UnsentException(describe(call, sending, e), e);
            }
            throw e;
        } finally {
            if (!answered) {
                // An interrupt may come between the beginning of an answer and the one that waits for it.
                begun.get().ifPresent(ArrivingBody::abandon);
            }
            close(body);
        }
    }

    /** A file that cannot be closed changes nothing about the answer, which may hold an operation's name. */
    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            LOG.debug("Closing what was sent failed", e);
        }
    }

    private static HttpResponse<ArrivingBody> exchange(HttpClient client, HttpRequest request,
            AtomicReference<Optional<ArrivingBody>> begun) throws IOException, InterruptedException {
        try {
            return client.send(request, head -> begin(begun));
        } catch (IllegalArgumentException e) {
            // What the JDK throws on some heads that are none, behind a request that was sent.
            throw new IOException("The head of the answer cannot be read: " + e.getMessage(), e);
        }
    }

    private static ArrivingBody begin(AtomicReference<Optional<ArrivingBody>> begun) {
        ArrivingBody body = new ArrivingBody();
        begun.set(Optional.of(body));
        return body;
    }

    private static Answer answer(Call call, HttpResponse<ArrivingBody> response,
            Optional<TimedBody.Deadline> deadline, boolean unsent) {
        ArrivingBody arriving = response.body();
        // The answer of a proxy that opens no tunnel has none.
        InputStream content = arriving == null
                ? InputStream.nullInputStream()
                : new TimedBody(arriving, call.timeout(), deadline);
        Answer answer = new Answer(response.statusCode(), response.headers().map(), content);
        return unsent ? answer.toUnsentCall() : answer;
    }

    /** Whether this exception excludes that the service has a call without a body. With one, the body tells. */
    private static boolean isBeforeSending(IOException e) {
        return e instanceof ConnectException || e instanceof HttpConnectTimeoutException
                || e instanceof SSLHandshakeException || e.getCause() instanceof UnresolvedAddressException;
    }

    private static boolean isEncrypted(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** Ends every exchange at once. */
    @Override
    public void close() {
        connections.close();
    }

    private static HttpRequest request(Call call, Optional<OneSending> sending) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri()).timeout(call.timeout());
        call.headers().forEach(request::setHeader);
        long length = call.body().map(CallBody::length).orElse(0L);
        BodyPublisher publisher = sending.map(body -> BodyPublishers.fromPublisher(body, length))
                .orElseGet(BodyPublishers::noBody);
        return request.method(call.method(), publisher).build();
    }

    private static String describe(Call call, Optional<OneSending> sending, IOException e) {
        String host = call.uri().getHost();
        if (hasUnresolvedCause(e)) {
            return "The host " + host + " has no address: check the name and this machine's network";
        }
        String reason = e.getMessage() == null ? unsaid(e) : e.getMessage();
        boolean partly = sending.map(OneSending::isBegun).orElse(false) && !(e instanceof SSLHandshakeException);
        return partly
                ? "The request to " + host + " did not leave whole: " + reason
                : "No connection to " + host + " came about: " + reason;
    }

    /** The JDK's client does not say why nobody took a connection. */
    private static String unsaid(IOException e) {
        return e instanceof ConnectException
                ? "nobody listens there, or something on the way refuses it"
                : e.getClass().getSimpleName();
    }

    private static boolean hasUnresolvedCause(Throwable e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }
}
