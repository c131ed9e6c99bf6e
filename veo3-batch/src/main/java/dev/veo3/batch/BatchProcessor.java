// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.engine.BatchSettings;
import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.metrics.AlertRules;
import dev.veo3.batch.metrics.BatchMetrics;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.PlanSettings;
import dev.veo3.batch.plan.Service;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.Usd;
import dev.veo3.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs manifests of video jobs on virtual threads, with any {@link Executor}. Thread-safe: several batches may run at once, each
 * with limits of its own. Closing it ends the batches that run; the executor stays its owner's.
 *
 * {@snippet file="dev/veo3/batch/SnippetsTest.java" region="processor"}
 *
 * @since 1.0
 */
public final class BatchProcessor implements AutoCloseable {
    private final PlanSettings planning;
    private final TimeSource time;
    private final Preparation preparation;
    private final Set<PreparedBatch> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    private BatchProcessor(PlanSettings planning, TimeSource time, Preparation preparation) {
        this.planning = planning;
        this.time = time;
        this.preparation = preparation;
    }

    /** A processor whose jobs this executor runs. */
    public static Builder builder(Executor executor) {
        return new Builder(Objects.requireNonNull(executor));
    }

    /**
     * Checks a manifest without running it: the rehearsal.
     *
     * @throws ManifestException with every problem that was found
     */
    public BatchPlan plan(BatchManifest manifest) {
        return BatchPlan.of(manifest, planning.on(LocalDate.ofInstant(time.now(), ZoneOffset.UTC)));
    }

    /**
     * Checks a manifest, runs its jobs and waits for them. What an earlier run of the same manifest has left in the journal is
     * taken up: jobs that are done are not run again, and what the service keeps is brought home. When it returns, every job has
     * come to rest, and no thread that it started is left. A job that fails does not make it throw, nor does one that cannot be read
     * any more: the report says how each one ended.
     *
     * @throws ManifestException with every problem that was found; nothing has been submitted then
     * @throws dev.veo3.batch.journal.ChangedJobsException when jobs are not what the journal knows by their ids; nothing has been
     *             submitted then
     * @throws dev.veo3.batch.journal.JournalException when the journal cannot be opened; nothing has been submitted then
     * @throws BatchBrokenException when something went wrong that no job is to blame for; its report says where each job stands
     * @throws BatchInterruptedException when this thread was interrupted: nothing more was submitted, and the exception's report
     *             says where each job stands. A second interrupt does not wait for submissions under way, which are ambiguous
     *             then.
     */
    public BatchReport process(BatchManifest manifest) throws BatchInterruptedException {
        return process(plan(manifest));
    }

    /** Runs the jobs of a plan, like {@link #process(BatchManifest)}. */
    public BatchReport process(BatchPlan plan) throws BatchInterruptedException {
        return run(plan, Taking.UP);
    }

    /** Starts the jobs of a plan in the background, otherwise like {@link #process(BatchManifest)}. */
    public BatchRun start(BatchPlan plan) {
        return new BatchRun(new PreparedBatch(preparation.prepare(plan, Taking.UP), running, closed));
    }

    /**
     * Takes up a batch from its journal, like {@link #process(BatchManifest)}, and submits again what failed for certain: what the
     * service refused, what a safety filter held back, and what was never sent. Jobs whose fate is not known are left alone, unless
     * the caller accepts that they may be paid twice.
     *
     * @param acceptUnknown whether jobs whose fate is not known are submitted again
     */
    public BatchReport retry(BatchPlan plan, boolean acceptUnknown) throws BatchInterruptedException {
        return run(plan, new Taking(true, acceptUnknown, Optional.empty()));
    }

    /**
     * The same for a batch whose journal is lost or was never kept: of jobs that the journal does not know, the results file tells.
     * Jobs of the plan that neither names are left alone, since nobody knows whether they were submitted.
     *
     * @throws dev.veo3.batch.report.ResultsFileException when the file names a job twice, or one that the plan lacks and of
     *             which the service may keep a video: nothing has been submitted then
     */
    public BatchReport retry(BatchPlan plan, ResultsFile results, boolean acceptUnknown)
            throws BatchInterruptedException {
        return run(plan, new Taking(true, acceptUnknown, Optional.of(results)));
    }

    /** The file of the journal in which a batch keeps what it must not forget; empty when it is in none. */
    public Optional<Path> journalFile(BatchPlan plan) {
        return preparation.journalFile(plan);
    }

    /** The figures of the batches that run now, one for each; quick, at any time. */
    public List<BatchMetrics> metrics() {
        return running.stream().map(batch -> batch.engine().metrics()).toList();
    }

