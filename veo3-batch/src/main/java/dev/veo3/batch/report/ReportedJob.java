// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as a report tells it.
 *
 * @param outcome the name of its {@link JobOutcome}; {@link #PENDING} when it has not been submitted and may be yet
 * @param success whether it has a video
 * @param reason why it has not all of its videos
 * @param files its videos
 * @param operation the name under which the service keeps it, when it took it
 * @param model the model's id; empty when only a journal is there and the service never took the job
 * @param started when it was taken up; when it never was, when that was decided
 * @param duration how long it ran
 * @param times when its phases began
 * @param cost what it has cost, or may have
 * @since 1.0
 */
public record ReportedJob(String id, String outcome, boolean success, Optional<String> reason, List<Path> files,
        Optional<String> operation, Optional<String> model, Instant started, Duration duration, JobTimes times,
        Usd cost) {
    /** The outcome of a job whose batch is not over. */
    public static final String PENDING = "pending";
    static final String AMBIGUOUS = "ambiguous";
    private static final String MODELS = "models/";

    /** Copies the list. */
    public ReportedJob {
        files = List.copyOf(files);
    }

    static ReportedJob of(JobResult result, JobTimes times) {
        JobOutcome outcome = result.outcome();
        List<Path> files = outcome.isSuccess() && outcome.files().isEmpty()
                ? List.of(result.job().output())
                : outcome.files();
        return new ReportedJob(result.job().id(), outcome.name(), outcome.isSuccess(), outcome.reason(), files,
                result.operation(), Optional.of(result.job().request().model().value()), result.started(),
                result.duration(), times, result.cost());
    }

    /** The model in the name of an operation, {@code …/models/MODEL/operations/…}; empty when it does not tell. */
    static Optional<String> modelIn(String operation) {
        int from = operation.lastIndexOf(MODELS);
        if (from < 0) {
            return Optional.empty();
        }
        int end = operation.indexOf('/', from + MODELS.length());
        return end < 0 ? Optional.empty() : Optional.of(operation.substring(from + MODELS.length(), end));
    }

    /** When it ended. */
    public Instant ended() {
        return started.plus(duration);
    }

    /** How it spent its time, from when it was taken up to its end. */
    public JobTimes.Spent spent() {
        return times.between(started, ended(), operation.isPresent());
    }

    /** Whether it is not known if the service took it. */
    boolean isAmbiguous() {
        return outcome.equals(AMBIGUOUS);
    }
}
