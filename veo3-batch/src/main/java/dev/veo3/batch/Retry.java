package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.RecordedResult;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.batch.report.ResultsFileException;
import dev.veo3.batch.report.RetryDecision;
import dev.veo3.video.FilterReason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a batch before it runs.
 *
 * @param known results that stand already, by job index
 * @param operations what the service keeps, by job index
 */
record Retry(Map<Integer, JobResult> known, Map<Integer, String> operations) {

    private static final Set<String> NOT_KEPT = Set.of("failed", "filtered");
    private static final Set<String> NOT_BEGUN = Set.of("skipped", "cancelled");

    static Retry of(BatchPlan plan, ResultsFile file, boolean acceptUnknown, Instant now) {
        Map<String, RecordedResult> recorded = byId(file);
        Map<Integer, JobResult> known = new HashMap<>();
        Map<Integer, String> operations = new HashMap<>();
        plan.jobs().forEach(job -> {
            RecordedResult named = recorded.remove(job.id());
            RecordedResult result = named == null ? unnamed(job, file) : named;
            switch (RetryDecision.of(job, result, acceptUnknown)) {
                case RetryDecision.Keep() -> known.put(job.index(), kept(job, result, now));
                case RetryDecision.Resubmit() -> {
                }
                case RetryDecision.Resume(String operation) -> operations.put(job.index(), operation);
                case RetryDecision.LeaveAlone(String why) -> known.put(job.index(), leftAlone(job, result, why, now));
            }
        });
        recorded.values().forEach(result -> refuseToForget(result, file));
        return new Retry(known, operations);
    }

    private static Map<String, RecordedResult> byId(ResultsFile file) {
        Map<String, RecordedResult> recorded = new LinkedHashMap<>();
        file.results().forEach(result -> {
            if (recorded.put(result.jobId(), result) != null) {
                throw new ResultsFileException(
                        file.file() + ": the job \"" + result.jobId() + "\" is named twice, so it is"
                                + " not known how it ended. Take one of the two out.");
            }
        });
        return recorded;
    }

    /** The new results name the manifest's jobs only: what the service may keep for another one would be forgotten. */
    private static void refuseToForget(RecordedResult result, ResultsFile file) {
        boolean settled = result.success() || result.outcome().filter(NOT_KEPT::contains).isPresent()
                || (result.operation().isEmpty() && result.outcome().filter(NOT_BEGUN::contains).isPresent());
        if (!settled) {
            throw new ResultsFileException(
                    file.file() + ": the job \"" + result.jobId() + "\" is not in the manifest, but"
                            + " the service may keep a video for it"
                            + result.operation().map(name -> " (" + name + ")").orElse("")
                            + ". Put it back into the manifest, or take it out of the results file.");
        }
    }

    private static RecordedResult unnamed(Job job, ResultsFile file) {
        return unknown(job.id(), file.file() + " does not name it: it is not known whether it was submitted");
    }

    private static RecordedResult unknown(String id, String why) {
        return new RecordedResult(id, false, Optional.of("ambiguous"), Optional.empty(), Optional.empty(),
                Optional.of(why), Optional.empty(), Duration.ZERO);
    }

    private static JobResult kept(Job job, RecordedResult result, Instant now) {
        List<Path> there = job.files().stream().filter(RetryDecision::isThere).toList();
        List<Path> files = there.isEmpty() ? result.output().map(Path::of).stream().toList() : there;
        if (result.outcome().filter("partly_filtered"::equals).isEmpty()) {
            return result(job, result, new JobOutcome.Succeeded(files), now);
        }
        List<FilterReason> reasons = result.error().map(JobOutcome.PartlyFiltered::reasonsIn).orElse(List.of());
        return result(job, result, new JobOutcome.PartlyFiltered(files, reasons), now);
    }

    private static JobResult leftAlone(Job job, RecordedResult result, String why, Instant now) {
        return result(job, result, new JobOutcome.Ambiguous(why), now);
    }

    private static JobResult result(Job job, RecordedResult result, JobOutcome outcome, Instant now) {
        return new JobResult(job, outcome, result.operation(), result.started().orElse(now), result.duration());
    }
}
