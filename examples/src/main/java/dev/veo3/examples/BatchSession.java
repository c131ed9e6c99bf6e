// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.BatchInterruptedException;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.batch.report.ResultsFileException;
import dev.veo3.time.TimeSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/** Runs one batch for a person: shows how far it is, ends it in order on Ctrl-C, and tells what came of it. */
final class BatchSession {
    private final Executor executor;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Interrupts interrupts;
    private final TimeSource time;

    /** What is done with the manifest. */
    sealed interface Task {

        /** Runs every job. */
        record RunAll() implements Task {}

        /** Runs every job against the emulator of this process: there is nothing to go on with later. */
        record Rehearse() implements Task {}

        /**
         * Takes up the run before this one.
         *
         * @param acceptUnknown whether jobs of unknown fate are submitted again
         */
        record Retry(ResultsFile results, boolean acceptUnknown) implements Task {}
    }

    /**
     * How a session ended.
     *
     * @param kept whether the results file was written, and the reports and profiles that were wanted
     * @param interrupted whether Ctrl-C was pressed
     */
    record Ended(BatchReport report, boolean kept, boolean interrupted) {

        /** What the process ends with. */
        int exit() {
            if (!kept) {
                return Veo3.BROKEN;
            }
            if (interrupted) {
                return Veo3.INTERRUPTED;
            }
            return report.failed() == 0 ? Veo3.OK : Veo3.JOBS_FAILED;
        }
    }

    BatchSession(Executor executor, PrintWriter out, PrintWriter err, Interrupts interrupts) {
        this(executor, out, err, interrupts, TimeSource.system());
    }

    /** By this time it shows how far the batch is. */
    BatchSession(Executor executor, PrintWriter out, PrintWriter err, Interrupts interrupts, TimeSource time) {
        this.time = time;
        this.executor = executor;
        this.out = out;
        this.err = err;
        this.interrupts = interrupts;
    }

    /** Runs the batch, tells what came of it and writes its results. */
    Ended run(BatchManifest manifest, RunOptions options, Task task) {
        return run(manifest, options, new ServiceOptions(), task);
    }

    /** The same for a batch at a service that other commands must be told of, too. */
    Ended run(BatchManifest manifest, RunOptions options, ServiceOptions service, Task task) {
        int jobs = (int) manifest.jobs().count();
        RunReports reports = new RunReports(options.reports(), jobs);
        ProgressView progress = new ProgressView(jobs, out, time);
        try (BatchProcessor processor = processor(manifest, options, task, progress, reports)) {
            BatchPlan plan = processor.plan(manifest);
            Path results = results(plan, task);
            Map<Path, String> files = files(manifest, results, processor.journalFile(plan));
            refuseProfiles(options, files);
            reports.check(taken(files, options));
            Optional<Path> journal = processor.journalFile(plan).filter(Files::exists);
            RetryCommand retry = RetryCommand.of(results, manifest, options, service);
            announce(plan, task, options, retry, journal);
            try (Stopping stopping = new Stopping(processor, interrupts, progress::say);
                    ProfileView profile = ProfileView.start(options.profiler(), err)) {
                BatchReport report = options.isVerbose()
                        ? runVerbose(processor, plan, task, progress, stopping)
                        : run(processor, plan, task, progress, stopping);
                boolean kept = tell(report, task, options, retry);
                boolean profiled = profile.end();
                options.profiles().filter(file -> profiled).forEach(file -> out.println("Profile: " + file));
                boolean reported = reports.write(report, plan.name(), processor.journalFile(plan), out, err);
                return new Ended(report, kept && profiled && reported, stopping.interrupted());
            }
        }
    }

    private BatchProcessor processor(BatchManifest manifest, RunOptions options, Task task, ProgressView progress,
            RunReports reports) {
        BatchProcessor.Builder builder = BatchProcessor.builder(executor).listener(progress)
                .listener(reports.listener());
        options.apply(builder);
        if (task instanceof Task.Rehearse) {
            builder.withoutJournal();
        }
        Optional<Path> directory = options.outputDirectory();
        if (directory.isEmpty() && manifest.outputDirectory().isEmpty() && task instanceof Task.Retry retry) {
            // Where the batch before wrote its results, it wrote its videos.
            directory = Optional.ofNullable(retry.results().file().toAbsolutePath().getParent());
        }
        directory.ifPresent(builder::outputDirectory);
        return builder.build();
    }

    /** What the batch itself writes or reads. */
    private static Map<Path, String> files(BatchManifest manifest, Path results, Optional<Path> journal) {
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(results, "the batch writes its results here");
        journal.ifPresent(file -> files.put(file, "the batch keeps its journal here"));
        manifest.file().ifPresent(file -> files.put(file, "this is the manifest"));
        return files;
    }

    /** The profiler looks at what is there now; these may come while the batch runs. */
    private static void refuseProfiles(RunOptions options, Map<Path, String> files) {
        files.forEach((file, what) -> Stream.concat(options.profiles(), options.profilePages())
                .filter(profile -> RunReports.real(profile).equals(RunReports.real(file))).findFirst()
                .ifPresent(profile -> {
                    throw new IllegalArgumentException(profile + ": " + what + ". Name another file for the profile.");
                }));
    }

