// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.plan.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a retry does with one job, so that nothing is paid twice.
 *
 * @since 1.0
 */
public sealed interface RetryDecision {

    /** The job has its video: nothing is to be done. */
    record Keep() implements RetryDecision {}

    /** It is certain that the service did not keep the job: it may be submitted again. */
    record Resubmit() implements RetryDecision {}

    /** The service took the job: its operation is asked for again and its videos are downloaded; nothing is submitted. */
    record Resume(String operation) implements RetryDecision {}

    /** Submitting the job again may be paid twice, and there is no operation to ask for. */
    record LeaveAlone(String why) implements RetryDecision {}

    /**
     * Decides from what is recorded.
     *
     * @param acceptUnknown whether a person has decided that jobs whose fate is not known are submitted again
     */
    static RetryDecision of(Job job, RecordedResult recorded, boolean acceptUnknown) {
        if (recorded.outcome().isEmpty()) {
            return recorded.success()
                    ? keep(hasVideos(job, recorded), job, recorded, acceptUnknown)
                    : unknown("the results file does not say whether the service took it", acceptUnknown);
        }
        return switch (recorded.outcome().get()) {
            case "succeeded" -> keep(hasVideos(job, recorded), job, recorded, acceptUnknown);
            case "partly_filtered" -> keep(job.files().stream().anyMatch(RetryDecision::isThere)
                    || isOutputThere(recorded), job, recorded, acceptUnknown);
            case "failed", "filtered" -> new Resubmit();
            // Stopped between two steps: what the service has taken is not submitted again.
            case "skipped", "cancelled" -> recorded.operation().<RetryDecision>map(Resume::new)
                    .orElseGet(Resubmit::new);
            case "unfinished", "empty" -> resume(recorded, "no operation is recorded", acceptUnknown);
            case "ambiguous" -> {
                String why = recorded.error().orElse("it is not known whether the service took it");
                // Where a later step is in doubt, the operation of the first one is known.
                yield acceptUnknown ? resume(recorded, why, true) : new LeaveAlone(why);
            }
            default -> unknown("the outcome \"" + recorded.outcome().get() + "\" is not known", acceptUnknown);
        };
    }

    private static RetryDecision keep(boolean there, Job job, RecordedResult recorded, boolean acceptUnknown) {
        if (there) {
            return new Keep();
        }
        Path gone = job.files().stream().filter(file -> !isThere(file)).findFirst().orElse(job.output());
        return resume(recorded, "its video " + gone + " is gone, and no operation is recorded", acceptUnknown);
    }

    private static boolean hasVideos(Job job, RecordedResult recorded) {
        return job.files().stream().allMatch(RetryDecision::isThere) || (job.samples() == 1 && isOutputThere(recorded));
    }

    private static boolean isOutputThere(RecordedResult recorded) {
        return recorded.output().map(Path::of).filter(RetryDecision::isThere).isPresent();
    }

    /** Whether there is a file with something in it. */
    static boolean isThere(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static RetryDecision resume(RecordedResult recorded, String otherwise, boolean acceptUnknown) {
        Optional<RetryDecision> resumed = recorded.operation().map(Resume::new);
        return resumed.orElseGet(() -> unknown(otherwise, acceptUnknown));
    }

    private static RetryDecision unknown(String why, boolean acceptUnknown) {
        return acceptUnknown ? new Resubmit() : new LeaveAlone(why);
    }
}
