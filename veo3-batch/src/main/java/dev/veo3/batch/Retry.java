package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.RecordedResult;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.batch.report.RetryDecision;
import dev.veo3.video.FilterReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is known of a batch before it runs.
 *
 * @param known results that stand already, by job index
 * @param operations what the service keeps, by job index
 */
record Retry(Map<Integer, JobResult> known, Map<Integer, String> operations) {

    static Retry of(BatchPlan plan, ResultsFile file, boolean acceptUnknown, Instant now) {
        Map<String, RecordedResult> recorded = file.results()
                .collect(
                        Collectors.toMap(RecordedResult::jobId, Function.identity(), (one, other) -> twice(one, file)));
        Map<Integer, JobResult> known = new HashMap<>();
        Map<Integer, String> operations = new HashMap<>();
        plan.jobs().forEach(job -> {
            RecordedResult result = recorded.getOrDefault(job.id(), unnamed(job, file));
            switch (RetryDecision.of(job, result, acceptUnknown)) {
                case RetryDecision.Keep() -> known.put(job.index(), kept(job, result, now));
                case RetryDecision.Resubmit() -> {
                }
                case RetryDecision.Resume(String operation) -> operations.put(job.index(), operation);
                case RetryDecision.LeaveAlone(String why) -> known.put(job.index(), leftAlone(job, result, why, now));
            }
        });
        return new Retry(known, operations);
    }

    private static RecordedResult unnamed(Job job, ResultsFile file) {
        return unknown(job.id(), file.file() + " does not name it: it is not known whether it was submitted");
    }

    private static RecordedResult twice(RecordedResult result, ResultsFile file) {
        return unknown(result.jobId(), file.file() + " names it twice: it is not known how it ended");
    }

    private static RecordedResult unknown(String id, String why) {
        return new RecordedResult(id, false, Optional.of("ambiguous"), Optional.empty(), Optional.empty(),
                Optional.of(why), Optional.empty(), Duration.ZERO);
    }

    private static JobResult kept(Job job, RecordedResult result, Instant now) {
        if (result.outcome().filter("partly_filtered"::equals).isEmpty()) {
            return result(job, result, new JobOutcome.Succeeded(job.files()), now);
        }
        List<Path> there = job.files().stream().filter(Files::exists).toList();
        List<FilterReason> reasons = result.error().map(FilterReason::of).stream().toList();
        return result(job, result, new JobOutcome.PartlyFiltered(there, reasons), now);
    }

    private static JobResult leftAlone(Job job, RecordedResult result, String why, Instant now) {
        return result(job, result, new JobOutcome.Ambiguous(why), now);
    }

    private static JobResult result(Job job, RecordedResult result, JobOutcome outcome, Instant now) {
        return new JobResult(job, outcome, result.operation(), result.started().orElse(now), result.duration());
    }
}
