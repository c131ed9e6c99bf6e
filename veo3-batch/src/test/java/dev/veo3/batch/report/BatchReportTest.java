// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.plan.PlannedJobs;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BatchReportTest {

    private static JobResult result(int index, JobOutcome outcome) {
        return new JobResult(PlannedJobs.job(index, "j" + index), outcome, Optional.empty(), Instant.EPOCH,
                Duration.ofSeconds(1));
    }

    @Test
    void aReportCountsWhatCameOfTheJobs() {
        BatchReport report = new BatchReport(List.of(result(0, new JobOutcome.Succeeded(List.of())),
                result(1, new JobOutcome.Ambiguous("?")),
                result(2, new JobOutcome.PartlyFiltered(List.of(), List.of())),
                result(3, new JobOutcome.Succeeded(List.of()))), Duration.ofMillis(3_470));

        assertThat(report.jobCount()).isEqualTo(4);
        assertThat(report.succeeded()).isEqualTo(3);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.cost()).isEqualTo(Usd.of("3"));
        assertThat(report.outcomes()).isEqualTo(Map.of("succeeded", 2L, "ambiguous", 1L, "partly_filtered", 1L));
        assertThat(report.results().map(result -> result.job().id())).containsExactly("j0", "j1", "j2", "j3");
        assertThat(report.summary())
                .isEqualTo("4 jobs in 3.4 s: 1 ambiguous, 1 partly filtered, 2 succeeded; $3.00");
    }

    @Test
    void aSummaryOfOneJobAndOfNoneReadsLikeASentence() {
        assertThat(new BatchReport(List.of(result(0, new JobOutcome.Failed("no"))), Duration.ofMinutes(90)).summary())
                .isEqualTo("1 job in 5400.0 s: 1 failed; $0.00");
        assertThat(new BatchReport(List.of(), Duration.ZERO).summary()).isEqualTo("0 jobs in 0.0 s; $0.00");
    }

    @Test
    void theCommonestFailureIsOfJobsAlikeAndSaysWhatToDo() {
        BatchReport report = new BatchReport(List.of(result(0, new JobOutcome.Succeeded(List.of())),
                result(1, new JobOutcome.Failed("the service refused it: HTTP 400 for job 17")),
                result(2, new JobOutcome.Filtered(List.of())), result(3, new JobOutcome.Filtered(List.of())),
                result(4, new JobOutcome.Filtered(List.of())),
                result(5, new JobOutcome.Failed("the service refused it: HTTP 400 for job 18")),
                result(6, new JobOutcome.Ambiguous("the reply was lost"))), Duration.ZERO);

        assertThat(report.commonestFailure()).get().asString().startsWith("filtered: ");
        assertThat(report.commonestFailure("filtered")).get().asString()
                .startsWith("failed: the service refused it: HTTP 400 for job 17. ")
                .contains("correct the job in the manifest");
        assertThat(report.commonestFailure("filtered", "failed")).get().asString()
                .startsWith("ambiguous: the reply was lost. ");
        assertThat(report.commonestFailure("filtered", "failed", "ambiguous")).isEmpty();
        assertThat(new BatchReport(List.of(result(0, new JobOutcome.Succeeded(List.of()))), Duration.ZERO)
                .commonestFailure()).isEmpty();
    }
}
