package dev.veo3.examples;

import dev.veo3.batch.BatchInterruptedException;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.ResultsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs one batch for a person: shows how far it is, ends it in order on Ctrl-C, and tells what came of it. */
final class BatchSession {
    // A submission that is under way when Ctrl-C is pressed is waited for, so that its operation is not lost.
    private static final long SECONDS_TO_END = 90;

    private final Executor executor;
    private final PrintWriter out;

    /**
     * The run before this one.
     *
     * @param acceptUnknown whether jobs of unknown fate are submitted again
     */
    record Earlier(ResultsFile results, boolean acceptUnknown) {}

    BatchSession(Executor executor, PrintWriter out) {
        this.executor = executor;
        this.out = out;
    }

    /** Runs the batch, writes {@code results.json} beside the videos; the exit code. */
    int run(BatchManifest manifest, RunOptions options, Optional<Boolean> continueOnError, Optional<Earlier> earlier)
            throws IOException {
        BatchReport report = report(manifest, options, continueOnError, earlier);
        return report.failed() == 0 ? Veo3.OK : Veo3.JOBS_FAILED;
    }

    BatchReport report(BatchManifest manifest, RunOptions options, Optional<Boolean> continueOnError,
            Optional<Earlier> earlier) throws IOException {
        ProgressView progress = new ProgressView((int) manifest.jobs().count(), out);
        BatchProcessor.Builder builder = BatchProcessor.builder(executor).listener(progress);
        options.concurrency().ifPresent(builder::concurrency);
        options.outputDirectory().ifPresent(builder::outputDirectory);
        continueOnError.ifPresent(builder::continueOnError);
        if (options.replaceRetired()) {
            builder.replaceRetiredModels();
        }
        try (BatchProcessor processor = builder.build()) {
            BatchPlan plan = processor.plan(manifest);
            plan.warnings().forEach(warning -> out.println("warning: " + warning.describe()));
            out.println(plan.jobCount() + (plan.jobCount() == 1 ? " job, " : " jobs, ") + plan.concurrency()
                    + " at once, at most " + plan.estimatedCost() + ", videos to " + plan.outputDirectory());
            CountDownLatch told = new CountDownLatch(1);
            Thread stop = new Thread(() -> stop(processor, told), "veo3-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            try {
                BatchReport report = run(processor, manifest, earlier, progress);
                tell(report, plan.outputDirectory().resolve("results.json"));
                return report;
            } finally {
                told.countDown();
                forget(stop);
            }
        }
    }

    private static BatchReport run(BatchProcessor processor, BatchManifest manifest, Optional<Earlier> earlier,
            ProgressView progress) {
        progress.start();
        try {
            return earlier.isPresent()
                    ? processor.retry(manifest, earlier.get().results(), earlier.get().acceptUnknown())
                    : processor.process(manifest);
        } catch (BatchInterruptedException e) {
            Thread.currentThread().interrupt();
            return e.report();
        } finally {
            progress.close();
        }
    }

    private void tell(BatchReport report, Path results) throws IOException {
        report.writeResults(results);
        new ResultsTable(out).print(report);
        out.println(report.summary());
        out.println("Results: " + results);
        long unknown = report.results().filter(result -> result.outcome() instanceof JobOutcome.Ambiguous).count();
        if (unknown > 0) {
            out.println(
                    unknown + (unknown == 1 ? " job is" : " jobs are") + " of unknown fate: the service may have taken"
                            + " them. Look into its console; `batch retry --accept-unknown` submits them again.");
        }
    }

    private static void stop(BatchProcessor processor, CountDownLatch told) {
        processor.close();
        try {
            if (!told.await(SECONDS_TO_END, TimeUnit.SECONDS)) {
                System.err.println("The batch did not come to rest in " + SECONDS_TO_END + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, which is what the hook is for.
        }
    }
}
