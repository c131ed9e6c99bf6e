// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.tune;

import dev.veo3.batch.BatchInterruptedException;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.model.Usd;
import dev.veo3.time.TimeSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds out how many jobs should run at once, by running a manifest again and again, each time with more. Immutable and
 * thread-safe, as far as its executor is; but two that run side by side measure each other.
 *
 * <p>
 * Each trial is a whole batch without a journal, which <b>costs what the batch costs</b>: try it against the emulator first, and
 * give it a {@link #budget} where it is paid. It goes on until more at once is not faster, twice in a row, or is refused, or until a job fails.
 *
 * @since 1.0
 */
public final class Tuner {
    private static final List<Integer> STANDARD = List.of(1, 2, 4, 8, 16, 32, 64);

    private final Executor executor;
    private final Path directory;
    private final List<Integer> levels;
    private final Optional<Usd> budget;
    private final Consumer<TunedLevel> listener;
    private final TimeSource time;

    private Tuner(Executor executor, Path directory, List<Integer> levels, Optional<Usd> budget,
            Consumer<TunedLevel> listener, TimeSource time) {
        this.executor = executor;
        this.directory = directory;
        this.levels = levels;
        this.budget = budget;
        this.listener = listener;
        this.time = time;
    }

    /**
     * Tries 1, 2, 4, 8 and so on up to 64 jobs at once.
     *
     * @param executor what runs the jobs, as in the batch to come
     * @param directory where the videos of the trials go, in a directory for each level; they stay there
     */
    public static Tuner of(Executor executor, Path directory) {
        return new Tuner(Objects.requireNonNull(executor), Objects.requireNonNull(directory), STANDARD,
                Optional.empty(), level -> {}, TimeSource.system());
    }

    /**
     * The same, but tries so many at once.
     *
     * @throws IllegalArgumentException when there is none, or one below 1
     */
    public Tuner levels(List<Integer> jobsAtOnce) {
        List<Integer> rising = List.copyOf(new TreeSet<>(jobsAtOnce));
        if (rising.isEmpty() || rising.getFirst() < 1) {
            throw new IllegalArgumentException("At least one level is tried, and each is 1 or more, not " + jobsAtOnce);
        }
        return new Tuner(executor, directory, rising, budget, listener, time);
    }

    /** The same, but all trials together cost no more than this: what would pass it is not begun. */
    public Tuner budget(Usd most) {
        return new Tuner(executor, directory, levels, Optional.of(most), listener, time);
    }

    /** The same, and tells what each level did as soon as that is known. */
    public Tuner listener(Consumer<TunedLevel> told) {
        return new Tuner(executor, directory, levels, budget, Objects.requireNonNull(told), time);
    }

    /** The same with another clock, for tests. */
    public Tuner time(TimeSource source) {
        return new Tuner(executor, directory, levels, budget, listener, Objects.requireNonNull(source));
    }

    /**
     * What all trials cost together at the most; jobs whose price nobody knows count as nothing.
     *
     * @throws dev.veo3.batch.manifest.ManifestException when the manifest has problems
     */
    public Usd estimatedCost(BatchManifest manifest) {
        Usd cost = Usd.ZERO;
        for (int level : levels) {
            BatchPlan plan = plan(manifest, level);
            if (isTooMany(plan, level)) {
                break;
            }
            cost = cost.plus(plan.estimatedCost());
        }
        return cost;
    }

    /**
     * Runs the trials, one after the other.
     *
     * @throws dev.veo3.batch.manifest.ManifestException when the manifest has problems; nothing has been submitted then
     * @throws BatchInterruptedException when this thread was interrupted; the exception's report is that of the trial under way
     * @throws IllegalArgumentException when the budget does not allow the first trial; nothing has been submitted then
     */
    public Tuning tune(BatchManifest manifest) throws BatchInterruptedException {
        List<TunedLevel> tried = new ArrayList<>();
        Optional<String> more = Optional.empty();
        Usd spent = Usd.ZERO;
        for (int level : levels) {
            BatchPlan plan = plan(manifest, level);
            if (isTooMany(plan, level)) {
                more = Optional.of("the manifest has " + plan.jobCount() + (plan.jobCount() == 1 ? " job" : " jobs"));
                break;
            }
            Usd next = spent.plus(plan.estimatedCost());
            if (budget.filter(most -> next.compareTo(most) > 0).isPresent()) {
                more = Optional.of("a trial costs " + plan.estimatedCost() + ", and of the budget of "
                        + budget.orElseThrow() + " " + spent + " is spent");
                break;
            }
            TunedLevel done = TunedLevel.of(level, run(manifest, level));
            spent = spent.plus(done.cost());
            tried.add(done);
            listener.accept(done);
            if (isEnough(tried)) {
                break;
            }
        }
        if (tried.isEmpty()) {
            throw new IllegalArgumentException("Nothing was tried: " + more.orElseThrow());
        }
        return Tuning.of(tried, more);
    }

    /** More at once than there are jobs cannot be told from as many; the first level is tried whatever there is. */
    private boolean isTooMany(BatchPlan plan, int level) {
        return level > Math.max(plan.jobCount(), levels.getFirst());
    }

    /** One at which a job failed, two levels in a row that were not faster than what was fastest before them, or one that was refused often and not faster. */
    private static boolean isEnough(List<TunedLevel> tried) {
        if (tried.getLast().hasTrouble()) {
            return true;
        }
        return isNoGain(tried, tried.size() - 1)
                && (tried.getLast().isRefusedOften() || isNoGain(tried, tried.size() - 2));
    }

    private static boolean isNoGain(List<TunedLevel> tried, int index) {
        if (index < 1) {
            return false;
        }
        double before = tried.subList(0, index).stream().mapToDouble(TunedLevel::jobsPerMinute).max().orElseThrow();
        return tried.get(index).jobsPerMinute() < before * Tuning.GAIN;
    }

    private BatchReport run(BatchManifest manifest, int level) throws BatchInterruptedException {
        try (BatchProcessor processor = processor(level)) {
            return processor.process(manifest);
        }
    }

    private BatchPlan plan(BatchManifest manifest, int level) {
        try (BatchProcessor processor = processor(level)) {
            return processor.plan(manifest);
        }
    }

    private BatchProcessor processor(int level) {
        return BatchProcessor.builder(executor).withoutJournal().concurrency(level).continueOnError(true)
                .outputDirectory(directory.resolve("concurrency-" + level)).time(time).build();
    }
}
