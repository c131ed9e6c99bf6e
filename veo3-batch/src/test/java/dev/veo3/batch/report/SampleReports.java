// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.Alert;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.metrics.BatchHealth;
import dev.veo3.batch.metrics.BatchMetrics;
import dev.veo3.batch.metrics.Bottleneck;
import dev.veo3.batch.metrics.LimitChange;
import dev.veo3.batch.metrics.Phase;
import dev.veo3.batch.metrics.PhaseTimes;
import dev.veo3.batch.metrics.WorkTimes;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.plan.PlannedJobs;
import dev.veo3.model.Usd;
import dev.veo3.video.FilterReason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reports of batches that might have run, always the same ones. */
final class SampleReports {
    /** A name in Arabic that opens an override and never closes it. */
    static final String RIGHT_TO_LEFT = "\u0645\u0631\u0641\u0623 \u202Eat-dawn";
    static final Instant BEGIN = Instant.parse("2026-11-24T10:00:00Z");

    private SampleReports() {}

    /** Jobs of which one in a few comes to nothing. */
    static ReportSource of(int jobs, int limit, Path videos) {
        return of(jobs, limit, videos, false);
    }

    static ReportSource allFailed(int jobs, Path videos) {
        return of(jobs, 4, videos, true);
    }

    static ReportSource empty() {
        return ReportSource.of(new BatchReport(List.of(), Duration.ZERO));
    }

    /** The same as a journal tells of it, when nobody has measured it. */
    static ReportSource recorded(int jobs, int limit, Path videos) {
        return recorded(of(jobs, limit, videos).jobs().toList());
    }

    /** Jobs that nobody has measured. */
    static ReportSource recorded(List<ReportedJob> jobs) {
        return recorded(jobs::stream);
    }

    /** Jobs that nobody has measured, a stream for each time that they are read. */
    static ReportSource recorded(Supplier<Stream<ReportedJob>> jobs) {
        return new ReportSource() {
            @Override
            public Stream<ReportedJob> jobs() {
                return jobs.get();
            }

            @Override
            public List<ExtraAttempt> extras() {
                return List.of();
            }

            @Override
            public List<LimitChange> limits() {
                return List.of();
            }

            @Override
            public Optional<RunFigures> figures() {
                return Optional.empty();
            }

            @Override
            public Optional<Instant> begun() {
                return Optional.empty();
            }

            @Override
            public void close() {
                // There is nothing to close.
            }
        };
    }

