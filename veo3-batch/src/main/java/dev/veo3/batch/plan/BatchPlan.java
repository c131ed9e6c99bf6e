// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.manifest.Problem;
import dev.veo3.model.ModelId;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A manifest that has been checked: every job has a typed request, a destination inside the output directory, and a price where
 * one is known; every file was looked at. Nothing has been submitted. A handle that can be read any number of times; immutable
 * and thread-safe.
 *
 * @since 1.0
 */
public final class BatchPlan {

    /** How many jobs run at once where neither the manifest nor the program says so. */
    public static final int STANDARD_CONCURRENCY = 3;

    private final JobTable jobs;
    private final Facts facts;
    private final Dependencies dependencies;
    private final List<Problem> warnings;
    private final String name;
    private final Optional<Path> manifestFile;
    private final int concurrency;
    private final boolean continueOnError;
    private final OptionalInt batchSize;
    private final Path outputDirectory;
    private final Optional<Usd> budget;
    private final Optional<Duration> deadline;

    BatchPlan(BatchManifest manifest, PlanSettings settings, Path outputDirectory, JobTable jobs, Facts facts,
            Dependencies dependencies, List<Problem> warnings) {
        this.jobs = jobs;
        this.facts = facts;
        this.dependencies = dependencies;
        this.warnings = List.copyOf(warnings);
        this.name = nameOf(manifest);
        this.manifestFile = manifest.file();
        this.concurrency = settings.concurrency().orElse(manifest.concurrency().orElse(STANDARD_CONCURRENCY));
        this.continueOnError = settings.continueOnError().or(manifest::continueOnError).orElse(true);
        this.batchSize = manifest.batchSize();
        this.outputDirectory = outputDirectory;
        this.budget = settings.budget().or(manifest::budget);
        this.deadline = settings.deadline().or(manifest::deadline);
    }

    static String nameOf(BatchManifest manifest) {
        return manifest.file().map(Path::getFileName).map(Path::toString).map(BatchPlan::stem).orElse("batch");
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

    /** The file of the manifest; empty when a program built it. */
    public Optional<Path> manifestFile() {
        return manifestFile;
    }

    /** The jobs in the order of the manifest, as {@link #job} gives each; a new stream at each call. */
    public Stream<Job> jobs() {
        return IntStream.range(0, jobs.count()).mapToObj(jobs::job);
    }

    /**
     * One job. That of a manifest of JSON Lines or CSV is read from its file.
     *
     * @throws IndexOutOfBoundsException when there is none of that index
     * @throws ManifestException when the job must be read and cannot be: its line in the manifest was changed after the plan had
     *             been made, or one of its inputs is gone. The other jobs can be run all the same.
     */
    public Job job(int index) {
        return jobs.job(index);
    }

    /**
     * What the plan knows of a job without reading it: index, id, model, number of videos, price, priority, and for which jobs it
     * waits. Where the jobs are in memory this is the job. Where they are read from the manifest, the rest of it only stands for what
     * is not known and must not be submitted: a request without the user's words, the output directory, no timeout, no hash.
     */
    public Job outline(int index) {
        return jobs.outline(index);
    }

    /** A job, or its {@linkplain #outline outline} when it cannot be read any more. */
    public Job jobOrOutline(int index) {
        try {
            return job(index);
        } catch (ManifestException e) {
            return outline(index);
        }
    }

    /** The id of a job: what {@link Job#id} says, without making the job. */
    public String id(int index) {
        return jobs.id(index);
    }

    /** Whether jobs are read from the manifest when they are needed, and not kept in memory. */
    public boolean isStreamed() {
        return jobs.isStreamed();
    }

    /** The index of the job with that id; empty when there is none. */
    public OptionalInt find(String id) {
        return jobs.find(id);
    }

    /** The priority of a job: what {@link Job#priority} says, without making the job. */
    public int priority(int index) {
        return facts.priority(index);
    }

    /** The model that a job asks. */
    public ModelId model(int index) {
        return facts.outline(index).model();
    }

    /** The indices of the jobs by falling priority, and among equals in the order of the manifest. */
    public IntStream order() {
        return facts.order();
    }

    /** The ids of all jobs, by index, made as they are taken. */
    public Iterable<String> ids() {
        return () -> IntStream.range(0, jobCount()).mapToObj(this::id).iterator();
    }

    /** Which jobs wait for which. */
    public Dependencies dependencies() {
        return dependencies;
    }

    /** How many jobs there are. */
    public int jobCount() {
        return jobs.count();
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

    /**
     * How much the batch may cost at the most: a job that might pass it is not begun. It is the cap for the whole life of the
     * journal: what earlier runs have spent, or may have, counts, also on attempts that were given up and on jobs that are no longer
     * in the manifest, because a cap that could be passed by editing the manifest would be none.
     */
    public Optional<Usd> budget() {
        return budget;
    }

    /** How long the batch may take; what has not been submitted then is not submitted any more. */
    public Optional<Duration> deadline() {
        return deadline;
    }

    /** What the batch costs when every video succeeds; jobs without a known price are not in it. */
    public Usd estimatedCost() {
        return facts.costs().values().stream().reduce(Usd.ZERO, Usd::plus);
    }

    /** The same by model, in the order of the models' names; a model of which no price is known is not in it. */
    public SortedMap<ModelId, Usd> estimatedCostByModel() {
        return Collections.unmodifiableSortedMap(facts.costs());
    }

    /**
     * The rehearsal: what the batch costs and how long it takes at that pace, when every job succeeds. Slices ({@link #batchSize}) and
     * downloads are not counted in. For a million jobs it takes about a second.
     */
    public Estimate estimate(Pace pace) {
        return new Rehearsal(this, pace).play();
    }

    /** What may go wrong but need not. */
    public List<Problem> warnings() {
        return warnings;
    }
}
