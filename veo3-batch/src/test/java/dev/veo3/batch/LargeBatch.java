// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.ReportFormat;
import dev.veo3.batch.report.ReportSource;
import dev.veo3.batch.report.ReportWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A program that plans, runs, reports and takes up a large batch, in whatever heap it is given. It says how long each took. */
final class LargeBatch {
    private static final int SUBMITTED = 1_000;

    private final Path manifest;
    private final AtomicInteger executed = new AtomicInteger();
    private long since = System.nanoTime();

    private LargeBatch(Path manifest) {
        this.manifest = manifest;
    }

    /** The manifest. */
    public static void main(String[] args) throws Exception {
        new LargeBatch(Path.of(args[0])).run();
    }

    private void run() throws IOException, InterruptedException {
        Executor executor = (job, context) -> {
            executed.incrementAndGet();
            return job.index() % SUBMITTED == 0 ? submitted(context) : new JobOutcome.Succeeded(List.of());
        };
        try (BatchProcessor processor = BatchProcessor.builder(executor).concurrency(16).build()) {
            // Each in a method of its own: what the first one knew is forgotten when the second one begins.
            first(processor);
            again(processor);
            fromTheJournal(processor.journalFile(processor.plan(BatchManifest.load(manifest))).orElseThrow());
        }
    }

    private void first(BatchProcessor processor) throws IOException, InterruptedException {
        BatchPlan plan = processor.plan(BatchManifest.load(manifest));
        say("planned", plan.jobCount());
        BatchReport report = processor.process(plan);
        say("executed", executed.getAndSet(0));
        say("reported", inOrder(report));
        report.writeResults(manifest.resolveSibling("results.json"));
        say("written", report.succeeded());
        report.write(ReportFormat.HTML, manifest.resolveSibling("report.html"));
        say("page written", report.jobCount());
        report.write(ReportFormat.JSON, manifest.resolveSibling("report.json"));
        say("report written", report.jobCount());
    }

    /** In another program, perhaps: from the journal alone. */
    private void fromTheJournal(Path journal) throws IOException {
        try (ReportSource source = ReportSource.ofJournal(journal)) {
            ReportWriter.of(source).write(ReportFormat.CSV, manifest.resolveSibling("report.csv"));
        }
        try (Stream<String> lines = Files.lines(manifest.resolveSibling("report.csv"))) {
            say("written from the journal", (int) lines.count() - 1);
        }
    }

    private void again(BatchProcessor processor) throws InterruptedException {
        BatchPlan plan = processor.plan(BatchManifest.load(manifest));
        say("planned again", plan.jobCount());
        BatchReport report = processor.process(plan);
        say("executed again", executed.get());
        say("reported again", inOrder(report));
    }

    private static JobOutcome submitted(JobContext context) throws InterruptedException {
        context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/1"));
        return new JobOutcome.Succeeded(List.of());
    }

    /** How many results are those of the jobs of the manifest in its order. */
    private static int inOrder(BatchReport report) {
        int[] next = {0};
        try (Stream<JobResult> results = report.results()) {
            results.forEachOrdered(result -> {
                boolean hasOperation = result.operation().isPresent();
                if (result.job().index() == next[0] && result.job().id().equals("shot-" + next[0])
                        && result.outcome().isSuccess() && hasOperation == (next[0] % SUBMITTED == 0)) {
                    next[0]++;
                }
            });
        }
        return next[0];
    }

    private void say(String what, int jobs) {
        long now = System.nanoTime();
        System.out.printf("%s: %d (%.1f s)%n", what, jobs, (now - since) / 1e9);
        since = now;
    }
}
