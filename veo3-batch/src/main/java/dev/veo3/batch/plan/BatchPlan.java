package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.manifest.Problem;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A manifest that has been checked: every job has a typed request, a destination inside the output directory, and a price where
 * one is known; every file was looked at. Nothing has been submitted. A handle that can be read any number of times; immutable
 * and thread-safe.
 */
public final class BatchPlan {

    /** How many jobs run at once where neither the manifest nor the program says so. */
    public static final int STANDARD_CONCURRENCY = 3;

    private final List<Job> jobs;
    private final List<Problem> warnings;
    private final int concurrency;
    private final boolean continueOnError;
    private final OptionalInt batchSize;
    private final Path outputDirectory;

    BatchPlan(BatchManifest manifest, PlanSettings settings, Path outputDirectory, List<Job> jobs,
            List<Problem> warnings) {
        this.jobs = List.copyOf(jobs);
        this.warnings = List.copyOf(warnings);
        this.concurrency = settings.concurrency().orElse(manifest.concurrency().orElse(STANDARD_CONCURRENCY));
        this.continueOnError = settings.continueOnError().or(manifest::continueOnError).orElse(true);
        this.batchSize = manifest.batchSize();
        this.outputDirectory = outputDirectory;
    }

    /**
     * Checks everything that can be checked without a paid call.
     *
     * @throws ManifestException with every problem that was found, each with its place, its job and what to do
     */
    public static BatchPlan of(BatchManifest manifest, PlanSettings settings) {
        return new Planner(manifest, settings).plan();
    }

    /** The jobs in the order of the manifest; a new stream at each call. */
    public Stream<Job> jobs() {
        return jobs.stream();
    }

    /** How many jobs there are. */
    public int jobCount() {
        return jobs.size();
    }

    /** How many jobs run at once. */
    public int concurrency() {
        return concurrency;
    }

    /** Whether the batch goes on after a failed job. */
    public boolean continueOnError() {
        return continueOnError;
    }

    /** How many jobs form a slice, of which one is finished before the next begins; empty for one slice of all. */
    public OptionalInt batchSize() {
        return batchSize;
    }

    /** Where the videos go. */
    public Path outputDirectory() {
        return outputDirectory;
    }

    /** What the batch costs when every video succeeds; jobs without a known price are not in it. */
    public Usd estimatedCost() {
        return jobs.stream().flatMap(job -> job.price().stream()).reduce(Usd.ZERO, Usd::plus);
    }

    /** What may go wrong but need not. */
    public List<Problem> warnings() {
        return warnings;
    }
}
