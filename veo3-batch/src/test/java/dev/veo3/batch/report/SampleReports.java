package dev.veo3.batch.report;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.plan.PlannedJobs;
import dev.veo3.video.FilterReason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/** Reports of batches that might have run, always the same ones. */
final class SampleReports {
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
        return ReportSource.of(new BatchReport(results, Duration.ofMillis(1)), new RunTimes() {
            @Override
            public JobTimes of(JobResult result) {
                return times.get(result.job().index());
            }

            @Override
            public List<LimitChange> limits() {
                return List.of(new LimitChange(BEGIN, Math.max(1, limit - 1), "at the beginning"),
                        new LimitChange(BEGIN.plusSeconds(60), limit, "every place was taken for a while"));
            }
        });
    }

    private static String id(int i) {
        String[] names = {"harbour-at-dawn", "train-in-snow", "market-street", "lighthouse", "old-bookshop", "desert-road"};
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
            case 0 -> new JobOutcome.Failed("the service refused it: HTTP 400: durationSeconds " + (9 + i) + " is not supported");
            case 1 -> new JobOutcome.Failed("the service refused it: HTTP 403: PERMISSION_DENIED on job \"" + id(i) + "\"");
            default -> new JobOutcome.Failed("the operation ended with INTERNAL (code 13)");
        };
    }

    /** A job whose texts would break a page that does not look out. */
    static ReportSource hostile(Path videos) {
        String id = "</script><script>alert(1)</script><img src=x onerror=alert(2)> {{data}}";
        Job job = PlannedJobs.job(0, id);
        Job second = PlannedJobs.job(1, "=cmd|' /C calc'!A0");
        return ReportSource.of(new BatchReport(List.of(
                new JobResult(job, new JobOutcome.Failed("<!--<script> </style> ]]> \" ' & <b>bold</b> \ud800"), Optional.empty(), BEGIN,
                        Duration.ofSeconds(1)),
                new JobResult(second, new JobOutcome.Succeeded(List.of(videos.resolve("javascript:alert(3)?#%.mp4"))),
                        Optional.of("models/<i>m</i>/operations/1"), BEGIN, Duration.ofSeconds(2))),
                Duration.ofSeconds(2)));
    }

    static RunNotes notes() {
        return new RunNotes(
                List.of(new RunNotes.Alert("slow job", "Job \"harbour-at-dawn-001\" runs for more than 5 minutes.")),
                Optional.of(new RunNotes.Bottleneck("service time",
                        List.of(new RunNotes.Share("service time", 0.86), new RunNotes.Share("quota", 0.09),
                                new RunNotes.Share("download", 0.05)),
                        "Let more jobs run at once, or take a faster model.")),
                List.of(new RunNotes.Check("virtual threads", RunNotes.Verdict.FINE, "none is left"),
                        new RunNotes.Check("open files", RunNotes.Verdict.SUSPECT, "4 more than at the beginning"),
                        new RunNotes.Check("heap after a collection", RunNotes.Verdict.UNKNOWN, "no collection was seen")));
    }

}