    private static ReportSource of(int jobs, int limit, Path videos, boolean failing) {
        Random random = new Random(jobs);
        PriorityQueue<Long> free = new PriorityQueue<>();
        List<JobResult> results = new ArrayList<>();
        List<JobTimes> times = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            long start = i < limit ? i * 400L : free.remove();
            long submit = 300 + random.nextInt(900);
            long generate = failing ? 0 : 38_000 + (long) (Math.abs(random.nextGaussian()) * 30_000);
            JobOutcome outcome = failing ? refused(i) : outcome(i, random, videos);
            boolean taken = !(outcome instanceof JobOutcome.Failed) && !(outcome instanceof JobOutcome.Ambiguous);
            long download = outcome.isSuccess() ? 900 + random.nextInt(4_000) : 0;
            long took = taken ? submit + generate + download : submit;
            Instant started = BEGIN.plusMillis(start);
            results.add(new JobResult(PlannedJobs.job(i, id(i)), outcome,
                    taken ? Optional.of("projects/p/locations/us-central1/operations/" + i) : Optional.empty(), started,
                    Duration.ofMillis(took)));
            times.add(new JobTimes(true, taken ? Optional.of(started.plusMillis(submit)) : Optional.empty(),
                    outcome.isSuccess() ? Optional.of(started.plusMillis(submit + generate)) : Optional.empty()));
            free.add(start + took);
        }
        RunFigures figures = figures(List.of(new LimitChange(BEGIN, limit, "as the batch began"),
                new LimitChange(BEGIN.plusSeconds(60), limit + 2, "every place was taken for a while")));
        return ReportSource.of(new BatchReport(results, Duration.ofMillis(1)).with(figures),
                result -> times.get(result.job().index()));
    }

    private static String id(int i) {
        String[] names = {"harbour-at-dawn", "train-in-snow", "market-street", "lighthouse", "old-bookshop",
            "desert-road"};
        return names[i % names.length] + String.format(Locale.ROOT, "-%03d", i + 1);
    }

    private static JobOutcome outcome(int i, Random random, Path videos) {
        Path file = videos.resolve(id(i) + ".mp4");
        return switch (random.nextInt(24)) {
            case 0 -> new JobOutcome.Filtered(List.of(FilterReason.of("Violence: support code 61493863")));
            case 1 -> refused(i);
            case 2 -> i % 3 == 0
                    ? new JobOutcome.Ambiguous("the connection broke while the service's answer was awaited")
                    : new JobOutcome.Unfinished("the batch was stopped while the operation ran");
            default -> new JobOutcome.Succeeded(List.of(file));
        };
    }

    private static JobOutcome refused(int i) {
        return switch (i % 3) {
            case 0 -> new JobOutcome.Failed(
                    "the service refused it: HTTP 400: durationSeconds " + (9 + i) + " is not supported");
            case 1 ->
                new JobOutcome.Failed("the service refused it: HTTP 403: PERMISSION_DENIED on job \"" + id(i) + "\"");
            default -> new JobOutcome.Failed("the operation ended with INTERNAL (code 13)");
        };
    }

    /** A job whose texts would break a page that does not look out. */
    static ReportSource hostile(Path videos) {
        String id = "</script><script>alert(1)</script><img src=x onerror=alert(2)> {{data}}";
        Job job = PlannedJobs.job(0, id);
        Job second = PlannedJobs.job(1, "=cmd|' /C calc'!A0");
        return ReportSource.of(new BatchReport(List.of(
                new JobResult(job, new JobOutcome.Failed("<!--<script> </style> ]]> \" ' & <b>bold</b> \ud800"),
                        Optional.empty(), BEGIN,
                        Duration.ofSeconds(1)),
                new JobResult(second, new JobOutcome.Succeeded(List.of(videos.resolve("javascript:alert(3)?#%.mp4"))),
                        Optional.of("models/<i>m</i>/operations/1"), BEGIN, Duration.ofSeconds(2)),
                new JobResult(PlannedJobs.job(2, RIGHT_TO_LEFT),
                        new JobOutcome.Failed("\u202Edesrever si siht: " + RIGHT_TO_LEFT),
                        Optional.empty(), BEGIN, Duration.ofSeconds(3)),
                new JobResult(PlannedJobs.job(3, "long-" + "x".repeat(10_000)),
                        new JobOutcome.Failed("too long: " + "y".repeat(10_000)),
                        Optional.empty(), BEGIN, Duration.ofSeconds(4)),
                new JobResult(PlannedJobs.job(4, "words " + "and so on ".repeat(1_000)),
                        new JobOutcome.Succeeded(List.of(videos.resolve("z".repeat(200) + ".mp4"))), Optional.empty(),
                        BEGIN,
                        Duration.ofSeconds(5))),
                Duration.ofSeconds(2)));
    }

    static RunFigures figures(List<LimitChange> limits) {
        Map<Phase, PhaseTimes> phases = Map.of(Phase.QUEUE, times(800, 61_000, 90_000), Phase.SUBMIT,
                times(710, 1_180, 1_200),
                Phase.GENERATE, times(58_000, 97_400, 121_000), Phase.DOWNLOAD, times(2_900, 4_700, 4_900));
        BatchMetrics metrics = new BatchMetrics(Duration.ofSeconds(62), 0, 0.87, 0.083, 124_000_000, 3, phases,
                Usd.ZERO, 0, 4);
        Map<Bottleneck.Cause, Double> shares = Map.of(Bottleneck.Cause.SERVICE_TIME, 0.86, Bottleneck.Cause.QUOTA, 0.09,
                Bottleneck.Cause.DOWNLOAD, 0.05, Bottleneck.Cause.LOCAL_CPU, 0.0, Bottleneck.Cause.DISK, 0.0);
        WorkTimes work = new WorkTimes(Duration.ZERO, Map.of(), Duration.ZERO);
        BatchHealth health = new BatchHealth(List.of(
                new BatchHealth.Finding("virtual threads", BatchHealth.State.FINE, "0 of the batch's are left"),
                new BatchHealth.Finding("open files", BatchHealth.State.SUSPECT,
                        "341 are open, 37 were before the batch, 1048576 may be"),
                new BatchHealth.Finding("heap after collection", BatchHealth.State.UNKNOWN,
                        "nothing has been collected yet")));
        return new RunFigures(metrics,
                Optional.of(new Bottleneck(Bottleneck.Cause.SERVICE_TIME, shares, work, new Bottleneck.Room.More())),
                List.of(new Alert(Alert.Kind.SLOW_JOB,
                        "Job \"harbour-at-dawn-001\" has been running for 5 min 3 s, longer than 5 min 0 s: the service may be slow")),
                health, limits);
    }

    private static PhaseTimes times(long p50, long p95, long p99) {
        return new PhaseTimes(12, Duration.ofMillis(p50), Duration.ofMillis(p95), Duration.ofMillis(p99));
    }
}
