// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.tune.Tuner;
import dev.veo3.batch.tune.Tuning;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds out how many jobs of a manifest should run at once. */
@Command(name = "tune", description = {
    "Runs a manifest with more and more jobs at once, and says how many are worth it.",
    "Against the emulator of this process, or the service that --base-url names."}, mixinStandardHelpOptions = true)
final class TuneCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "MANIFEST", description = "A YAML, JSON, JSON Lines or CSV file.")
    private Path manifest = Path.of("");

    @Option(names = "--levels", split = ",", paramLabel = "N", description = "How many at once are tried, for example 1,2,4,8; up to 64 unless given.")
    private List<Integer> levels = List.of();

    @Mixin
    private final TrialOptions trial = new TrialOptions();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        BatchManifest jobs = BatchManifest.load(manifest);
        try (trial; TrialDirectory place = trial.directory()) {
            Executor executor = trial.executor();
            Tuner tuner = Tuner.of(executor, place.path())
                    .listener(level -> out.println(level.describe()));
            tuner = levels.isEmpty() ? tuner : tuner.levels(levels);
            tuner = trial.budget().map(tuner::budget).orElse(tuner);
            out.println(
                    "Trials at " + trial.place() + ", at most " + tuner.estimatedCost(jobs) + " by the price list.");
            Tuning tuning = tuner.tune(jobs);
            out.println(tuning.verdict());
            return tuning.recommended().isPresent() ? Veo3.OK : Veo3.JOBS_FAILED;
        }
    }
}
