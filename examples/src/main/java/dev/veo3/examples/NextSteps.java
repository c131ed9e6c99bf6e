// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.report.BatchReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a person can do about the jobs of a batch that have no video, and with which command. */
final class NextSteps {

    private NextSteps() {}

    /** One line each; none when every job has its videos. */
    static List<String> of(BatchReport report, RunOptions run, RetryCommand retry) {
        List<String> lines = new ArrayList<>();
        if (count(report, NextSteps::isOpen) > 0) {
            lines.add("To go on: run the same command " + run.again() + "; it takes up what the service keeps.");
        } else if (count(report, outcome -> outcome instanceof JobOutcome.Skipped) > 0) {
            lines.add("To go on: mend what the jobs were skipped for, and run the command " + run.again() + ".");
        }
        if (count(report, NextSteps::isRefused) > 0) {
            lines.add("To submit again what failed: " + retry.line());
        }
        lines.addAll(onEmpty(report, retry));
        long unknown = count(report, outcome -> outcome instanceof JobOutcome.Ambiguous);
        if (unknown > 0) {
            String them = unknown == 1 ? "it" : "them";
            lines.add(
                    unknown + (unknown == 1 ? " job is" : " jobs are") + " of unknown fate: the service may have taken "
                            + them + ", and it may be charged. Look into its console first.");
            lines.add("To submit " + them + " again all the same: " + retry.lineForUnknown());
        }
        return lines;
    }

    /** Under its operation's name a job is asked for once more; one that has none would have to be made anew. */
    private static List<String> onEmpty(BatchReport report, RetryCommand retry) {
        long empty = count(report, outcome -> outcome instanceof JobOutcome.Empty);
        long named = report.results().filter(result -> result.outcome() instanceof JobOutcome.Empty)
                .filter(result -> result.operation().isPresent()).count();
        if (empty == 0) {
            return List.of();
        }
        String what = empty + (empty == 1 ? " job" : " jobs") + " came back empty and may be charged.";
        if (named == 0) {
            return List.of(what + " Look into the service's console.");
        }
        String them = named == 1 ? "it" : "them";
        return List.of(
                what + " Look up the " + (named == 1 ? "operation" : "operations")
                        + " that the results name in the service's console first.",
                "To ask for " + them + " once more without submitting " + them + " again: " + retry.line());
    }

    private static long count(BatchReport report, Predicate<JobOutcome> which) {
        return report.results().filter(result -> which.test(result.outcome())).count();
    }

    private static boolean isOpen(JobOutcome outcome) {
        return outcome instanceof JobOutcome.Unfinished || outcome instanceof JobOutcome.Cancelled;
    }

    private static boolean isRefused(JobOutcome outcome) {
        return outcome instanceof JobOutcome.Failed || outcome instanceof JobOutcome.Filtered;
    }
}
