package dev.veo3.batch;

import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.PlanSettings;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.Platform;
import dev.veo3.time.TimeSource;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs manifests of video jobs on virtual threads, with any {@link Executor}. Thread-safe: several batches may run at once, each
 * with limits of its own. Closing it ends the batches that run; the executor stays its owner's.
 */
public final class BatchProcessor implements AutoCloseable {
    private final Executor executor;
    private final Builder settings;
    private final Set<BatchEngine> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    private BatchProcessor(Executor executor, Builder settings) {
        this.executor = executor;
        this.settings = settings.copy();
    }

    /** Starts a processor whose jobs this executor runs. */
    public static Builder builder(Executor executor) {
        return new Builder(Objects.requireNonNull(executor));
    }

    /**
     * Checks a manifest without running it: the rehearsal.
     *
     * @throws ManifestException with every problem that was found
     */
    public BatchPlan plan(BatchManifest manifest) {
        LocalDate today = LocalDate.ofInstant(settings.time.now(), ZoneOffset.UTC);
        return BatchPlan.of(manifest, new PlanSettings(settings.concurrency, settings.continueOnError,
                settings.outputDirectory, settings.workingDirectory, settings.catalog, Platform.AGENT_PLATFORM,
                settings.replaceRetired, Optional.empty(), Optional.empty(), today));
    }

    /**
     * Checks a manifest, runs its jobs and waits for them. When it returns, every job has come to rest, and no thread that it
     * started is left. A job that fails does not make it throw: the report says how each one ended.
     *
     * @throws ManifestException with every problem that was found; nothing has been submitted then
     * @throws BatchInterruptedException when this thread was interrupted: nothing more was submitted, and the exception's report
     *             says where each job stands. A second interrupt does not wait for submissions under way, which are ambiguous
     *             then.
     */
    public BatchReport process(BatchManifest manifest) throws BatchInterruptedException {
        return process(plan(manifest));
    }

    /** Runs the jobs of a plan, like {@link #process(BatchManifest)}. */
    public BatchReport process(BatchPlan plan) throws BatchInterruptedException {
        return run(plan, new Retry(Map.of(), Map.of()));
    }

    /**
     * Takes up a batch from its results file, so that nothing is paid twice. What failed for certain is submitted again; what
     * the service keeps is asked for and downloaded; what succeeded is left as it is; and so is what the service may have taken
     * without anyone knowing its operation, unless the caller accepts that it may be paid twice. Jobs of the manifest that the
     * file does not name are left alone too.
     *
     * @param acceptUnknown whether jobs whose fate is not known are submitted again
     * @return the results of all jobs, the old ones and the new
     * @throws dev.veo3.batch.report.ResultsFileException when the file names a job twice, or one that the manifest lacks and of
     *             which the service may keep a video: nothing has been submitted then
     */
    public BatchReport retry(BatchManifest manifest, ResultsFile results, boolean acceptUnknown)
            throws BatchInterruptedException {
        BatchPlan plan = plan(manifest);
        return run(plan, Retry.of(plan, results, acceptUnknown, settings.time.now()));
    }

    private BatchReport run(BatchPlan plan, Retry retry) throws BatchInterruptedException {
        BatchEngine engine = new BatchEngine(plan, executor, settings.listeners, settings.time);
        running.add(engine);
        try {
            // Looked at after the engine is known to close(): one of the two sees the other.
            if (closed.get()) {
                throw new IllegalStateException("This BatchProcessor has been closed: build another one");
            }
            return engine.run(retry.known(), retry.operations());
        } finally {
            running.remove(engine);
        }
    }

    /**
     * Ends the batches that run: nothing more is submitted, submissions under way are waited for, all else is interrupted. The
     * calls of {@code process} return their reports as soon as their jobs have come to rest; this does not wait for them. Closing
     * again, while they run, ends them at once: submissions under way are interrupted too, and are ambiguous.
     */
    @Override
    public void close() {
        closed.set(true);
        running.forEach(engine -> engine.cancel("the batch was stopped before the job was submitted"));
    }

    /** Collects the settings of a processor; not thread-safe. */
    public static final class Builder {
        private final Executor executor;
        private OptionalInt concurrency = OptionalInt.empty();
        private Optional<Boolean> continueOnError = Optional.empty();
        private Optional<Path> outputDirectory = Optional.empty();
        private Path workingDirectory = Path.of("");
        private final List<BatchListener> listeners = new ArrayList<>();
        private ModelCatalog catalog = ModelCatalog.standard();
        private boolean replaceRetired;
        private TimeSource time = TimeSource.system();

        private Builder(Executor executor) {
            this.executor = executor;
        }

        private Builder copy() {
            Builder copy = new Builder(executor);
            copy.concurrency = concurrency;
            copy.continueOnError = continueOnError;
            copy.outputDirectory = outputDirectory;
            copy.workingDirectory = workingDirectory;
            copy.listeners.addAll(listeners);
            copy.catalog = catalog;
            copy.replaceRetired = replaceRetired;
            copy.time = time;
            return copy;
        }

        /** How many jobs run at once, at least 1; overrides the manifest's, and where both say nothing it is 3. */
        public Builder concurrency(int jobsAtOnce) {
            if (jobsAtOnce < 1) {
                throw new IllegalArgumentException("At least 1 job runs at once, not " + jobsAtOnce);
            }
            this.concurrency = OptionalInt.of(jobsAtOnce);
            return this;
        }

        /**
         * Whether the batch goes on after a job that ended without a video; overrides the manifest's, and where both say nothing
         * it does. When it does not, nothing more is submitted, and what the service has taken is brought home.
         */
        public Builder continueOnError(boolean goOn) {
            this.continueOnError = Optional.of(goOn);
            return this;
        }

        /** Where the videos go; overrides the manifest's. */
        public Builder outputDirectory(Path directory) {
            this.outputDirectory = Optional.of(directory);
            return this;
        }

        /** Where the relative paths of a manifest begin; the process's working directory unless told otherwise. */
        public Builder workingDirectory(Path directory) {
            this.workingDirectory = Objects.requireNonNull(directory);
            return this;
        }

        /** Is told what happens, besides the listeners that were added before. */
        public Builder listener(BatchListener added) {
            listeners.add(Objects.requireNonNull(added));
            return this;
        }

        /** What is known about models. */
        public Builder catalog(ModelCatalog models) {
            this.catalog = Objects.requireNonNull(models);
            return this;
        }

        /** Replaces a retired model by its successor, where otherwise it is a problem of the plan. */
        public Builder replaceRetiredModels() {
            this.replaceRetired = true;
            return this;
        }

        /** The clock and the waits, for tests. */
        public Builder time(TimeSource source) {
            this.time = Objects.requireNonNull(source);
            return this;
        }

        /** The processor. */
        public BatchProcessor build() {
            return new BatchProcessor(executor, this);
        }
    }
}
