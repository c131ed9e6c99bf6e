// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.doctor;

import dev.veo3.batch.BatchInterruptedException;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.metrics.BatchHealth;
import dev.veo3.batch.metrics.BatchMetrics;
import dev.veo3.batch.metrics.HeapMemory;
import dev.veo3.batch.metrics.ProcessFigures;
import dev.veo3.batch.profile.BatchProfiler;
import dev.veo3.batch.profile.HotMethod;
import dev.veo3.batch.profile.Profile;
import dev.veo3.batch.profile.ProfileException;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.RunFigures;
import dev.veo3.batch.tune.TunedLevel;
import dev.veo3.batch.tune.Tuner;
import dev.veo3.batch.tune.Tuning;
import dev.veo3.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** One visit to the doctor: the checks, in the order of the guide's checklist. */
final class Examination {
    private static final int CONCURRENCY = 8;
    private static final List<Integer> LEVELS = List.of(1, 2, 4, 8);
    /** So much of the throughput of small batches must a large one have. */
    private static final double STEADY = 0.8;
    /** So much may the heap of a program grow that is still loading its classes. */
    private static final long HEAP_MAY_GROW = 4_000_000;
    private static final Duration SLOW_SUBMIT = Duration.ofSeconds(5);
    /** A connection, a video and its part file, and as much again for what else the program has open. */
    private static final int FILES_OF_A_JOB = 6;
    private static final int COLLECTIONS = 3;
    private static final List<String> NEED_VIDEOS = List.of("CPU profile", "memory", "network latency", "concurrency",
            "virtual threads", "permits", "heap after collection", OpenFiles.SUBJECT);

    private final Executor executor;
    private final Workload workload;
    private final Path directory;
    private final int jobs;
    private final Consumer<Check> listener;
    private final List<Check> checks = new ArrayList<>();
    private final TimeSource time;
    private final OpenFiles files;
    /** The submissions of the last batch. */
    private TimedExchanges exchanges;

    Examination(Executor executor, Workload workload, Path directory, int jobs, Consumer<Check> listener,
            TimeSource time) {
        this.executor = executor;
        this.time = time;
        this.exchanges = new TimedExchanges(executor, time);
        this.files = new OpenFiles(time);
        this.workload = workload;
        this.directory = directory;
        this.jobs = jobs;
        this.listener = listener;
    }

    /** How many jobs are run for it, when the largest batch has so many. */
    static int jobs(int largest) {
        return largest / 10 + largest / 2 + 2 * largest + LEVELS.size() * trial(largest);
    }

    private static int trial(int largest) {
        return Math.min(largest, 2 * CONCURRENCY);
    }

    private void found(Check check) {
        checks.add(check);
        listener.accept(check);
    }

    Diagnosis diagnosis() {
        return new Diagnosis(checks);
    }

    void run() throws BatchInterruptedException {
        Optional<BatchReport> small = batch(jobs / 10);
        if (small.isPresent() && small.get().succeeded() == 0) {
            found(Check.of("batch sizes", false,
                    "0 of " + small.get().jobCount() + " jobs have a video." + commonest(small.get())));
            NEED_VIDEOS.forEach(subject -> found(Check.not(subject, "no job of the first batch has a video.")));
            limit();
            return;
        }
        profile();
        Optional<BatchReport> large = batch(jobs);
        long heap = heapAfterCollection();
        OptionalLong open = files.count();
        Optional<BatchReport> again = batch(jobs);
        // Before another collection: what that would close, nobody has closed.
        OptionalLong left = files.count();
        memory(heap, again);
        sizes(small, large);
        latency();
        concurrency();
        health(again.or(() -> large).or(() -> small));
        found(again.isEmpty()
                ? Check.not(OpenFiles.SUBJECT, "the batches that it takes are more expensive than allowed.")
                : OpenFiles.left(open, left, jobs, CONCURRENCY));
        limit();
    }

    private Optional<BatchReport> batch(int size) throws BatchInterruptedException {
        if (workload.obstacle(executor, size).isPresent()) {
            return Optional.empty();
        }
        exchanges = new TimedExchanges(executor, time);
        return Optional.of(workload.run(exchanges, size, CONCURRENCY, RetryPolicy.none()));
    }

