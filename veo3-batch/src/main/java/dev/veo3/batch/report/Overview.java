// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.metrics.LimitChange;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all jobs of a report come to, in room that does not grow with them. */
final class Overview {
    private static final int MOST_MODELS = 100;
    private static final String OTHERS = "other models";
    private static final String UNKNOWN = "unknown";

    private final Map<String, Count> outcomes = new HashMap<>();
    private final Map<String, Count> models = new HashMap<>();
    private final DurationCounts durations = new DurationCounts();
    private final FailureGroups failures = new FailureGroups();
    private List<ExtraAttempt> extras = List.of();
    private final List<LimitChange> limits;
    private final Optional<RunFigures> figures;
    private final RecordedRun recorded = new RecordedRun();
    private @Nullable TimeGrid grid;
    private @Nullable Instant begin;
    private @Nullable Instant end;
    private Duration duration = Duration.ZERO;
    private long jobs;
    private long succeeded;
    private Usd cost = Usd.ZERO;
    private Usd ambiguous = Usd.ZERO;

    /** Jobs that have something in common. */
    private static final class Count {
        private long jobs;
        private long succeeded;
        private Usd cost = Usd.ZERO;

        void add(ReportedJob job) {
            jobs++;
            succeeded += job.success() ? 1 : 0;
            cost = cost.plus(job.cost());
        }
    }

    private Overview(ReportSource source) {
        this.limits = source.limits();
        this.figures = source.figures();
    }

    /**
     * What one model has cost.
     *
     * @param model its id, or {@code unknown}
     * @param succeeded how many of the jobs have a video
     */
    record ModelCost(String model, long jobs, long succeeded, Usd cost) {}

    static Overview of(ReportSource source) {
        Overview overview = new Overview(source);
        try (Stream<ReportedJob> jobs = source.jobs()) {
            jobs.forEachOrdered(overview::add);
        }
        overview.extras = source.extras();
        Instant begun = source.begun().orElse(null);
        if (begun != null && overview.begin != null && begun.isBefore(overview.begin)) {
            overview.begin = begun;
        }
        return overview;
    }

    private void add(ReportedJob job) {
        jobs++;
        succeeded += job.success() ? 1 : 0;
        outcomes.computeIfAbsent(job.outcome(), none -> new Count()).add(job);
        cost = cost.plus(job.cost());
        if (job.isAmbiguous()) {
            ambiguous = ambiguous.plus(job.cost());
        }
        model(job.model().orElse(UNKNOWN)).add(job);
        failures.add(job);
        duration = duration.plus(job.duration());
        if (!job.outcome().equals(ReportedJob.PENDING)) {
            time(job);
        }
    }

    private Count model(String model) {
        Count known = models.get(model);
        return known != null
                ? known
                : models.computeIfAbsent(models.size() < MOST_MODELS ? model : OTHERS, none -> new Count());
    }

    private void time(ReportedJob job) {
        if (begin == null || job.started().isBefore(begin)) {
            begin = job.started();
        }
        if (end == null || job.ended().isAfter(end)) {
            end = job.ended();
        }
        if (job.duration().isPositive()) {
            durations.add(job.duration());
            if (grid == null) {
                grid = new TimeGrid(job.started());
            }
            JobTimes.Spent spent = job.spent();
            grid.add(job, spent);
            if (figures.isEmpty()) {
                recorded.add(job, spent);
            }
        }
    }

    long jobs() {
        return jobs;
    }

    long succeeded() {
        return succeeded;
    }

    long failed() {
        return jobs - succeeded;
    }

    Map<String, Long> outcomes() {
        Map<String, Long> byName = new TreeMap<>();
        outcomes.forEach((name, count) -> byName.put(name, count.jobs));
        return byName;
    }

    /** Everything, extra attempts included. */
    Usd cost() {
        return cost.plus(extraCost());
    }

    Usd ambiguousCost() {
        return ambiguous;
    }

    Usd extraCost() {
        return extras.stream().map(ExtraAttempt::cost).reduce(Usd.ZERO, Usd::plus);
    }

    List<ExtraAttempt> extras() {
        return extras;
    }

    /** The models, the dearest first. */
    List<ModelCost> models() {
        return models.entrySet().stream()
                .map(entry -> new ModelCost(entry.getKey(), entry.getValue().jobs, entry.getValue().succeeded,
                        entry.getValue().cost))
                .sorted(Comparator.comparing(ModelCost::cost).reversed().thenComparing(ModelCost::model)).toList();
    }

    DurationCounts durations() {
        return durations;
    }

    FailureGroups failures() {
        return failures;
    }

    /** What was measured while the batch ran; empty when that is not known. */
    Optional<RunFigures> figures() {
        return figures;
    }

    /** What the jobs' times tell where nothing was measured; empty when it was, and when no job ran. */
    Optional<RecordedRun.Told> recorded() {
        return figures.isPresent() ? Optional.empty() : grid().map(recorded::told);
    }

    List<LimitChange> limits() {
        return limits;
    }

    /** How many jobs were in which phase; empty when no job ran. */
    Optional<TimeGrid> grid() {
        return Optional.ofNullable(grid);
    }

    /** How long the jobs ran, taken together. */
    Duration duration() {
        return duration;
    }

    /** When the batch began; empty when no job has been taken up. */
    Optional<Instant> begin() {
        return Optional.ofNullable(begin);
    }

    /** When its last job ended. */
    Optional<Instant> end() {
        return Optional.ofNullable(end);
    }

    Duration elapsed() {
        return begin == null || end == null ? Duration.ZERO : Duration.between(begin, end);
    }

    /** How long a job waited until it was taken up. */
    Duration queued(ReportedJob job) {
        return begin == null || job.started().isBefore(begin) ? Duration.ZERO : Duration.between(begin, job.started());
    }
}
