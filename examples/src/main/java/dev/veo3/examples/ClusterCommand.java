// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.VeoClient;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.ClusterOptions;
import dev.veo3.batch.cluster.ClusterStatus;
import dev.veo3.batch.cluster.ClusterWorker;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RateLimit;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.PlanSettings;
import dev.veo3.batch.report.ReportFormat;
import dev.veo3.batch.report.ReportSource;
import dev.veo3.batch.report.ReportWriter;
import dev.veo3.time.TimeSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands {@code veo3 cluster ...}. */
@Command(name = "cluster", description = "Runs batches on several machines, over one PostgreSQL.", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
final class ClusterCommand {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    @Spec
    private @Nullable CommandSpec spec;

    @Command(name = "worker", description = {"Runs jobs of all batches that were submitted, until it is ended.",
        "Ctrl-C hands back what it has; other workers go on with it."}, mixinStandardHelpOptions = true)
    int worker(@Mixin DatabaseOptions database, @Mixin ServiceOptions service,
            @Option(names = "--jobs-at-once", paramLabel = "N", description = "How many jobs of a batch this worker has at once; as many as the batch allows in all unless given.") @Nullable Integer jobsAtOnce,
            @Option(names = "--rate", paramLabel = "N", description = "All workers together submit at most N jobs a minute for each model; give it to all.") @Nullable Integer rate,
            @Option(names = "--attempts", paramLabel = "N", defaultValue = "1", description = "Submit a job up to N times when it was not sent or failed by the service's fault; 1 unless given.") int attempts,
            @Option(names = "--until-done", description = "End when all batches are over.") boolean untilDone)
            throws InterruptedException {
        ClusterOptions options = ClusterOptions.standard().withRetries(RetryPolicy.attempts(attempts));
        if (jobsAtOnce != null) {
            options = options.withJobsAtOnce(jobsAtOnce);
        }
        if (rate != null) {
            options = options.withLimits(Limits.standard().withRate(RateLimit.perMinute(rate)));
        }
        try (HikariDataSource pool = database.open();
                VeoClient client = service.client();
                ClusterWorker worker = ClusterWorker.start(pool, new VeoExecutor(client, service.patience()),
                        options)) {
            Thread hook = new Thread(worker::close, "veo3-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            out().println("Worker " + worker.name() + " works.");
            while (!untilDone || !isDone(pool)) {
                TimeSource.system().sleep(LOOK_AGAIN);
            }
            Runtime.getRuntime().removeShutdownHook(hook);
            return Veo3.OK;
        }
    }

    private static boolean isDone(HikariDataSource pool) {
        try {
            return ClusterBatch.openNames(pool).isEmpty();
        } catch (JournalException e) {
            // The database is away, as the worker has told by itself: nobody knows.
            return false;
        }
    }

    @Command(name = "submit", description = {"Hands a manifest to the workers.",
        "Submitted again when it is over, it goes on with what was not begun."}, mixinStandardHelpOptions = true)
    int submit(@Parameters(paramLabel = "MANIFEST", description = "A YAML, JSON, JSON Lines or CSV file.") Path file,
            @Mixin DatabaseOptions database,
            @Option(names = "--name", paramLabel = "NAME", description = "The batch's name; the file's unless given.") @Nullable String name,
            @Option(names = "--output-dir", paramLabel = "DIR", description = "A directory that all workers share, instead of the manifest's.") @Nullable Path outputDirectory,
            @Option(names = "--await", description = "Wait until the batch is over.") boolean await)
            throws InterruptedException {
        BatchManifest manifest = BatchManifest.load(file);
        PlanSettings standard = PlanSettings.standard(LocalDate.now(ZoneOffset.UTC));
        PlanSettings settings = new PlanSettings(standard.concurrency(), standard.continueOnError(),
                Optional.ofNullable(outputDirectory), standard.workingDirectory(), standard.catalog(),
                standard.platform(), standard.replaceRetired(), standard.budget(), standard.deadline(),
                standard.today());
        try (HikariDataSource pool = database.open()) {
            ClusterBatch batch = ClusterBatch.submit(pool, Optional.ofNullable(name).orElseGet(() -> stem(file)),
                    manifest, settings);
            out().println("Batch " + batch.name() + ": " + batch.status().jobs() + " jobs.");
            return await ? tell(batch.await()) : Veo3.OK;
        }
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    @Command(name = "status", description = "Tells how far batches are, and who works at them.", mixinStandardHelpOptions = true)
    int status(
            @Parameters(paramLabel = "NAME", arity = "0..1", description = "A batch; all unless given.") @Nullable String name,
            @Mixin DatabaseOptions database) {
        try (HikariDataSource pool = database.open()) {
            if (name != null) {
                return tell(ClusterBatch.of(pool, name).status());
            }
            ClusterBatch.names(pool).forEach(each -> tell(ClusterBatch.of(pool, each).status()));
            return Veo3.OK;
        }
    }

    private int tell(ClusterStatus status) {
        StringBuilder line = new StringBuilder("Batch " + status.batch() + (status.isOver() ? " is over: " : ": ")
                + status.ended() + " of " + status.jobs() + " jobs came to rest");
        status.outcomes().forEach((outcome, jobs) -> line.append(", ").append(jobs).append(' ')
                .append(outcome.replace('_', ' ')));
        line.append("; ").append(status.atService()).append(" at the service, ").append(status.unknown())
                .append(" of unknown fate.");
        status.paused().ifPresent(why -> line.append(" Paused: ").append(why).append('.'));
        status.stopped().ifPresent(why -> line.append(" Stopped: ").append(why).append('.'));
        out().println(line);
        for (ClusterStatus.Worker worker : status.workers()) {
            out().println("  " + worker.name() + ", seen at " + worker.seenAt()
                    + worker.problem().map(why -> ", cannot work at it: " + why).orElse(""));
        }
        return !status.isOver() || status.succeeded() == status.jobs() ? Veo3.OK : Veo3.JOBS_FAILED;
    }

    @Command(name = "pause", description = "Takes up and submits nothing more until it is resumed.", mixinStandardHelpOptions = true)
    int pause(@Parameters(paramLabel = "NAME", description = "A batch.") String name,
            @Mixin DatabaseOptions database) {
        return change(name, database, batch -> batch.pause("paused from the command line"));
    }

    @Command(name = "resume", description = "Ends a pause.", mixinStandardHelpOptions = true)
    int resume(@Parameters(paramLabel = "NAME", description = "A batch.") String name,
            @Mixin DatabaseOptions database) {
        return change(name, database, ClusterBatch::resume);
    }

    @Command(name = "stop", description = "Submits nothing more, and brings home what the service is at work on.", mixinStandardHelpOptions = true)
    int stop(@Parameters(paramLabel = "NAME", description = "A batch.") String name,
            @Mixin DatabaseOptions database) {
        return change(name, database, batch -> batch.stop("stopped from the command line"));
    }

    private int change(String name, DatabaseOptions database, Consumer<ClusterBatch> change) {
        try (HikariDataSource pool = database.open()) {
            ClusterBatch batch = ClusterBatch.of(pool, name);
            change.accept(batch);
            tell(batch.status());
            return Veo3.OK;
        }
    }

    @Command(name = "report", description = "Writes a report of a batch from its journal.", mixinStandardHelpOptions = true)
    int report(@Parameters(paramLabel = "NAME", description = "A batch.") String name,
            @Parameters(paramLabel = "FILE", description = "A file that ends in .html, .json or .csv.") Path file,
            @Mixin DatabaseOptions database) throws IOException {
        ReportFormat format = ReportFormat.of(file).orElseThrow(() -> new IllegalArgumentException("\"" + file
                + "\" is no name of a report. Name a file that ends in .html, .json or .csv."));
        RunReports.check(format, file);
        try (HikariDataSource pool = database.open(); ReportSource source = ClusterBatch.of(pool, name).report()) {
            ReportWriter.of(source).withTitle(name).write(format, file);
            out().println("Report: " + file);
            return Veo3.OK;
        }
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
