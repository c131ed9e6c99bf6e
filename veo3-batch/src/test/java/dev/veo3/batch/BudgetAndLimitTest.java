// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.error.ServiceError;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A budget beside a limit that moves, and over several runs. */
class BudgetAndLimitTest {
    private static final Usd PRICE = Usd.of("1");

    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);

    private static BatchManifest manifest(int jobs) {
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (int job = 0; job < jobs; job++) {
            manifest.job(new JobSpec.Built("job" + job, VideoRequest.text("Take " + job), job + ".mp4",
                    JobTerms.standard().withPrice(PRICE)));
        }
        return manifest.build();
    }

    /** The one has the money and waits for a permit, the others have the permits and wait for the money. */
    @Test
    void jobsThatWaitForMoneyLeaveTheirPermitToTheOneThatHasIt() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch refused = new CountDownLatch(2);
        ServiceError quota = new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.of(Duration.ofSeconds(1)));

        BatchReport report = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                if (calls.incrementAndGet() > 2) {
                    return new Ending.Happened("operations/" + job.id());
                }
                refused.countDown();
                refused.await();
                return new Ending.Refused(quota);
            });
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(8).budget(Usd.of("2")).limits(Limits.standard().adapting()).time(time).build()
                .process(manifest(6));

        assertThat(report.outcomes()).containsEntry("succeeded", 2L).containsEntry("skipped", 4L);
    }

    /** An attempt of unknown fate that was followed by another may be charged, in every later run too. */
    @Test
    void whatEarlierRunsHaveRiskedCountsAgainstTheBudgetAndTheRisk() throws Exception {
        AtomicInteger submissions = new AtomicInteger();
        try (Journal journal = Journal.memory()) {
            // The first job is submitted twice: two dollars.
            assertThat(run(journal, 1, submissions, Usd.of("10"), Usd.of("1")).succeeded()).isEqualTo(1);
            assertThat(submissions).hasValue(2);
            assertThat(run(journal, 3, submissions, Usd.of("3"), Usd.of("0")).outcomes())
                    .containsEntry("succeeded", 2L).containsEntry("skipped", 1L);
            assertThat(submissions).hasValue(3);
            // The risk of a dollar has been taken already.
            submissions.set(0);
            assertThat(run(journal, 4, submissions, Usd.of("10"), Usd.of("1")).outcomes())
                    .containsEntry("ambiguous", 1L);
        }
    }

    /** The reply to the first submission is lost. */
    private BatchReport run(Journal journal, int jobs, AtomicInteger submissions, Usd budget, Usd risk)
            throws Exception {
        return BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> submissions.incrementAndGet() == 1
                    ? new Ending.Unknown("the reply was lost")
                    : new Ending.Happened("operations/" + job.id()));
            return new JobOutcome.Succeeded(List.of());
        }).journal(journal).concurrency(1).budget(budget).ambiguity(new AmbiguityPolicy.Resubmit(risk)).time(time)
                .build().process(manifest(jobs));
    }
}