    private void profile() throws BatchInterruptedException {
        String subject = "CPU profile";
        int size = jobs / 2;
        Optional<String> obstacle = workload.obstacle(executor, size);
        if (obstacle.isPresent()) {
            found(Check.not(subject, obstacle.get()));
            return;
        }
        Path recording = directory.resolve("cpu.jfr");
        try {
            ProcessorLoad load = BatchProfiler.cpu(recording).replacingFiles().around(() -> load(size));
            String hottest = hottest(Profile.read(recording));
            found(load.cpu().isEmpty()
                    ? Check.not(subject, "this system does not tell what a process has used of its processors; "
                            + hottest)
                    : Check.of(subject, !load.isHeavy(), load.describe() + "; " + hottest));
        } catch (ProfileException e) {
            found(Check.of(subject, false, String.valueOf(e.getMessage())));
        }
    }

    private ProcessorLoad load(int size) throws BatchInterruptedException {
        Optional<Duration> before = ProcessFigures.now().cpu();
        long since = time.nanos();
        workload.run(executor, size, CONCURRENCY, RetryPolicy.none());
        Duration elapsed = Duration.ofNanos(time.nanos() - since);
        return new ProcessorLoad(size, before.flatMap(then -> ProcessFigures.now().cpu().map(now -> now.minus(then))),
                elapsed, Runtime.getRuntime().availableProcessors());
    }

    private static String hottest(Profile profile) {
        if (profile.measures().isEmpty()) {
            return "there is no sample of it.";
        }
        HotMethod first = profile.top(1).methods().getFirst();
        return String.format(Locale.ROOT, "the hottest method was %s with %.0f %%.", first.name(),
                first.selfShare() * 100);
    }

    private void memory(long before, Optional<BatchReport> again) {
        String subject = "memory";
        if (again.isEmpty()) {
            found(Check.not(subject, "the batches that it takes are more expensive than allowed."));
            return;
        }
        long after = heapAfterCollection();
        found(Check.of(subject, after - before <= Math.max(HEAP_MAY_GROW, before / 10), String.format(Locale.ROOT,
                "%.1f MB of heap after a batch of %d and a collection, %.1f MB after another.", before / 1e6, jobs,
                after / 1e6)));
    }

