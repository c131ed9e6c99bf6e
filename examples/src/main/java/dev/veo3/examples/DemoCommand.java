package dev.veo3.examples;

import dev.veo3.VeoClient;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.Latency;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a manifest against an emulator in this process: nothing is paid, and nothing leaves the machine. */
@Command(name = "demo", description = "Runs a manifest against the emulator: no key, no cost.", mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "MANIFEST", arity = "0..1", defaultValue = "examples/jobs.yaml", description = "The manifest; ${DEFAULT-VALUE} unless given.")
    private Path manifest = Path.of("examples/jobs.yaml");

    @Mixin
    private RunOptions run = new RunOptions();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        BatchManifest batch = BatchManifest.load(manifest);
        Fault quotaUsedUp = new Fault.TooManyRequests(Optional.of(Duration.ofSeconds(1)), Optional.empty());
        try (Emulator emulator = Emulator.builder()
                .latency(Latency.between(Duration.ofMillis(300), Duration.ofMillis(1500)))
                .fault(FaultRule.onSubmit(quotaUsedUp).job("harbour").first(1)).start()) {
            out.println("The emulator answers at " + emulator.baseUrl() + "; nothing is paid.");
            ServiceOptions service = ServiceOptions.emulator(emulator.baseUrl());
            try (VeoClient client = service.client()) {
                BatchSession session = new BatchSession(new VeoExecutor(client, service.patience()), out);
                BatchReport report = session.report(batch, run, Optional.empty(), Optional.empty());
                return asRehearsed(report) ? Veo3.OK : Veo3.JOBS_FAILED;
            }
        }
    }

    /** The emulator's safety filter holds a job back on purpose; everything else has a video. */
    private static boolean asRehearsed(BatchReport report) {
        return report.results().allMatch(result -> result.outcome().isSuccess()
                || result.outcome() instanceof JobOutcome.Filtered);
    }
}
