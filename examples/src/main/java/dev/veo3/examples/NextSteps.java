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
    static List<String> of(BatchReport report, RetryCommand retry) {
        List<String> lines = new ArrayList<>();
        if (count(report, NextSteps::isOpen) > 0) {
            lines.add("To go on: run the same command again; it takes up what the service keeps.");
        } else if (count(report, outcome -> outcome instanceof JobOutcome.Skipped) > 0) {
            lines.add("To go on: mend what the jobs were skipped for, and run the command again.");
        }
        if (count(report, NextSteps::isRefused) > 0) {
            lines.add("To submit again what failed: " + retry.line());
        }
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
