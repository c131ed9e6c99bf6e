// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobResult;
import dev.veo3.time.TimeSource;
import java.time.Instant;
import java.util.Optional;

/**
 * Notes the phases of the jobs of one run for its report, sixteen bytes a job, as a listener of the batch. It is not needed where
 * the batch has a journal, which keeps the same. Thread-safe while the batch runs; read when the run is over.
 *
 * @since 1.0
 */
public final class RunRecorder implements BatchListener, RunTimes {
    private final TimeSource time;
    private final Instant origin;
    private final long originNanos;
    /** For each job, when it was submitted and when generated, in nanoseconds after the origin; 0 when it was not. */
    private final long[] moments;

    /** A recorder for a plan of so many jobs, from now on. */
    public RunRecorder(int jobs, TimeSource time) {
        this.time = time;
        this.origin = time.now();
        this.originNanos = time.nanos();
        this.moments = new long[Math.multiplyExact(2, jobs)];
    }

    @Override
    public void onEvent(JobEvent event) {
        switch (event) {
            case JobEvent.Started e -> note(2 * e.job().index() + 1, 0);
            case JobEvent.Submitted e -> note(2 * e.job().index(), elapsed());
            case JobEvent.Generated e -> note(2 * e.job().index() + 1, elapsed());
            case JobEvent.Submitting e -> {
            }
            case JobEvent.Throttled e -> {
            }
            case JobEvent.Retrying e -> {
            }
            case JobEvent.Downloading e -> {
            }
            case JobEvent.Downloaded e -> {
            }
            case JobEvent.Finished e -> {
            }
        }
    }

    private void note(int place, long moment) {
        if (place < moments.length) {
            moments[place] = moment;
        }
    }

    private long elapsed() {
        return Math.max(1, time.nanos() - originNanos);
    }

    @Override
    public JobTimes of(JobResult result) {
        int place = 2 * result.job().index();
        boolean ran = place < moments.length && !result.started().isBefore(origin);
        return ran ? new JobTimes(true, instant(moments[place]), instant(moments[place + 1])) : JobTimes.UNKNOWN;
    }

    private Optional<Instant> instant(long moment) {
        return moment == 0 ? Optional.empty() : Optional.of(origin.plusNanos(moment));
    }
}