    /** The same and what else the run writes. */
    private static Map<Path, String> taken(Map<Path, String> files, RunOptions options) {
        Map<Path, String> taken = new LinkedHashMap<>(files);
        options.profiles().forEach(file -> taken.put(file, "a profile is recorded here"));
        options.profilePages().forEach(file -> taken.put(file, "a flame graph is written here"));
        return taken;
    }

    private static Path results(BatchPlan plan, Task task) {
        return switch (task) {
            case Task.RunAll() -> plan.outputDirectory().resolve("results.json");
            case Task.Rehearse() -> plan.outputDirectory().resolve("results.json");
            case Task.Retry(ResultsFile results, boolean acceptUnknown) -> results.file();
        };
    }

    private void announce(BatchPlan plan, Task task, RunOptions options, RetryCommand retry, Optional<Path> journal) {
        String doing = switch (task) {
            case Task.RunAll() -> {
                // What the journal keeps is taken up; a batch that had none is known by its results only.
                if (journal.isEmpty()) {
                    refuseToForget(retry);
                }
                yield everything(plan)
                        + journal.map(file -> Spending.of(plan, file, options.acceptedChanges()).describe())
                                .orElse(", at most " + plan.estimatedCost())
                        + journal.map(file -> ", going on from " + file).orElse("");
            }
            case Task.Rehearse() -> everything(plan) + ", at most " + plan.estimatedCost();
            case Task.Retry(ResultsFile earlier, boolean acceptUnknown) ->
                jobs(plan) + ": " + RetryPreview.of(plan, earlier, acceptUnknown).describe();
        };
        plan.warnings().forEach(warning -> out.println("warning: " + warning.describe()));
        out.println(doing + ", videos to " + plan.outputDirectory());
    }

    private static String everything(BatchPlan plan) {
        return jobs(plan) + ", " + plan.concurrency() + " at once";
    }

    private static String jobs(BatchPlan plan) {
        return plan.jobCount() + (plan.jobCount() == 1 ? " job" : " jobs");
    }

    /** The results of the batch before are the only place where its operations are named: they are not written over. */
    private static void refuseToForget(RetryCommand retry) {
        Path results = retry.results();
        if (Files.notExists(results)) {
            return;
        }
        List<String> open = RetryPreview.open(ResultsFile.read(results));
        if (!open.isEmpty()) {
            throw new ResultsFileException(
                    results + ": an earlier batch has left jobs whose videos the service may keep: "
                            + RetryPreview.names(open) + ". Take them up with `" + retry.line()
                            + "`, or move the file away.");
        }
    }

    private static BatchReport run(BatchProcessor processor, BatchPlan plan, Task task,
            ProgressView progress, Stopping stopping) {
        progress.start();
        try {
            return switch (task) {
                case Task.RunAll() -> processor.process(plan);
                case Task.Rehearse() -> processor.process(plan);
                case Task.Retry(ResultsFile results, boolean acceptUnknown) ->
                    processor.retry(plan, results, acceptUnknown);
            };
        } catch (BatchInterruptedException e) {
            Thread.currentThread().interrupt();
            return e.report();
        } catch (IllegalStateException e) {
            if (stopping.interrupted()) {
                // Closed before it began.
                throw new CancellationException("Stopped before anything was submitted.");
            }
            throw e;
        } finally {
            progress.close();
        }
    }

    private BatchReport runVerbose(BatchProcessor processor, BatchPlan plan, Task task, ProgressView progress,
            Stopping stopping) {
        MetricsView view = MetricsView.of(processor, time, progress::say);
        BatchReport report;
        try {
            report = run(processor, plan, task, progress, stopping);
        } finally {
            view.close();
        }
        MetricsView.end(report).forEach(out::println);
        return report;
    }

    /** Whether the results were written. */
    private boolean tell(BatchReport report, Task task, RunOptions options, RetryCommand retry) {
        // The file first: without it nobody knows what has been paid for, and the table looks into every video.
        Optional<IOException> failure = write(report, retry.results());
        new ResultsTable(out).print(report);
        out.println(report.summary());
        report.extras().forEach(extra -> out.println("May be charged besides: " + extra.describe() + "."));
        if (failure.isPresent()) {
            listOperations(report, failure.get());
            return false;
        }
        out.println("Results: " + retry.results());
        if (!(task instanceof Task.Rehearse)) {
            NextSteps.of(report, options, retry).forEach(out::println);
        }
        return true;
    }

    private static Optional<IOException> write(BatchReport report, Path results) {
        try {
            report.writeResults(results);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private void listOperations(BatchReport report, IOException failure) {
        out.println("Operations:");
        report.results().forEach(result -> out.println(result.job().id() + "  "
                + result.operation().orElse("(none: " + result.outcome().name().replace('_', ' ') + ")")));
        out.flush();
        err.println(failure.getMessage() + ". Keep the list of operations above: nothing else names them.");
    }
}
