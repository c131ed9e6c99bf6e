package dev.veo3.batch.report;

import dev.veo3.batch.plan.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a retry does with one job, so that nothing is paid twice. */
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
                    ? keep(job.files(), recorded, acceptUnknown)
                    : unknown("the results file does not say whether the service took it", acceptUnknown);
        }
        return switch (recorded.outcome().get()) {
            case "succeeded" -> keep(job.files(), recorded, acceptUnknown);
            case "partly_filtered" -> keep(recorded.output().map(Path::of).stream().toList(), recorded, acceptUnknown);
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

    private static RetryDecision keep(List<Path> files, RecordedResult recorded, boolean acceptUnknown) {
        Optional<Path> gone = files.stream().filter(file -> !Files.exists(file)).findFirst();
        return gone.isEmpty()
                ? new Keep()
                : resume(recorded, "its video " + gone.get() + " is gone, and no operation is recorded", acceptUnknown);
    }

    private static RetryDecision resume(RecordedResult recorded, String otherwise, boolean acceptUnknown) {
        Optional<RetryDecision> resumed = recorded.operation().map(Resume::new);
        return resumed.orElseGet(() -> unknown(otherwise, acceptUnknown));
    }

    private static RetryDecision unknown(String why, boolean acceptUnknown) {
        return acceptUnknown ? new Resubmit() : new LeaveAlone(why);
    }
}
