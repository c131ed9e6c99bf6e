// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.journal.Histories;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.metrics.BatchMetrics;
import dev.veo3.model.Usd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of a batch: one result for each job, in the order of the manifest. A handle that can be read any number of times.
 *
 * <p>
 * Where the jobs are read from a manifest of JSON Lines or CSV, the results are read from the journal whenever they are asked for,
 * and the jobs from the manifest: in memory there are the sums and a few bytes for each job. They are what the journal has
 * recorded, so a filter's reasons are one. When a later run has gone on with the same journal, they are
 * what it has made of them, or cannot be read any more because it has written the journal anew: that run's report has them then.
 * Of a job that cannot be read any more the result has its {@linkplain dev.veo3.batch.plan.BatchPlan#outline outline}. Without
 * a journal, or with one in memory, results are kept in memory, about fifty bytes each.
 *
 * <p>
 * Immutable and thread-safe.
 *
 * @since 1.0
 */
public final class BatchReport {
    private final int jobs;
    private final Supplier<Stream<JobResult>> results;
    private final Totals totals;
    private final List<ExtraAttempt> extras;
    private final Duration elapsed;
    private final Optional<RunFigures> figures;
    private final Optional<Supplier<Histories>> histories;

    /**
     * The sums over all results.
     *
     * @param succeeded how many jobs have a video
     * @param cost what the batch has cost, or may have, extra attempts included
     * @param outcomes how many jobs ended in each way, by the outcome's name
     * @param duration how long the jobs ran, taken together
     */
    public record Totals(int succeeded, Usd cost, Map<String, Long> outcomes, Duration duration) {

        /** Copies the counts and sorts them by name. */
        public Totals {
            outcomes = Collections.unmodifiableMap(new TreeMap<>(outcomes));
        }

        static Totals of(List<JobResult> results) {
            return new Totals((int) results.stream().filter(result -> result.outcome().isSuccess()).count(),
                    results.stream().map(JobResult::cost).reduce(Usd.ZERO, Usd::plus),
                    results.stream().collect(
                            Collectors.groupingBy(result -> result.outcome().name(), Collectors.counting())),
                    results.stream().map(JobResult::duration).reduce(Duration.ZERO, Duration::plus));
        }
    }

    /**
     * The results of a batch.
     *
     * @param results one for each job, in the order of the manifest
     * @param elapsed from the batch's begin to its end
     */
    public BatchReport(List<JobResult> results, Duration elapsed) {
        this(results.size(), List.copyOf(results)::stream, Totals.of(results), List.of(), elapsed);
    }

    /**
     * Results that are read when they are asked for.
     *
     * @param jobs how many there are
     * @param results gives a new stream of the results in the order of the manifest at each call; thread-safe
     * @param totals their sums
     * @param extras the attempts besides those that count, which the service may charge
     * @param elapsed from the batch's begin to its end
     */
    public BatchReport(int jobs, Supplier<Stream<JobResult>> results, Totals totals, List<ExtraAttempt> extras,
            Duration elapsed) {
        this(jobs, results, totals, extras, elapsed, Optional.empty(), Optional.empty());
    }

    private BatchReport(int jobs, Supplier<Stream<JobResult>> results, Totals totals, List<ExtraAttempt> extras,
            Duration elapsed, Optional<RunFigures> figures,
            Optional<Supplier<Histories>> histories) {
        this.jobs = jobs;
        this.results = results;
        this.totals = totals;
        this.extras = List.copyOf(extras);
        this.elapsed = elapsed;
        this.figures = figures;
        this.histories = histories;
    }

    /** The same report with what was measured while the batch ran. */
    public BatchReport with(RunFigures measured) {
        return new BatchReport(jobs, results, totals, extras, elapsed, Optional.of(measured), histories);
    }

    /**
     * The same report with the histories that its journal has kept, which tell when the phases of its jobs began.
     *
     * @param recorded opens them, at each call
     */
    public BatchReport withHistories(Supplier<Histories> recorded) {
        return new BatchReport(jobs, results, totals, extras, elapsed, figures, Optional.of(recorded));
    }

    /** The histories of its jobs, opened; empty when they are in no file of this batch's own, or not there any more. */
    Optional<Histories> histories() {
        try {
            return histories.map(Supplier::get);
        } catch (JournalException e) {
            return Optional.empty();
        }
    }

    /** What was measured while the batch ran; empty when the report was not made by a run. */
    public Optional<RunFigures> figures() {
        return figures;
    }

    /** The figures at the batch's end; empty when the report was not made by a run. */
    public Optional<BatchMetrics> metrics() {
        return figures.map(RunFigures::metrics);
    }

    /**
     * The results in the order of the manifest; a new stream at each call. That of a large batch reads the journal while it is
     * used, holds its file until its end, and must be closed when it is not used up.
     *
     * @throws dev.veo3.batch.journal.JournalException when the journal must be read and cannot be, also from the stream
     */
    public Stream<JobResult> results() {
        return results.get();
    }

    /** How many jobs there were. */
    public int jobCount() {
        return jobs;
    }

    /** How many jobs have a video. */
    public int succeeded() {
        return totals.succeeded();
    }

    /** How many jobs have none. */
    public int failed() {
        return jobs - totals.succeeded();
    }

    /**
     * The attempts besides those that count, which the service may charge, in this run and in those before it. Each may have made a
     * video that nobody has asked for again.
     */
    public List<ExtraAttempt> extras() {
        return extras;
    }

    /**
     * What the batch has cost, or may have where that is not known, {@linkplain #extras extra attempts} included; what has no known price
     * is not in it.
     */
    public Usd cost() {
        return totals.cost();
    }

    /** How long the jobs ran, taken together. */
    public Duration duration() {
        return totals.duration();
    }

    /** From the batch's begin to its end. */
    public Duration elapsed() {
        return elapsed;
    }

    /** How many jobs ended in each way, by the outcome's name. */
    public Map<String, Long> outcomes() {
        return totals.outcomes();
    }

    /**
     * Why most of the jobs without a video have none, and what to do about it, in sentences; empty when all have one. Reasons that
     * differ in numbers and names only are one.
     *
     * @param besides outcomes that are not looked at, for example {@code filtered}
     * @throws dev.veo3.batch.journal.JournalException when the journal must be read and cannot be
     */
    public Optional<String> commonestFailure(String... besides) {
        try (Stream<JobResult> all = results()) {
            return FailureGroups.commonest(all.filter(result -> !result.outcome().isSuccess()
                    && !Set.of(besides).contains(result.outcome().name())));
        }
    }

    /**
     * One line for people: {@code 12 jobs in 3.4 s: 11 succeeded, 1 filtered; $35.20}. Where there are extra attempts, it says so:
     * {@code …; $38.40, of which $3.20 for an extra attempt}.
     */
    public String summary() {
        String ways = outcomes().entrySet().stream().map(way -> way.getValue() + " " + way.getKey().replace('_', ' '))
                .collect(Collectors.joining(", "));
        return jobCount() + (jobCount() == 1 ? " job in " : " jobs in ") + seconds() + " s"
                + (ways.isEmpty() ? "" : ": " + ways) + "; " + cost() + besides();
    }

    private String besides() {
        if (extras.isEmpty()) {
            return "";
        }
        Usd cost = extras.stream().map(ExtraAttempt::cost).reduce(Usd.ZERO, Usd::plus);
        return ", of which " + cost + " for "
                + (extras.size() == 1 ? "an extra attempt" : extras.size() + " extra attempts");
    }

    private String seconds() {
        return elapsed.toSeconds() + "." + elapsed.toMillisPart() / 100;
    }

    /**
     * Writes the results as JSON, in the format of the Go program {@code go-veo3} with two more fields for each job,
     * and with the {@linkplain #extras extra attempts} where there are any. The file
     * appears whole or not at all: it is written beside its place and moved.
     * An interrupt does not end it, because the file is what the next run goes on from: the thread is still interrupted when this
     * returns.
     *
     * @throws IOException when it cannot be written; a file that was there before is untouched then
     */
    public void writeResults(Path file) throws IOException {
        ResultsFile.write(this, file);
    }

    /**
     * Writes the report in a format, under the title {@code Video batch}; a {@link ReportWriter} gives it another one. It has what
     * was measured while the batch ran, and the phases of its jobs where it had a journal. The file appears whole or not at
     * all, like that of {@link #writeResults}.
     *
     * @throws IOException when it cannot be written; a file that was there before is untouched then
     * @throws dev.veo3.batch.journal.JournalException when the results are in the journal and cannot be read; nothing has been written then
     */
    public void write(ReportFormat format, Path file) throws IOException {
        try (ReportSource source = ReportSource.of(this)) {
            ReportWriter.of(source).write(format, file);
        }
    }
}
