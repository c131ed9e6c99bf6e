// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.VeoClient;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.execute.Executor;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.Latency;
import dev.veo3.model.Usd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where trials run, and what they may cost: an emulator in this process, unless another service is named. */
final class TrialOptions implements AutoCloseable {
    private static final Latency LATENCY = Latency.fixed(Duration.ofMillis(300));

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(names = "--budget", paramLabel = "USD", description = "What all trials together may cost; must be given where they are paid.")
    private @Nullable String budget;

    @Option(names = "--latency", paramLabel = "TIME", description = "How long a video takes in the emulator of this process, such as 300ms, 2s or 500ms-3s, or a number of milliseconds; 300 unless given.")
    private @Nullable String latency;

    @Option(names = "--in-flight", paramLabel = "N", description = "How many jobs the emulator of this process works on at once; one more is refused.")
    private @Nullable Integer inFlight;

    @Option(names = "--output-dir", paramLabel = "DIRECTORY", description = "Where the videos stay, and a CPU profile if there is one; they are deleted unless given.")
    private @Nullable Path directory;

    private final List<Runnable> open = new ArrayList<>();

    /** For picocli. */
    TrialOptions() {}

    /**
     * What runs the jobs.
     *
     * @throws IllegalArgumentException when they would be paid and there is no budget
     */
    Executor executor() {
        service.check();
        if (service.namesNone()) {
            return emulated(Emulator.builder());
        }
        if (latency != null || inFlight != null) {
            throw new IllegalArgumentException("--latency and --in-flight are settings of the emulator of this process:"
                    + " leave them out, or --base-url.");
        }
        if (!service.isRehearsal() && budget == null) {
            throw new IllegalArgumentException("Trials at a service that is not on this machine may be paid. Say with"
                    + " --budget how much all of them together may cost, or leave --base-url out and try it against the"
                    + " emulator.");
        }
        return executor(service);
    }

    /** The same against an emulator that fails now and then; empty when another service is named. */
    Optional<Executor> troubled() {
        if (!service.namesNone()) {
            return Optional.empty();
        }
        Fault quotaUsedUp = new Fault.TooManyRequests(Optional.of(Duration.ofMillis(200)), Optional.empty());
        return Optional.of(emulated(Emulator.builder().fault(FaultRule.onSubmit(quotaUsedUp).rate(0.1, 1))
                .fault(FaultRule.onPoll(new Fault.Status(503, false)).rate(0.1, 2))
                .fault(FaultRule.onDownload(new Fault.CutMidBody(1_000)).rate(0.2, 3))));
    }

    private Executor emulated(Emulator.Builder builder) {
        builder.latency(latency());
        if (inFlight != null) {
            builder.maxInFlight(inFlight);
        }
        Emulator emulator = builder.start();
        open.add(emulator::close);
        return executor(ServiceOptions.emulator(emulator.baseUrl()));
    }

    private Latency latency() {
        if (latency == null) {
            return LATENCY;
        }
        try {
            return Latency.parse(latency.matches("\\d{1,9}") ? latency + "ms" : latency);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--latency is a time such as 300ms, 2s or 500ms-3s, or a number of"
                    + " milliseconds, not \"" + latency + "\".", e);
        }
    }

    private Executor executor(ServiceOptions where) {
        VeoClient client = where.client();
        open.add(client::close);
        return new VeoExecutor(client, where.patience());
    }

    /** Where the trials run, for people. */
    String place() {
        return service.namesNone()
                ? "the emulator of this process; nothing is paid"
                : "the service that --base-url names";
    }

    /** Where the videos go. */
    TrialDirectory directory() throws IOException {
        return TrialDirectory.of(directory);
    }

    /** What all trials together may cost; empty when nobody said. */
    Optional<Usd> budget() {
        try {
            return Optional.ofNullable(budget).map(Usd::of);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--budget is an amount of US dollars such as 12.50, not " + budget, e);
        }
    }

    /** Ends the client and the emulators. */
    @Override
    public void close() {
        open.reversed().forEach(Runnable::run);
    }
}
