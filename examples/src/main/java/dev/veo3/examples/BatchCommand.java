// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.VeoClient;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.ResultsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands {@code veo3 batch ...}. */
@Command(name = "batch", description = "Runs many video jobs from a manifest.", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
final class BatchCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Command(name = "process", description = {"Runs the jobs of a manifest.",
        "Run again, it goes on where it stopped: what is done is left as it is, what the service keeps is downloaded."}, mixinStandardHelpOptions = true)
    int process(@Parameters(paramLabel = "MANIFEST", description = "A YAML, JSON, JSON Lines or CSV file.") Path file,
            @Mixin JournaledRunOptions run, @Mixin ServiceOptions service) {
        BatchManifest manifest = BatchManifest.load(file);
        return run(manifest, run, service, new BatchSession.Task.RunAll());
    }

    @Command(name = "status", description = "Tells where each job of a batch stands, from its journal; changes nothing.", mixinStandardHelpOptions = true)
    int status(
            @Parameters(paramLabel = "JOURNAL", description = "A .journal file beside the videos of a batch.") Path file) {
        new JournalView(out()).print(file);
        return Veo3.OK;
    }

    @Command(name = "report", description = {"Writes a report of a batch from its journal; changes nothing.",
        "Without an option it is report.html beside the journal."}, mixinStandardHelpOptions = true)
    int report(
            @Parameters(paramLabel = "JOURNAL", description = "A .journal file beside the videos of a batch.") Path file,
            @Mixin ReportOptions options) throws IOException {
        options.write(file, out());
        return Veo3.OK;
    }

    @Command(name = "template", description = "Prints a manifest with a job of each type, to begin with.", mixinStandardHelpOptions = true)
    int template() throws IOException {
        try (InputStream yaml = Objects.requireNonNull(BatchCommand.class.getResourceAsStream("template.yaml"))) {
            out().print(new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
            out().flush();
        }
        return Veo3.OK;
    }

    @Command(name = "retry", description = {"Takes up a batch from its results file without paying twice.",
        "What failed for certain is submitted again, what the service keeps is downloaded, what may have been accepted"
                + " without anyone knowing is listed and left alone."}, mixinStandardHelpOptions = true)
    int retry(@Parameters(paramLabel = "RESULTS", description = "A results.json that a batch wrote.") Path file,
            @Option(names = "--manifest", required = true, paramLabel = "MANIFEST", description = "The manifest of that batch, a YAML, JSON, JSON Lines or CSV file.") Path manifestFile,
            @Option(names = "--accept-unknown", description = "Submit jobs of unknown fate again too: they may be paid twice.") boolean acceptUnknown,
            @Mixin JournaledRunOptions run, @Mixin ServiceOptions service) {
        BatchManifest manifest = BatchManifest.load(manifestFile);
        ResultsFile results = ResultsFile.read(file);
        return run(manifest, run, service, new BatchSession.Task.Retry(results, acceptUnknown));
    }

    private int run(BatchManifest manifest, RunOptions run, ServiceOptions service, BatchSession.Task task) {
        try (VeoClient client = service.client()) {
            VeoExecutor executor = new VeoExecutor(client, service.patience());
            return new BatchSession(executor, out(), err(), Interrupts.ofProcess())
                    .run(manifest, run, service, task).exit();
        }
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }
}
