// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.BatchReport;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One row of {@link ScaleHarness}: a manifest of JSON Lines is planned, run with an executor that does nothing and a journal in a
 * file, reported (all results read, and the results file written), and taken up again from its journal.
 */
final class ScaleRun {
    private static final int CONCURRENCY = 64;

    private long since = System.nanoTime();

    private ScaleRun() {}

    /** A directory and the number of jobs. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Path.of(args[0]);
        new ScaleRun().run(manifest(directory, "shot", Integer.parseInt(args[1])), directory);
    }

    private void run(Path manifest, Path directory) throws IOException, InterruptedException {
        JobOutcome done = new JobOutcome.Succeeded(List.of());
        try (BatchProcessor processor = BatchProcessor.builder((job, context) -> done).concurrency(CONCURRENCY)
                .outputDirectory(directory.resolve("videos")).journal(directory.resolve("jobs.journal")).build()) {
            since = System.nanoTime();
            BatchPlan plan = processor.plan(BatchManifest.load(manifest));
            took("plan");
            BatchReport report = processor.process(plan);
            took("run");
            read(report);
            report.writeResults(directory.resolve("results.json"));
            took("report");
            read(processor.process(plan));
            took("resume");
            ScaleHarness.sayMemory();
            if (plan.jobCount() != report.succeeded()) {
                throw new IllegalStateException(report.summary());
            }
        }
    }

    private static void read(BatchReport report) {
        try (Stream<JobResult> results = report.results()) {
            if (results.filter(result -> result.outcome().isSuccess()).mapToInt(result -> 1).sum() != report
                    .jobCount()) {
                throw new IllegalStateException(report.summary());
            }
        }
    }

    private void took(String what) {
        long now = System.nanoTime();
        ScaleHarness.say(what, (now - since) / 1e9, 2);
        since = now;
    }

    /** Writes a manifest of so many jobs as JSON Lines; their ids begin with the name. */
    static Path manifest(Path directory, String name, int jobs) throws IOException {
        Path manifest = directory.resolve("jobs.jsonl");
        try (BufferedWriter lines = Files.newBufferedWriter(manifest)) {
            for (int job = 0; job < jobs; job++) {
                lines.write(
                        "{\"id\": \"" + name + "-" + job + "\", \"type\": \"generate\", \"output\": \"" + job / 1_000
                                + "/shot-" + job
                                + ".mp4\", \"options\": {\"prompt\": \"A lighthouse in the fog, seen from above,"
                                + " take " + job + "\", \"duration\": " + (4 + job % 3 * 2) + "}}\n");
            }
        }
        return manifest;
    }
}
