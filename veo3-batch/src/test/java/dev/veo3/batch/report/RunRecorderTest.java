// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.plan.PlannedJobs;
import dev.veo3.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunRecorderTest {
    private static final Instant BEGIN = SampleReports.BEGIN;
    private final ManualTime time = ManualTime.stepping(BEGIN);
    private final RunRecorder recorder = new RunRecorder(2, time);
    private final Job job = PlannedJobs.job(1, "j");

    private JobResult result(Instant started) {
        return new JobResult(job, new JobOutcome.Succeeded(List.of()), Optional.of("o"), started,
                Duration.ofSeconds(9));
    }

    @Test
    void thePhasesOfAJobAreNoted() {
        recorder.onEvent(new JobEvent.Started(job, Duration.ZERO));
        time.advance(Duration.ofSeconds(1));
        recorder.onEvent(new JobEvent.Submitted(job, "submit", 1, "o"));
        time.advance(Duration.ofSeconds(6));
        recorder.onEvent(new JobEvent.Generated(job, List.of()));
        assertThat(ReportedJob.of(result(BEGIN), recorder.of(result(BEGIN))).spent()).isEqualTo(new JobTimes.Spent(
                Duration.ofSeconds(1), Duration.ofSeconds(6), Duration.ofSeconds(2), Duration.ZERO));
    }

    @Test
    void theVideosOfAnAttemptThatIsTriedAgainCountNoMore() {
        recorder.onEvent(new JobEvent.Generated(job, List.of()));
        recorder.onEvent(new JobEvent.Started(job, Duration.ZERO));
        assertThat(recorder.of(result(BEGIN)).generated()).isEmpty();
    }

    @Test
    void aJobOfAnEarlierRunHasNoPhases() {
        assertThat(recorder.of(result(BEGIN.minusSeconds(1)))).isEqualTo(JobTimes.UNKNOWN);
    }
}
