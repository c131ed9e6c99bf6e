package dev.veo3.emulator;

import dev.veo3.emulator.wire.VeoRequestReader;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * A running local server that stands in for Google's video service: Veo on Agent Platform, with Cloud Storage for the
 * results. It listens on 127.0.0.1 only and serves plain HTTP.
 *
 * <p>A generation is done when its time has passed since it was accepted; nothing happens in the background.
 *
 * <p>It sets three properties of the JDK's HTTP server unless they are set ({@code sun.net.httpserver.nodelay},
 * {@code maxIdleConnections}, {@code idleInterval}): with the JDK's defaults a busy client loses replies. They count only
 * when no other JDK HTTP server was started in the process before; if one was, set them on the command line.
 * Thread-safe.
 */
public final class Emulator implements AutoCloseable {

    private final Operations operations;
    private final Traffic traffic = new Traffic();
    private final Server server;

    private Emulator(Builder builder) {
        operations = new Operations(builder.time, builder.latency, builder.maxInFlight, builder.submitsPerMinute);
        FaultBook faults = new FaultBook(builder.faults);
        Results results = new Results(operations);
        List<Route> routes = List.of(
                new VeoSubmitRoute(operations, faults, builder.safety, new VeoRequestReader(results::header)),
                new VeoPollRoute(operations, faults, results), new StorageRoute(results, faults),
                new LedgerRoute(this::ledger));
        Predicate<String> token = builder.acceptedToken.<Predicate<String>>map(only -> only::equals)
                .orElse(any -> !any.isEmpty());
        try {
            server = new Server(builder.port, routes, token, traffic);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "The emulator needs the JDK's own HTTP server: on the module path, start Java"
                            + " with --add-modules jdk.httpserver",
                    e);
        }
    }

    /** Settings for a new emulator: a free port, 200 ms for each generation, no faults, no limits. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where it listens: {@code http://127.0.0.1:PORT}, without a slash at the end. */
    public URI baseUrl() {
        return server.baseUrl();
    }

    /** What it has accepted and answered until now. */
    public Ledger ledger() {
        return new Ledger(operations.entries(), traffic.requests());
    }

    /** Stops the server and ends all its threads; requests in progress are cut off. Does nothing the second time. */
    @Override
    public void close() {
        server.stop();
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {

        private final List<FaultRule> faults = new ArrayList<>();
        private int port;
        private Latency latency = Latency.fixed(Duration.ofMillis(200));
        private SafetyRule safety = SafetyRule.standard();
        private int maxInFlight = Integer.MAX_VALUE;
        private int submitsPerMinute = Integer.MAX_VALUE;
        private Optional<String> acceptedToken = Optional.empty();
        private LongSupplier time = System::nanoTime;

        private Builder() {}

        /** The port to listen on; 0, the default, takes a free one. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** How long generations take. */
        public Builder latency(Latency times) {
            latency = times;
            return this;
        }

        /** Which prompts are held back; {@link SafetyRule#standard} is the default. */
        public Builder safety(SafetyRule rule) {
            safety = rule;
            return this;
        }

        /** Adds a fault. */
        public Builder fault(FaultRule rule) {
            faults.add(rule);
            return this;
        }

        /** How many operations may run at the same time; one more is refused with 429. */
        public Builder maxInFlight(int operations) {
            maxInFlight = positive(operations, "operations in flight");
            return this;
        }

        /** How many submissions are accepted within any 60 seconds; one more is refused with 429 and RetryInfo. */
        public Builder quota(int submits) {
            submitsPerMinute = positive(submits, "submissions a minute");
            return this;
        }

        /** The only bearer token that is accepted; by default any is. */
        public Builder acceptedToken(String token) {
            acceptedToken = Optional.of(token);
            return this;
        }

        /** Where the time comes from, in nanoseconds that never go back; {@link System#nanoTime} is the default. */
        public Builder time(LongSupplier nanos) {
            time = nanos;
            return this;
        }

        /**
         * Starts an emulator with these settings.
         *
         * @throws java.io.UncheckedIOException when the port is taken
         * @throws IllegalStateException when the module {@code jdk.httpserver} is not there
         */
        public Emulator start() {
            return new Emulator(this);
        }

        private static int positive(int number, String what) {
            if (number < 1) {
                throw new IllegalArgumentException("At least one is allowed, not " + number + " " + what);
            }
            return number;
        }
    }
}
