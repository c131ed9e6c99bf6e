package dev.veo3.batch.report;

import dev.veo3.batch.event.JobResult;
import java.time.Instant;
import java.util.List;

/**
 * What was noted of a run besides its results: when the phases of its jobs began, and how many jobs might be in flight. A
 * {@link RunRecorder} notes it while the batch runs; a journal has kept it of earlier runs too ({@link ReportSource#ofJournal}).
 */
public interface RunTimes {

    /** The times of a job that has ended. */
    JobTimes of(JobResult result);

    /** How many jobs might be in flight, and from when on, in the order of time; empty when it never changed. */
    List<LimitChange> limits();

    /**
     * From a moment on, so many jobs might be in flight.
     *
     * @param reason what was learned, a clause; may be empty
     */
    record LimitChange(Instant time, int limit, String reason) {}
}