    private BatchReport run(BatchPlan plan, Taking taking) throws BatchInterruptedException {
        try (PreparedBatch batch = new PreparedBatch(preparation.prepare(plan, taking), running, closed)) {
            return batch.run();
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
        running.forEach(PreparedBatch::stop);
    }

    /** Collects the settings of a processor; not thread-safe. */
    public static final class Builder {
        private final Executor executor;
        private OptionalInt concurrency = OptionalInt.empty();
        private Optional<Boolean> continueOnError = Optional.empty();
        private Optional<Path> outputDirectory = Optional.empty();
        private Path workingDirectory = Path.of("");
        private final List<BatchListener> listeners = new ArrayList<>();
        private Optional<ModelCatalog> catalog = Optional.empty();
        private boolean replaceRetired;
        private Optional<Usd> budget = Optional.empty();
        private Optional<Duration> deadline = Optional.empty();
        private JournalChoice journal = new JournalChoice.BesideTheVideos();
        private Set<String> acceptedChanges = Set.of();
        private AmbiguityPolicy ambiguity = new AmbiguityPolicy.Park();
        private RetryPolicy retries = RetryPolicy.none();
        private Limits limits = Limits.standard();
        private TimeSource time = TimeSource.system();
        private AlertRules alerts = AlertRules.standard();

        private Builder(Executor executor) {
            this.executor = executor;
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
         * it does. When it does not, nothing more is submitted, and what the service has taken is brought home. Nor does a later
         * run with the journal submit anything, until the job is retried or has left the manifest.
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

        /** What is known about models; what the executor knows unless set. */
        public Builder catalog(ModelCatalog models) {
            this.catalog = Optional.of(models);
            return this;
        }

        /** Replaces a retired model by its successor, where otherwise it is a problem of the plan. */
        public Builder replaceRetiredModels() {
            this.replaceRetired = true;
            return this;
        }

        /** How much the batch may cost at the most, {@linkplain BatchPlan#budget in all runs}; overrides the manifest's. */
        public Builder budget(Usd most) {
            this.budget = Optional.of(most);
            return this;
        }

        /** How long the batch may take; overrides the manifest's. What is not done then is unfinished and can be taken up. */
        public Builder deadline(Duration time) {
            this.deadline = Optional.of(time);
            return this;
        }

        /** Where the batch keeps what it must not forget; a file beside the videos, named after the manifest, unless told otherwise. */
        public Builder journal(Path file) {
            this.journal = new JournalChoice.InFile(file);
            return this;
        }

        /** Keeps what the batch must not forget in this journal, which stays its owner's. */
        public Builder journal(Journal book) {
            this.journal = new JournalChoice.Given(book);
            return this;
        }

        /** Keeps nothing beyond a run: after a crash, a new run pays for everything again. Every result is in memory until then. */
        public Builder withoutJournal() {
            journal = new JournalChoice.Nowhere();
            return this;
        }

        /** Jobs that may be others than the journal knows by these ids: they are submitted anew. */
        public Builder acceptChanges(Set<String> jobIds) {
            this.acceptedChanges = Set.copyOf(jobIds);
            return this;
        }

        /** What is done with jobs of unknown fate: they are parked unless told otherwise. */
        public Builder ambiguity(AmbiguityPolicy policy) {
            this.ambiguity = Objects.requireNonNull(policy);
            return this;
        }

        /** What is tried again: nothing unless told otherwise. */
        public Builder retries(RetryPolicy policy) {
            this.retries = Objects.requireNonNull(policy);
            return this;
        }

        /** How much is asked of the service at once, besides the number of jobs in flight. */
        public Builder limits(Limits howMuch) {
            this.limits = Objects.requireNonNull(howMuch);
            return this;
        }

        /** When a person is told that something is not as it should be: {@link AlertRules#standard} unless told otherwise. */
        public Builder alerts(AlertRules rules) {
            this.alerts = Objects.requireNonNull(rules);
            return this;
        }

        /** The clock and the waits, for tests. */
        public Builder time(TimeSource source) {
            this.time = Objects.requireNonNull(source);
            return this;
        }

        /** The processor. */
        public BatchProcessor build() {
            Service service = executor.service();
            PlanSettings planning = new PlanSettings(concurrency, continueOnError, outputDirectory, workingDirectory,
                    catalog.orElseGet(service::catalog), service.platform(), replaceRetired, budget, deadline,
                    LocalDate.EPOCH).tracing(TraceObstacle.of(ambiguity, executor));
            BatchSettings running = new BatchSettings(executor, listeners, ambiguity, retries, limits, time,
                    alerts);
            return new BatchProcessor(planning, time, new Preparation(running, journal, acceptedChanges));
        }
    }
}
