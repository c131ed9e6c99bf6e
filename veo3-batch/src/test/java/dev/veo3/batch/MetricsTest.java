// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.metrics.BatchMetrics;
import dev.veo3.batch.metrics.Phase;
import dev.veo3.batch.metrics.PhaseTimes;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.error.ServiceError;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The figures of a batch, while it runs and when it has ended. */
class MetricsTest {
    private static final ServiceError QUOTA = new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.empty());

    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);

    private static void assertAbout(Duration actual, Duration expected) {
        assertThat((double) actual.toNanos()).isCloseTo(expected.toNanos(), within(expected.toNanos() * 0.01));
    }

    @Test
    void theReportHasTheTimesOfEachPhase() throws Exception {
        BatchReport report = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                time.sleep(Duration.ofSeconds(2));
                return new Ending.Happened("operations/1");
            });
            time.sleep(Duration.ofSeconds(60));
            context.generated(List.of(), Optional.empty());
            return context.download(() -> {
                time.sleep(Duration.ofSeconds(5));
                return new JobOutcome.Succeeded(List.of());
            });
        }).withoutJournal().concurrency(1).time(time).build().process(Manifests.of(1).build());

        BatchMetrics metrics = report.metrics().orElseThrow();
        assertThat(metrics.averageJobDuration()).isEqualTo(Duration.ofSeconds(67));
        assertAbout(metrics.phase(Phase.SUBMIT).p50(), Duration.ofSeconds(2));
        assertAbout(metrics.phase(Phase.GENERATE).p95(), Duration.ofSeconds(60));
        assertAbout(metrics.phase(Phase.DOWNLOAD).p99(), Duration.ofSeconds(5));
        assertThat(metrics.phase(Phase.QUEUE)).isEqualTo(
                new PhaseTimes(1, Duration.ZERO, Duration.ZERO, Duration.ZERO));
        // While it downloaded, the job had no place in flight.
        assertThat(metrics.workerUtilisation()).isCloseTo(62.0 / 67, within(0.001));
        assertThat(metrics.inFlight()).isZero();
        assertThat(metrics.limit()).isEqualTo(1);
        assertThat(metrics.queueDepth()).isZero();
        assertThat(metrics.errorRate()).isZero();
        assertThat(metrics.memory()).isPositive();
        assertThat(metrics.cost()).isEqualTo(report.cost()).isNotEqualTo(Usd.ZERO);
        assertThat(metrics.describe()).contains("average job 67.0 s", "queue depth 0", "in flight 0 of 1",
                "worker utilisation 93 %", "error rate 0.0 %", "rate-limit hits 0", "generate p50");
    }

    @Test
    void jobsWaitInTheQueueForThoseBeforeThem() throws Exception {
        BatchReport report = BatchProcessor.builder((job, context) -> {
            time.sleep(Duration.ofSeconds(10));
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(1).time(time).build().process(Manifests.of(100).build());

        BatchMetrics metrics = report.metrics().orElseThrow();
        assertThat(metrics.phase(Phase.QUEUE).count()).isEqualTo(100);
        assertAbout(metrics.phase(Phase.QUEUE).p50(), Duration.ofSeconds(490));
        assertAbout(metrics.phase(Phase.QUEUE).p99(), Duration.ofSeconds(980));
        assertThat(metrics.phase(Phase.SUBMIT)).isEqualTo(PhaseTimes.NONE);
        assertThat(metrics.averageJobDuration()).isEqualTo(Duration.ofSeconds(10));
        assertThat(metrics.workerUtilisation()).isCloseTo(1, within(0.001));
    }

    @Test
    void aRunCanBeAskedAtAnyTime() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        try (BatchProcessor processor = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/1"));
            running.countDown();
            goOn.await();
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(2).build()) {
            BatchRun run = processor.start(processor.plan(Manifests.of(5).build()));
            running.await();

            BatchMetrics metrics = run.metrics();
            assertThat(metrics.inFlight()).isEqualTo(2);
            assertThat(metrics.limit()).isEqualTo(2);
            assertThat(metrics.queueDepth()).isEqualTo(3);
            assertThat(metrics.averageJobDuration()).isZero();
            assertThat(metrics.cost()).isEqualTo(Usd.of("6.40"));
            assertThat(metrics.phase(Phase.SUBMIT).count()).isEqualTo(2);

            goOn.countDown();
            assertThat(run.await().metrics().orElseThrow().phase(Phase.SUBMIT).count()).isEqualTo(5);
        }
    }

    @Test
    void rateLimitHitsAndTheErrorRateAreOfTheJobsThatRan() throws Exception {
        AtomicInteger refusals = new AtomicInteger(3);
        BatchReport report = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> refusals.getAndDecrement() > 0
                    ? new Ending.Refused(QUOTA)
                    : new Ending.Happened("operations/1"));
            return job.index() == 0 ? new JobOutcome.Filtered(List.of()) : new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(1).time(time).build().process(Manifests.of(8).build());

        BatchMetrics metrics = report.metrics().orElseThrow();
        assertThat(metrics.rateLimitHits()).isEqualTo(3);
        assertThat(metrics.errorRate()).isEqualTo(1 / 8.0);
    }

    @Test
    void aReportThatNoRunHasMadeHasNoFigures() {
        assertThat(new BatchReport(List.of(), Duration.ZERO).metrics()).isEmpty();
    }
}
