// SPDX-License-Identifier: Apache-2.0
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
import dev.veo3.emulator.Ledger;
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

    @Parameters(paramLabel = "MANIFEST", arity = "0..1", defaultValue = "examples/jobs.yaml", description = "The manifest, a YAML, JSON, JSON Lines or CSV file; ${DEFAULT-VALUE} unless given.")
    private Path manifest = Path.of("examples/jobs.yaml");

    @Mixin
    private RunOptions run = new RunOptions();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        BatchManifest batch = BatchManifest.load(manifest);
        Fault quotaUsedUp = new Fault.TooManyRequests(Optional.of(Duration.ofSeconds(1)), Optional.empty());
        try (Emulator emulator = Emulator.builder()
                .latency(Latency.between(Duration.ofMillis(300), Duration.ofMillis(1500)))
                .fault(FaultRule.onSubmit(quotaUsedUp).job("harbour").first(1)).start()) {
            out.println("The emulator answers at " + emulator.baseUrl() + "; nothing is paid.");
            ServiceOptions service = ServiceOptions.emulator(emulator.baseUrl());
            try (VeoClient client = service.client()) {
                VeoExecutor executor = new VeoExecutor(client, service.patience());
                BatchSession.Ended ended = new BatchSession(executor, out, err, Interrupts.ofProcess()).run(batch, run,
                        new BatchSession.Task.Rehearse());
                out.println(describe(emulator.ledger()));
                return ended.exit() == Veo3.JOBS_FAILED && asRehearsed(ended.report()) ? Veo3.OK : ended.exit();
            }
        }
    }

    private static String describe(Ledger ledger) {
        int accepted = ledger.entries().size();
        return "The emulator accepted " + accepted + (accepted == 1 ? " submission" : " submissions") + ", refused "
                + ledger.requests(Ledger.Route.SUBMIT, 429) + " with 429, and would have billed "
                + ledger.billedSeconds() + " s of video.";
    }

    /** The emulator's safety filter holds a job back on purpose; everything else has a video. */
    private static boolean asRehearsed(BatchReport report) {
        return report.results().allMatch(result -> result.outcome().isSuccess()
                || result.outcome() instanceof JobOutcome.Filtered);
    }
}
