// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.doctor;

import dev.veo3.batch.BatchInterruptedException;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.model.Usd;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.util.Optional;

/** The batches that a doctor runs: all jobs alike, none kept in a journal, and together no more expensive than allowed. */
final class Workload {
    private final VideoRequest request;
    private final Path directory;
    private final Optional<Usd> budget;
    private Usd spent = Usd.ZERO;
    private int batches;

    Workload(VideoRequest request, Path directory, Optional<Usd> budget) {
        this.request = request;
        this.directory = directory;
        this.budget = budget;
    }

    BatchManifest manifest(int jobs) {
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (int job = 1; job <= jobs; job++) {
            manifest.job("job-" + job, request, "job-" + job + ".mp4");
        }
        return manifest.build();
    }

    /** What such a batch costs at the most. */
    Usd cost(Executor executor, int jobs) {
        try (BatchProcessor processor = BatchProcessor.builder(executor).withoutJournal().outputDirectory(directory)
                .build()) {
            return processor.plan(manifest(jobs)).estimatedCost();
        }
    }

    /** Why such a batch cannot be run, a sentence; empty when it can. */
    Optional<String> obstacle(Executor executor, int jobs) {
        Usd cost = cost(executor, jobs);
        return budget.filter(most -> spent.plus(cost).compareTo(most) > 0)
                .map(most -> jobs + " jobs cost " + cost + ", and of the budget of " + most + " " + spent
                        + " is spent.");
    }

    /** How much may be spent yet; empty when there is no cap. */
    Optional<Usd> left() {
        return budget.map(most -> new Usd(Math.max(0, most.micros() - spent.micros())));
    }

    void spent(Usd more) {
        spent = spent.plus(more);
    }

    BatchReport run(Executor executor, int jobs, int concurrency, RetryPolicy retries)
            throws BatchInterruptedException {
        BatchProcessor.Builder builder = BatchProcessor.builder(executor).withoutJournal().concurrency(concurrency)
                .continueOnError(true).retries(retries)
                .outputDirectory(directory.resolve("batch-" + ++batches));
        left().ifPresent(builder::budget);
        try (BatchProcessor processor = builder.build()) {
            BatchPlan plan = processor.plan(manifest(jobs));
            BatchReport report = processor.process(plan);
            spent = spent.plus(report.cost());
            return report;
        }
    }
}
