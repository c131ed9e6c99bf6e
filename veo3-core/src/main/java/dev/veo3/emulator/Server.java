package dev.veo3.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.veo3.emulator.wire.ApiError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.exc.JacksonIOException;

/** The HTTP side: a virtual thread for each exchange, which finds the route, checks the token and sends the answer. */
final class Server {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final String BEARER = "Bearer ";
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 1024;

    static {
        // Read once by the JDK's server, so they are set before it is loaded. Without the first, an answer in two packets
        // waits for the peer's delayed acknowledgement; with the defaults of the other two, the server closes idle
        // connections just when a client sends its next request on one: a lost reply that nobody ordered.
        setIfAbsent("sun.net.httpserver.nodelay", "true");
        setIfAbsent("sun.net.httpserver.maxIdleConnections", "10000");
        setIfAbsent("sun.net.httpserver.idleInterval", "3600");
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("emulator-", 0).factory());
    private final List<Route> routes;
    private final Predicate<String> acceptedToken;
    private final Traffic traffic;

    Server(int port, List<Route> routes, Predicate<String> acceptedToken, Traffic traffic) {
        this.routes = List.copyOf(routes);
        this.acceptedToken = acceptedToken;
        this.traffic = traffic;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("The emulator cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(),
                    e);
        }
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    void stop() {
        http.stop(0);
        threads.shutdownNow();
        threads.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            Optional<Route> route = routes.stream()
                    .filter(candidate -> candidate.serves(exchange.getRequestMethod(), path)).findFirst();
            Reply reply = reply(exchange, route, path);
            Ledger.Route counted = route.map(Route::counted).orElse(Ledger.Route.OTHER);
            switch (reply) {
                case Reply.ConnectionClosed closed -> {
                    traffic.count(counted, Ledger.NO_ANSWER);
                    LOG.debug("{} {}: connection closed without an answer", exchange.getRequestMethod(), path);
                }
                case Reply.Full full -> {
                    // Counted first: who has the answer finds it in the ledger.
                    traffic.count(counted, full.status());
                    LOG.debug("{} {}: {}", exchange.getRequestMethod(), path, full.status());
                    send(exchange, full);
                }
            }
        } catch (IOException | JacksonIOException e) {
            LOG.debug("The client has gone: {}", e.toString());
        }
    }

    private Reply reply(HttpExchange exchange, Optional<Route> route, String path) throws IOException {
        InputStream body = exchange.getRequestBody();
        try {
            if (route.isEmpty()) {
                throw ApiError.notFound("The emulator does not serve " + exchange.getRequestMethod() + " " + path
                        + ". It serves: " + routes.stream().map(Route::description).collect(Collectors.joining(", ")));
            }
            if (route.get().guarded()) {
                checkToken(exchange);
            }
            String query = exchange.getRequestURI().getRawQuery();
            return route.get().answer(new Route.Request(path, query == null ? "" : query,
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")), body));
        } catch (ApiError e) {
            return Reply.error(e);
        } catch (RuntimeException e) {
            LOG.error("The emulator failed at {} {}", exchange.getRequestMethod(), path, e);
            return Reply.error(ApiError.of(500, "The emulator failed, which is its own fault: " + e));
        } finally {
            // An answer to a request that is still being sent would break the connection for the client.
            body.transferTo(OutputStream.nullOutputStream());
        }
    }

    private void checkToken(HttpExchange exchange) throws ApiError {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header == null || !header.startsWith(BEARER)
                || !acceptedToken.test(header.substring(BEARER.length()).strip())) {
            throw ApiError.of(401,
                    "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
                            + " cookie or other valid authentication credential.");
        }
    }

    private static void send(HttpExchange exchange, Reply.Full reply) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        // To the JDK's server a length of 0 means chunks and -1 means no body.
        long length = reply.length() == Reply.UNKNOWN ? 0 : reply.length() == 0 ? -1 : reply.length();
        exchange.sendResponseHeaders(reply.status(), length);
        try (OutputStream out = exchange.getResponseBody()) {
            reply.body().writeTo(out);
        }
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
