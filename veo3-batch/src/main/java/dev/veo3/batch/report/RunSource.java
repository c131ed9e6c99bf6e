// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.metrics.LimitChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The jobs of one run. */
final class RunSource implements ReportSource {
    private final BatchReport report;
    private final RunTimes times;
    private final Runnable close;

    /**
     * A report with the times of its jobs.
     *
     * @param close closes what the times are read from
     */
    RunSource(BatchReport report, RunTimes times, Runnable close) {
        this.report = report;
        this.times = times;
        this.close = close;
    }

    @Override
    public Stream<ReportedJob> jobs() {
        return report.results().map(result -> ReportedJob.of(result, times.of(result)));
    }

    @Override
    public List<ExtraAttempt> extras() {
        return report.extras();
    }

    @Override
    public List<LimitChange> limits() {
        return report.figures().map(RunFigures::limits).orElse(List.of());
    }

    @Override
    public Optional<RunFigures> figures() {
        return report.figures();
    }

    @Override
    public Optional<Instant> begun() {
        return limits().stream().findFirst().map(LimitChange::time);
    }

    @Override
    public void close() {
        close.run();
    }
}
