// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.RecordedResult;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.batch.report.RetryDecision;
import dev.veo3.model.Usd;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a retry is about to do.
 *
 * @param price of the jobs that are submitted again
 */
record RetryPreview(int kept, int submitted, Usd price, int takenUp, int leftAlone) {

    static RetryPreview of(BatchPlan plan, ResultsFile results, boolean acceptUnknown) {
        int[] named = new int[plan.jobCount()];
        try (Stream<RecordedResult> recorded = results.results()) {
            recorded.forEach(result -> plan.find(result.jobId()).ifPresent(index -> named[index]++));
        }
        Counts counts = new Counts();
        try (Stream<RecordedResult> recorded = results.results()) {
            recorded.forEach(result -> plan.find(result.jobId()).ifPresent(index -> {
                if (named[index] == 1) {
                    Job job = plan.job(index);
                    counts.add(job, RetryDecision.of(job, result, acceptUnknown));
                }
            }));
        }
        for (int index = 0; index < named.length; index++) {
            if (named[index] != 1) {
                // Of a job that the file does not name once, nobody knows whether the service took it.
                counts.add(plan.job(index), acceptUnknown
                        ? new RetryDecision.Resubmit()
                        : new RetryDecision.LeaveAlone("not named once"));
            }
        }
        return new RetryPreview(counts.kept, counts.submitted, counts.price, counts.takenUp, counts.leftAlone);
    }

    private static final class Counts {
        private int kept;
        private int submitted;
        private int takenUp;
        private int leftAlone;
        private Usd price = Usd.ZERO;

        private void add(Job job, RetryDecision decision) {
            switch (decision) {
                case RetryDecision.Keep() -> kept++;
                case RetryDecision.Resubmit() -> {
                    submitted++;
                    price = price.plus(job.price().orElse(Usd.ZERO));
                }
                case RetryDecision.Resume(String operation) -> takenUp++;
                case RetryDecision.LeaveAlone(String why) -> leftAlone++;
            }
        }
    }

    /** For example {@code 9 kept, 2 submitted again (at most $6.40), 1 taken up, 0 left alone}. */
    String describe() {
        return kept + " kept, " + submitted + " submitted again" + (submitted > 0 ? " (at most " + price + ")" : "")
                + ", " + takenUp + " taken up, " + leftAlone + " left alone";
    }

    /** The jobs that the service may have taken and that have no video yet. */
    static List<String> open(ResultsFile results) {
        return results.results().filter(RetryPreview::isOpen).map(RecordedResult::jobId).toList();
    }

    private static boolean isOpen(RecordedResult result) {
        Optional<String> outcome = result.outcome();
        if (outcome.isEmpty()) {
            return !result.success();
        }
        return switch (outcome.get()) {
            case "succeeded", "partly_filtered", "failed", "filtered" -> false;
            case "skipped", "cancelled" -> result.operation().isPresent();
            default -> true;
        };
    }

    /** The first few, and how many more there are. */
    static String names(List<String> ids) {
        String first = ids.stream().limit(5).collect(Collectors.joining(", "));
        return ids.size() > 5 ? first + " and " + (ids.size() - 5) + " more" : first;
    }
}
