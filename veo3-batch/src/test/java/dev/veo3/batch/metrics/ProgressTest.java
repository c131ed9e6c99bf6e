// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.plan.PlannedJobs;
import dev.veo3.error.ServiceError;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T10:00:00Z");

    private final ManualTime time = ManualTime.stepping(BEGIN);
    private final ProgressTracker tracker = new ProgressTracker(10, time);

    private static JobEvent.Finished finished(Job job, JobOutcome outcome, boolean ran) {
        return new JobEvent.Finished(new JobResult(job, outcome, Optional.empty(), BEGIN, Duration.ZERO), ran);
    }

    private void run(Job job, JobOutcome outcome) {
        tracker.onEvent(new JobEvent.Started(job, Duration.ZERO));
        tracker.onEvent(finished(job, outcome, true));
    }

    @Test
    void inTheBeginningNothingIsKnown() {
        BatchProgress progress = tracker.snapshot();

        assertThat(progress).isEqualTo(new BatchProgress(10, 0, 0, 0, 0, 0, Usd.ZERO, Duration.ZERO));
        assertThat(progress.done()).isZero();
        assertThat(progress.jobsPerMinute()).isZero();
        assertThat(progress.remaining()).isEmpty();
    }

    @Test
    void eventsAreCountedAndTheRestIsForetold() {
        List<Job> jobs = PlannedJobs.jobs(10);
        run(jobs.get(0), new JobOutcome.Succeeded(List.of()));
        run(jobs.get(1), new JobOutcome.Ambiguous("who knows"));
        run(jobs.get(2), new JobOutcome.Failed("no"));
        tracker.onEvent(new JobEvent.Started(jobs.get(3), Duration.ZERO));
        tracker.onEvent(new JobEvent.Submitting(jobs.get(3), "submit", 1));
        tracker.onEvent(new JobEvent.Throttled(jobs.get(3), "submit", 1,
                new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.empty()), Duration.ofSeconds(1)));
        tracker.onEvent(new JobEvent.Submitting(jobs.get(3), "submit", 2));
        tracker.onEvent(new JobEvent.Submitted(jobs.get(3), "submit", 2, "operation"));
        time.advance(Duration.ofSeconds(90));

        BatchProgress progress = tracker.snapshot();

        assertThat(progress)
                .isEqualTo(new BatchProgress(10, 1, 2, 3, 1, 1, Usd.of("3"), Duration.ofSeconds(90)));
        assertThat(progress.done()).isEqualTo(3);
        assertThat(progress.jobsPerMinute()).isEqualTo(2);
        assertThat(progress.remaining()).contains(Duration.ofSeconds(210));
    }

    /** They say that the batch was ended, and nothing about the jobs. */
    @Test
    void jobsThatAStopEndedAreNoFailures() {
        List<Job> jobs = PlannedJobs.jobs(10);
        run(jobs.get(0), new JobOutcome.Succeeded(List.of()));
        run(jobs.get(1), new JobOutcome.Failed("no"));
        run(jobs.get(2), new JobOutcome.Filtered(List.of()));
        run(jobs.get(3), new JobOutcome.Empty());
        run(jobs.get(4), new JobOutcome.Ambiguous("who knows"));
        run(jobs.get(5), new JobOutcome.Unfinished("stopped"));
        tracker.onEvent(finished(jobs.get(6), new JobOutcome.Skipped("a failure"), false));
        jobs.subList(7, 10).forEach(job -> tracker.onEvent(finished(job, new JobOutcome.Cancelled("stopped"), false)));

        BatchProgress progress = tracker.snapshot();

        assertThat(progress.failed()).isEqualTo(4);
        assertThat(progress.left()).isEqualTo(new BatchProgress.Left(1, 1, 3));
        assertThat(progress.done()).isEqualTo(10);
    }

    @Test
    void whatTheServiceIsAtWorkOnCountsOnceAndIsGivenBackWhenItFails() {
        Job job = PlannedJobs.jobs(1).getFirst();
        tracker.onEvent(new JobEvent.Started(job, Duration.ZERO));
        tracker.onEvent(new JobEvent.Submitted(job, "submit", 1, "operation"));
        tracker.onEvent(new JobEvent.Submitted(job, "upscale", 1, "operation"));
        assertThat(tracker.snapshot().cost()).isEqualTo(Usd.of("1"));
        run(job, new JobOutcome.Failed("no"));
        assertThat(tracker.snapshot().cost()).isEqualTo(Usd.ZERO);
    }

    @Test
    void jobsWhoseEndWasKnownBeforeSayNothingAboutTheSpeed() {
        List<Job> jobs = PlannedJobs.jobs(10);
        jobs.subList(0, 8).forEach(job -> tracker.onEvent(finished(job, new JobOutcome.Succeeded(List.of()), false)));

        assertThat(tracker.snapshot().remaining()).isEmpty();

        run(jobs.get(8), new JobOutcome.Succeeded(List.of()));
        time.advance(Duration.ofMinutes(2));
        BatchProgress progress = tracker.snapshot();

        assertThat(progress.done()).isEqualTo(9);
        assertThat(progress.running()).isZero();
        assertThat(progress.jobsPerMinute()).isEqualTo(0.5);
        assertThat(progress.remaining()).contains(Duration.ofMinutes(2));
    }

    @Test
    void aBatchThatHasEndedHasNothingLeft() {
        BatchProgress progress = new BatchProgress(4, 3, 1, 4, 0, 0, Usd.ZERO, Duration.ofSeconds(8));

        assertThat(progress.remaining()).contains(Duration.ZERO);
        assertThat(progress.jobsPerMinute()).isEqualTo(30);
    }

    @Test
    void eventsMayComeFromManyThreads() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            PlannedJobs.jobs(5_000)
                    .forEach(job -> threads.submit(() -> run(job, new JobOutcome.Succeeded(List.of()))));
        }

        BatchProgress progress = tracker.snapshot();
        assertThat(progress.succeeded()).isEqualTo(5_000);
        assertThat(progress.ran()).isEqualTo(5_000);
        assertThat(progress.running()).isZero();
        assertThat(progress.cost()).isEqualTo(Usd.of("5000"));
    }
}