    /** Several, since what a collection only finds to be dead is freed by the next. */
    private static long heapAfterCollection() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            least = Math.min(least, HeapMemory.used());
        }
        return least;
    }

    private void sizes(Optional<BatchReport> small, Optional<BatchReport> large) {
        String subject = "batch sizes";
        if (small.isEmpty() || large.isEmpty()) {
            found(Check.not(subject, "the batches that it takes are more expensive than allowed."));
            return;
        }
        double few = perMinute(small.get());
        double many = perMinute(large.get());
        boolean allDone = small.get().failed() == 0 && large.get().failed() == 0;
        found(Check.of(subject, allDone && many >= few * STEADY, String.format(Locale.ROOT,
                "%.0f jobs a minute in a batch of %d, %.0f in one of %d; %d of %d jobs have a video.", few,
                small.get().jobCount(), many, large.get().jobCount(),
                small.get().succeeded() + large.get().succeeded(),
                small.get().jobCount() + large.get().jobCount())
                + commonest(large.get().failed() > 0 ? large.get() : small.get())));
    }

    private static String commonest(BatchReport report) {
        return report.commonestFailure().map(why -> " Most often: " + why).orElse("");
    }

    private static double perMinute(BatchReport report) {
        return report.elapsed().isPositive() ? report.jobCount() * 60e9 / report.elapsed().toNanos() : 0;
    }

    private void latency() {
        String subject = "network latency";
        List<Duration> times = exchanges.sorted();
        if (times.isEmpty()) {
            found(Check.not(subject, "the service answered no submission."));
            return;
        }
        Duration half = times.get((times.size() - 1) / 2);
        Duration most = times.get((times.size() * 95 - 1) / 100);
        found(Check.of(subject, most.compareTo(SLOW_SUBMIT) <= 0, String.format(Locale.ROOT,
                "a submission was answered within %.1f ms, 95 of 100 within %.1f ms; waits for a quota are not in it.",
                half.toNanos() / 1e6, most.toNanos() / 1e6)));
    }

    private void concurrency() throws BatchInterruptedException {
        String subject = "concurrency";
        Optional<String> obstacle = workload.obstacle(executor, LEVELS.size() * trial(jobs));
        if (obstacle.isPresent()) {
            found(Check.not(subject, obstacle.get()));
            return;
        }
        Tuning tuning = Tuner.of(executor, directory).levels(LEVELS).tune(workload.manifest(trial(jobs)));
        tuning.levels().stream().map(TunedLevel::cost).forEach(workload::spent);
        TunedLevel one = tuning.levels().getFirst();
        if (tuning.best().isEmpty()) {
            found(Check.of(subject, false, tuning.reason()));
            return;
        }
        TunedLevel best = tuning.best().get();
        found(Check.of(subject, best.succeeded() == best.jobs() && !isSlower(best, one), String.format(Locale.ROOT,
                "%.0f jobs a minute with %d at once, %.0f with %d. %s", one.jobsPerMinute(), one.concurrency(),
                best.jobsPerMinute(), best.concurrency(), tuning.reason())));
    }

    private static boolean isSlower(TunedLevel best, TunedLevel one) {
        return best.jobsPerMinute() < one.jobsPerMinute() * STEADY;
    }

    private void health(Optional<BatchReport> report) {
        Optional<BatchHealth> health = report.flatMap(BatchReport::figures).map(RunFigures::health);
        if (health.isEmpty()) {
            found(Check.not("leaks", "no batch was run."));
            return;
        }
        for (BatchHealth.Finding finding : health.get().findings()) {
            if (finding.subject().equals(OpenFiles.SUBJECT)) {
                // Of one batch it cannot be told so exactly.
                continue;
            }
            found(switch (finding.state()) {
                case FINE -> Check.of(finding.subject(), true, finding.figures() + ".");
                case SUSPECT -> Check.of(finding.subject(), false, finding.figures() + ".");
                case UNKNOWN -> Check.not(finding.subject(), finding.figures() + ".");
            });
        }
    }

    private void limit() {
        String subject = "limit of open files";
        ProcessFigures process = ProcessFigures.now();
        if (process.mostFiles().isEmpty() || process.openFiles().isEmpty()) {
            found(Check.not(subject, "this system does not tell."));
            return;
        }
        long free = process.mostFiles().getAsLong() - process.openFiles().getAsLong();
        found(Check.of(subject, free >= 64 * FILES_OF_A_JOB, free + " files more may be opened, enough for "
                + free / FILES_OF_A_JOB + " jobs at once."
                + (free >= 64 * FILES_OF_A_JOB ? "" : " Raise it, for example with ulimit -n 4096.")));
    }

    /** How failures and new attempts are dealt with. */
    void errors(Optional<Executor> troubled, Workload unpaid, RetryPolicy retries) throws BatchInterruptedException {
        String subject = "errors";
        if (troubled.isEmpty()) {
            found(Check.not(subject, "it takes a service that fails on purpose, such as the emulator."));
            return;
        }
        int size = Math.max(10, jobs / 2);
        BatchReport report = unpaid.run(troubled.get(), size, CONCURRENCY, retries);
        long ambiguous = report.outcomes().getOrDefault("ambiguous", 0L);
        long hits = report.metrics().map(BatchMetrics::rateLimitHits).orElse(0L);
        found(Check.of(subject, report.succeeded() == size && report.extras().isEmpty(), String.format(Locale.ROOT,
                "%d of %d jobs have a video although the service failed on purpose; it refused %d times for the quota,"
                        + " %d jobs are of unknown fate, %d attempts were paid in vain; %.1f s.",
                report.succeeded(), size, hits, ambiguous, report.extras().size(),
                report.elapsed().toNanos() / 1e9)));
    }
}
