// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.metrics.Bottleneck;
import dev.veo3.batch.metrics.Bottleneck.Cause;
import dev.veo3.batch.metrics.Bottleneck.Room;
import dev.veo3.batch.metrics.WorkTimes;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.ReportFormat;
import dev.veo3.batch.report.ReportSource;
import dev.veo3.batch.report.ReportWriter;
import dev.veo3.batch.report.RunFigures;
import dev.veo3.error.ServiceError;
import dev.veo3.time.ManualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What a batch says against its bottleneck does not contradict what it has found out. */
class BottleneckAdviceTest {
    private static final String MORE = "Let more jobs run at once";

    @TempDir
    private Path directory;
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);

    private BatchReport run(int jobs, int concurrency, Limits limits, Executor executor) throws Exception {
        return BatchProcessor.builder(executor).withoutJournal().concurrency(concurrency).limits(limits).time(time)
                .build().process(Manifests.of(jobs).build());
    }

    private static Bottleneck bottleneck(BatchReport report) {
        return report.figures().flatMap(RunFigures::bottleneck).orElseThrow();
    }

    /** A service that takes so many jobs at once. */
    private Executor service(int quota) {
        return service(quota, new CountDownLatch(1));
    }

    /** The same, where the first answers wait for so many submissions. */
    private Executor service(int quota, CountDownLatch first) {
        AtomicInteger running = new AtomicInteger();
        ServiceError refusal = new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.of(Duration.ofSeconds(1)));
        return (job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                int now = running.incrementAndGet();
                first.countDown();
                first.await();
                if (now > quota) {
                    running.decrementAndGet();
                    return new Ending.Refused(refusal);
                }
                return new Ending.Happened("operations/1");
            });
            time.sleep(Duration.ofMinutes(30));
            running.decrementAndGet();
            return new JobOutcome.Succeeded(List.of());
        };
    }

    @Test
    void whereMoreJobsWaitThanRunTheyMayBeLetRun() throws Exception {
        Bottleneck found = bottleneck(run(3, 1, Limits.standard(), service(8)));
        assertThat(found.room()).isEqualTo(new Room.More());
        assertThat(found.describe()).contains(MORE);
    }

    @Test
    void whereAllJobsRanAtOnceNoMoreCould() throws Exception {
        Bottleneck found = bottleneck(run(3, 4, Limits.standard(), service(8)));
        assertThat(found.cause()).isEqualTo(Cause.SERVICE_TIME);
        assertThat(found.room()).isEqualTo(new Room.AllAtOnce());
        assertThat(found.describe()).contains("all jobs ran at once").doesNotContain(MORE);
    }

    @Test
    void whereTheAdaptiveLimitHasFoundTheQuotaNoMoreAreTaken() throws Exception {
        BatchReport report = run(8, 8, Limits.standard().adapting(), service(1, new CountDownLatch(2)));
        Bottleneck found = bottleneck(report);
        assertThat(found.cause()).isEqualTo(Cause.SERVICE_TIME);
        assertThat(found.room()).isInstanceOf(Room.Found.class);
        assertThat(found.describe()).contains("the service took no more than ", " at once").doesNotContain(MORE);

        Path file = directory.resolve("report");
        for (ReportFormat format : List.of(ReportFormat.JSON, ReportFormat.HTML)) {
            Files.deleteIfExists(file);
            try (ReportSource source = ReportSource.of(report)) {
                ReportWriter.of(source).write(format, file);
            }
            assertThat(file).content().contains("the service took no more than ").doesNotContain(MORE);
        }
    }

    @Test
    void whereTheAdaptiveLimitWasStillGrowingItSaysSo() throws Exception {
        Bottleneck found = bottleneck(run(3, 64, Limits.standard().adapting(), service(64)));
        assertThat(found.cause()).isEqualTo(Cause.SERVICE_TIME);
        assertThat(found.room()).isInstanceOf(Room.Growing.class);
        assertThat(found.describe()).contains("was still growing").doesNotContain(MORE);
    }

    @Test
    void whatElseHoldsABatchUpHasTheAdviceOfItsCause() {
        for (Cause cause : Cause.values()) {
            Bottleneck found = new Bottleneck(cause, Map.of(cause, 1.0),
                    new WorkTimes(Duration.ZERO, Map.of(), Duration.ZERO),
                    new Room.Found(3));
            assertThat(found.advice().equals(cause.advice())).isEqualTo(cause != Cause.SERVICE_TIME);
        }
    }
}
