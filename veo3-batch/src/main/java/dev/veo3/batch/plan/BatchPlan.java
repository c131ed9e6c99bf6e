package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.manifest.Problem;
import dev.veo3.model.ModelId;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
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
    private final Map<String, Integer> indices;
    private final Dependencies dependencies;
    private final List<Problem> warnings;
    private final String name;
    private final int concurrency;
    private final boolean continueOnError;
    private final OptionalInt batchSize;
    private final Path outputDirectory;
    private final Optional<Usd> budget;
    private final Optional<Duration> deadline;

    BatchPlan(BatchManifest manifest, PlanSettings settings, Path outputDirectory, List<Job> jobs,
            Map<String, Integer> indices, Dependencies dependencies, List<Problem> warnings) {
        this.jobs = List.copyOf(jobs);
        this.indices = indices;
        this.dependencies = dependencies;
        this.warnings = List.copyOf(warnings);
        this.name = manifest.file().map(Path::getFileName).map(Path::toString).map(BatchPlan::stem).orElse("batch");
        this.concurrency = settings.concurrency().orElse(manifest.concurrency().orElse(STANDARD_CONCURRENCY));
        this.continueOnError = settings.continueOnError().or(manifest::continueOnError).orElse(true);
        this.batchSize = manifest.batchSize();
        this.outputDirectory = outputDirectory;
        this.budget = settings.budget().or(manifest::budget);
        this.deadline = settings.deadline().or(manifest::deadline);
    }

    private static String stem(String file) {
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    /**
     * Checks everything that can be checked without a paid call.
     *
     * @throws ManifestException with every problem that was found, each with its place, its job and what to do
     */
    public static BatchPlan of(BatchManifest manifest, PlanSettings settings) {
        return new Planner(manifest, settings).plan();
    }

    /** The name of the manifest: its file's, without the ending; {@code batch} when a program built it. */
    public String name() {
        return name;
    }

    /** The jobs in the order of the manifest; a new stream at each call. */
    public Stream<Job> jobs() {
        return jobs.stream();
    }

    /**
     * One job.
     *
     * @throws IndexOutOfBoundsException when there is none of that index
     */
    public Job job(int index) {
        return jobs.get(index);
    }

    /** The index of the job with that id; empty when there is none. */
    public OptionalInt find(String id) {
        Integer index = indices.get(id);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** The priority of a job: what {@link Job#priority} says, without making the job. */
    public int priority(int index) {
        return jobs.get(index).priority();
    }

    /** Which jobs wait for which. */
    public Dependencies dependencies() {
        return dependencies;
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

    /** How much the batch may cost at the most: a job that might pass it is not begun. */
    public Optional<Usd> budget() {
        return budget;
    }

    /** How long the batch may take; what has not been submitted then is not submitted any more. */
    public Optional<Duration> deadline() {
        return deadline;
    }

    /** What the batch costs when every video succeeds; jobs without a known price are not in it. */
    public Usd estimatedCost() {
        return jobs.stream().flatMap(job -> job.price().stream()).reduce(Usd.ZERO, Usd::plus);
    }

    /** The same by model, in the order of the models' names; a model of which no price is known is not in it. */
    public SortedMap<ModelId, Usd> estimatedCostByModel() {
        SortedMap<ModelId, Usd> costs = new TreeMap<>(Comparator.comparing(ModelId::value));
        jobs().forEach(job -> job.price().ifPresent(price -> costs.merge(job.request().model(), price, Usd::plus)));
        return costs;
    }

    /** What may go wrong but need not. */
    public List<Problem> warnings() {
        return warnings;
    }
}
