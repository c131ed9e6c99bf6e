// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.agentplatform.AgentPlatformVeo;
import dev.veo3.emulator.catalog.Models;
import dev.veo3.emulator.gemini.GeminiApi;
import dev.veo3.emulator.http.Listener;
import dev.veo3.emulator.interactions.Interactions;
import dev.veo3.emulator.operation.FileStore;
import dev.veo3.emulator.operation.Limits;
import dev.veo3.emulator.operation.Operations;
import dev.veo3.emulator.operation.Results;
import dev.veo3.emulator.operation.Time;
import dev.veo3.emulator.route.Route;
import dev.veo3.emulator.storage.ListRoute;
import dev.veo3.emulator.storage.StorageRoute;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A running local server that stands in for Google's video services: Veo on Agent Platform, with Cloud Storage for the
 * results; Gemini Omni on the Interactions API, at the Gemini API and on Agent Platform; Veo at the Gemini API, with the
 * Files API. It listens on 127.0.0.1 only and speaks plain HTTP.
 *
 * <p>A generation is done when its time has passed since it was accepted; nothing happens in the background. Each API key
 * stands for a project of its own. Thread-safe.
 *
 * {@snippet file="dev/veo3/SnippetsTest.java" region="emulator"}
 *
 * @since 1.0
 */
public final class Emulator implements AutoCloseable {

    /** More than a client opens by intention; below what a process may have of files. */
    private static final int MAX_CONNECTIONS = 4096;

    private final Operations operations;
    private final LedgerBook book = new LedgerBook();
    private final Traffic traffic = new Traffic();
    private final Listener listener;

    private Emulator(Builder builder) {
        Time time = new Time(builder.time);
        Models models = Models.load(builder.retiredToo);
        operations = new Operations(time, builder.latency::of,
                new Limits(builder.maxInFlight, builder.submitsPerMinute, builder.kept), book::forget);
        Results results = new Results(operations);
        FileStore files = new FileStore(operations, builder.fileProcessing);
        List<Route> routes = new ArrayList<>(AgentPlatformVeo.routes(models, operations, results));
        routes.addAll(Interactions.routes(models, operations, results, files));
        routes.addAll(GeminiApi.routes(models, operations, results, files));
        routes.add(new StorageRoute(results));
        routes.add(new ListRoute(results));
        routes.add(new LedgerRoute(this::ledger));
        RequestHandler handler = new RequestHandler(routes,
                new Gate(Set.copyOf(builder.tokens), Set.copyOf(builder.keys), Set.copyOf(builder.projects),
                        builder.wrongKey),
                new FaultBook(builder.faults), new Outcomes(builder.safety), operations, traffic);
        listener = new Listener(builder.port, MAX_CONNECTIONS, handler, time);
    }

    /** Settings for a new emulator: a free port, 200 ms for each generation, no faults, no limits. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where it listens: {@code http://127.0.0.1:PORT}, without a slash at the end. */
    public URI baseUrl() {
        return listener.baseUrl();
    }

    /** What it has accepted and answered until now. */
    public Ledger ledger() {
        return new Ledger(LedgerBook.entries(operations), traffic.requests(), book.forgotten());
    }

    /** How many connections are open. */
    int openConnections() {
        return listener.openConnections();
    }

    /** How many connections were open at the same time. */
    int mostConnections() {
        return listener.mostConnections();
    }

    /** Stops the server and ends all its threads; requests in progress are cut off. Does nothing the second time. */
    @Override
    public void close() {
        listener.close();
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {

        private final List<FaultRule> faults = new ArrayList<>();
        private int port;
        private Latency latency = Latency.fixed(Duration.ofMillis(200));
        private SafetyRule safety = SafetyRule.standard();
        private int maxInFlight = Integer.MAX_VALUE;
        private int submitsPerMinute = Integer.MAX_VALUE;
        private int kept = 50_000;
        private boolean retiredToo;
        private Duration fileProcessing = Duration.ofMillis(50);
        private final Set<String> tokens = new HashSet<>();
        private final Set<String> keys = new HashSet<>();
        private final Set<String> projects = new HashSet<>();
        private KeyRefusal wrongKey = KeyRefusal.INVALID;
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

        /**
         * How many operations are remembered, 50,000 by default: of more, those that are done and were accepted first are
         * forgotten, as the service forgets after days. The ledger keeps their sum.
         */
        public Builder keep(int count) {
            kept = positive(count, "operations to remember");
            return this;
        }

        /** Serves models that are retired as if they were not, as proxies and recordings do. */
        public Builder serveRetired() {
            retiredToo = true;
            return this;
        }

        /** How long a result of the Files API is processed before it can be fetched; 50 ms by default. */
        public Builder fileProcessing(Duration time) {
            fileProcessing = time;
            return this;
        }

        /** A bearer token that is accepted; without any, all are. */
        public Builder acceptedToken(String token) {
            tokens.add(token);
            return this;
        }

        /** An API key that is accepted; without any, all are. */
        public Builder acceptedKey(String key) {
            keys.add(key);
            return this;
        }

        /** How a key is refused that is not accepted; {@link KeyRefusal#INVALID}, as the service does, is the default. */
        public Builder wrongKeys(KeyRefusal refusal) {
            wrongKey = refusal;
            return this;
        }

        /** A project that tokens may use; without any, they may use all. */
        public Builder acceptedProject(String project) {
            projects.add(project);
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
