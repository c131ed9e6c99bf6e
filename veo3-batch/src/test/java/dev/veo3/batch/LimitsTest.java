// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RateLimit;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.error.ServiceError;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds submissions back: money, rates, places at the service and downloads; and what is tried again. */
class LimitsTest {
    private static final ServiceError QUOTA = new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.empty());

    @Test
    void theBudgetIsNeverPassedAndWhatIsGivenBackIsUsed() throws Exception {
        AtomicLong atOnce = new AtomicLong();
        AtomicLong most = new AtomicLong();
        AtomicLong paid = new AtomicLong();
        // Each costs $3.20; every second one is filtered and costs nothing.
        Executor executor = (job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                most.accumulateAndGet(atOnce.addAndGet(3_200_000), Math::max);
                return new Ending.Happened("operations/" + job.id());
            });
            Thread.yield();
            if (job.index() % 2 == 0) {
                atOnce.addAndGet(-3_200_000);
                return new JobOutcome.Filtered(List.of());
            }
            paid.addAndGet(3_200_000);
            return new JobOutcome.Succeeded(List.of());
        };
        BatchReport report = BatchProcessor.builder(executor).withoutJournal().concurrency(64).budget(Usd.of("32"))
                .build().process(Manifests.of(200).build());
        assertThat(paid.get()).isEqualTo(32_000_000);
        assertThat(most.get()).isLessThanOrEqualTo(32_000_000);
        assertThat(report.succeeded()).isEqualTo(10);
        assertThat(report.outcomes()).containsKeys("filtered", "skipped");
        assertThat(report.cost()).isEqualTo(Usd.of("32"));
    }

    @Test
    void submissionsOfOneModelLeaveAtTheRateThatWasAskedFor() throws Exception {
        ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);
        Queue<Long> sent = new ConcurrentLinkedQueue<>();
        BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                sent.add(time.nanos());
                return new Ending.Happened("operations/1");
            });
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(1).time(time).limits(Limits.standard().withRate(RateLimit.perMinute(10)))
                .build()
                .process(Manifests.of(5).build());
        assertThat(sent.stream().map(Duration::ofNanos).map(Duration::toSeconds)).containsExactly(0L, 6L, 12L, 18L,
                24L);
    }

    @Test
    void aDownloadGivesItsPlaceAtTheServiceToAnotherJob() throws Exception {
        CountDownLatch secondSubmitted = new CountDownLatch(1);
        BatchReport report = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                if (job.index() == 1) {
                    secondSubmitted.countDown();
                }
                return new Ending.Happened("operations/1");
            });
            return context.download(() -> {
                // With one place at the service, the second job can only be there because this one has left.
                secondSubmitted.await();
                return new JobOutcome.Succeeded(List.of());
            });
        }).withoutJournal().concurrency(1).build().process(Manifests.of(2).build());
        assertThat(report.succeeded()).isEqualTo(2);
    }

    @Test
    void noMoreDownloadsRunAtOnceThanWereAskedFor() throws Exception {
        AtomicInteger downloading = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        BatchReport report = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/1"));
            return context.download(() -> {
                most.accumulateAndGet(downloading.incrementAndGet(), Math::max);
                Thread.yield();
                downloading.decrementAndGet();
                return new JobOutcome.Succeeded(List.of());
            });
        }).withoutJournal().concurrency(32).limits(Limits.standard().withDownloads(2)).build()
                .process(Manifests.of(300).build());
        assertThat(report.succeeded()).isEqualTo(300);
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void aJobOfUnknownFateHoldsItsPlaceForTheLongestGeneration() throws Exception {
        ManualTime time = ManualTime.stepping(Instant.EPOCH);
        CountDownLatch second = new CountDownLatch(1);
        BatchProcessor processor = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                if (job.index() == 0) {
                    return new Ending.Unknown("the reply was lost");
                }
                second.countDown();
                return new Ending.Happened("operations/1");
            });
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(1).time(time)
                .limits(Limits.standard().withLongestGeneration(Duration.ofMinutes(4))).build();
        BatchRun run = processor.start(processor.plan(Manifests.of(2).build()));
        time.awaitSleepers(1);
        assertThat(second.getCount()).isEqualTo(1);
        time.advance(Duration.ofMinutes(4));
        assertThat(names(run.await())).containsExactly("ambiguous", "succeeded");
    }

    @Test
    void whatWasNotSentOrFailedByTheServicesFaultIsTriedAgainAsOftenAsWasAskedFor() throws Exception {
        ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);
        AtomicInteger sends = new AtomicInteger();
        AtomicInteger operations = new AtomicInteger();
        BatchReport report = BatchProcessor.builder((job, context) -> {
            int attempt = context.attempt(JobContext.SUBMIT);
            context.once(JobContext.SUBMIT, () -> sends.incrementAndGet() == 1
                    ? new Ending.NotSent("no route")
                    : new Ending.Happened("operations/" + context.attempt(JobContext.SUBMIT)));
            return operations.incrementAndGet() == 1
                    ? new JobOutcome.Failed("internal error", Optional.of("INTERNAL"))
                    : new JobOutcome.Failed("attempt " + attempt, Optional.of("INTERNAL"));
        }).withoutJournal().time(time).retries(RetryPolicy.attempts(3)).build().process(Manifests.of(1).build());
        assertThat(report.results().findFirst().orElseThrow().outcome())
                .isEqualTo(new JobOutcome.Failed("attempt 3", Optional.of("INTERNAL")));
        assertThat(sends).hasValue(3);
        assertThat(report.cost()).isEqualTo(Usd.ZERO);
        assertThat(report.jobCount()).isEqualTo(1);
    }

    @Test
    void aRefusalForQuotaUsesUpNoneOfAJobsAttempts() throws Exception {
        ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);
        AtomicInteger sends = new AtomicInteger();
        BatchReport report = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> switch (sends.incrementAndGet()) {
                case 1, 2, 3, 4 -> new Ending.Refused(QUOTA);
                case 5 -> new Ending.NotSent("no route");
                default -> new Ending.Happened("operations/" + context.attempt(JobContext.SUBMIT));
            });
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().time(time).retries(RetryPolicy.attempts(2)).build().process(Manifests.of(1).build());
        assertThat(report.succeeded()).isEqualTo(1);
        assertThat(report.results().findFirst().orElseThrow().operation()).hasValue("operations/6");
    }

    @Test
    void theNumberInFlightIsFoundOutAndNeverPassesTheQuotaForLong() throws Exception {
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger refusals = new AtomicInteger();
        ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);
        BatchReport report = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                if (inFlight.incrementAndGet() > 5) {
                    inFlight.decrementAndGet();
                    refusals.incrementAndGet();
                    return new Ending.Refused(QUOTA);
                }
                return new Ending.Happened("operations/1");
            });
            Thread.yield();
            inFlight.decrementAndGet();
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(50).time(time).limits(Limits.standard().adapting()).build()
                .process(Manifests.of(500).build());
        assertThat(report.succeeded()).isEqualTo(500);
        assertThat(refusals.get()).isLessThan(100);
    }

    private static List<String> names(BatchReport report) {
        return report.results().map(result -> result.outcome().name()).toList();
    }
}
