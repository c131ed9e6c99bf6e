// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import dev.veo3.batch.event.JobOutcome;
import java.util.List;

/** The ways to end, by number. */
final class OutcomeKinds {
    /** By number: first those with a video, then those of which the job itself came to nothing, and at last those that were only left. */
    static final List<String> NAMES = List.of("succeeded", "partly_filtered", "filtered", "empty", "failed",
            "ambiguous", "unfinished", "skipped", "cancelled");

    private OutcomeKinds() {}

    static int of(JobOutcome outcome) {
        return switch (outcome) {
            case JobOutcome.Succeeded o -> 0;
            case JobOutcome.PartlyFiltered o -> 1;
            case JobOutcome.Filtered o -> 2;
            case JobOutcome.Empty o -> 3;
            case JobOutcome.Failed o -> 4;
            case JobOutcome.Ambiguous o -> 5;
            case JobOutcome.Unfinished o -> 6;
            case JobOutcome.Skipped o -> 7;
            case JobOutcome.Cancelled o -> 8;
        };
    }

    /** The jobs with a video, among so many of each kind. */
    static int succeeded(long[] counts) {
        return (int) (counts[0] + counts[1]);
    }

    /** The jobs that came to nothing, among so many of each kind. */
    static int failed(long[] counts) {
        long failed = 0;
        for (int kind = 0; kind < NAMES.size(); kind++) {
            failed += isError(kind) ? counts[kind] : 0;
        }
        return (int) failed;
    }

    /** The jobs that are left, among so many of each kind. */
    static BatchProgress.Left left(long[] counts) {
        return new BatchProgress.Left((int) counts[6], (int) counts[7], (int) counts[8]);
    }

    /** Whether the job itself came to nothing. The last three say that the batch was ended, and nothing about the job. */
    static boolean isError(int kind) {
        return kind >= 2 && kind <= 5;
    }
}
