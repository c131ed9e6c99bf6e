// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.micrometer.MicrometerBinder;
import dev.veo3.error.ServiceError;
import dev.veo3.time.ManualTime;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MicrometerTest {
    private final CountDownLatch running = new CountDownLatch(2);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger refusals = new AtomicInteger(1);

    /** Refuses once, loses the second job, lets the third operation fail once, and waits with the others until they may go on. */
    private Executor executor() {
        AtomicInteger failures = new AtomicInteger(1);
        return (job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                if (refusals.getAndDecrement() > 0) {
                    return new Ending.Refused(new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.empty(),
                            "GenerateRequestsPerDayPerProject"));
                }
                return job.index() == 1 ? new Ending.Unknown("lost") : new Ending.Happened("operations/" + job.id());
            });
            if (job.index() == 2 && failures.getAndDecrement() > 0) {
                return new JobOutcome.Failed("the service failed", Optional.of("INTERNAL"));
            }
            running.countDown();
            goOn.await();
            context.generated(List.of(), Optional.empty());
            return context.download(() -> new JobOutcome.Succeeded(List.of()));
        };
    }

    private BatchRun start(BatchProcessor processor, BatchManifest manifest, MicrometerBinder binder) {
        BatchRun run = processor.start(processor.plan(manifest));
        binder.follow(run);
        return run;
    }

    private BatchProcessor processor(Journal journal, MicrometerBinder binder) {
        return BatchProcessor.builder(executor()).journal(journal).concurrency(2).listener(binder)
                .retries(RetryPolicy.attempts(3)).time(ManualTime.selfAdvancing(Instant.EPOCH)).build();
    }

    private static double gauge(MeterRegistry registry, String name) {
        return registry.get("veo3.batch." + name).gauge().value();
    }

    private static double count(MeterRegistry registry, String name, String tag, String value) {
        return registry.get("veo3.batch." + name).tag(tag, value).counter().count();
    }

    @Test
    void theMetersOfABatchAreInTheRegistry() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (MicrometerBinder binder = new MicrometerBinder(registry);
                Journal journal = Journal.memory();
                BatchProcessor processor = processor(journal, binder)) {
            BatchRun run = start(processor, Manifests.of(6).build(), binder);
            running.await();

            assertThat(registry.get("veo3.batch.jobs.active").longTaskTimer().activeTasks()).isEqualTo(2);
            assertThat(gauge(registry, "inflight")).isEqualTo(2);
            assertThat(gauge(registry, "limit")).isEqualTo(2);
            assertThat(registry.get("veo3.batch.queue.depth").tag("priority", "0").gauge().value())
                    .isEqualTo(run.metrics().queueDepth()).isPositive();
            assertThat(gauge(registry, "cost.reserved")).isEqualTo(6.4);
            assertThat(gauge(registry, "cost.spent")).isEqualTo(3.2);
            assertThat(registry.get("veo3.batch.queue.oldest.age").timeGauge().value(TimeUnit.NANOSECONDS))
                    .isPositive();
            goOn.countDown();
            run.await();

            assertThat(count(registry, "submissions", "result", "accepted")).isEqualTo(6);
            assertThat(count(registry, "submissions", "result", "rejected")).isEqualTo(1);
            assertThat(count(registry, "submissions", "result", "ambiguous")).isEqualTo(1);
            assertThat(count(registry, "ratelimit.hits", "kind", "daily")).isEqualTo(1);
            assertThat(count(registry, "retries", "class", "operation")).isEqualTo(1);
            assertThat(registry.get("veo3.batch.job.duration").tags("model", "veo-3.1-generate-001", "outcome",
                    "succeeded").timer().count()).isEqualTo(5);
            assertThat(registry.get("veo3.batch.job.duration").tag("outcome", "ambiguous").timer().count())
                    .isEqualTo(1);
            assertThat(registry.get("veo3.batch.phase.duration").tag("phase", "queue").timer().count()).isEqualTo(7);
            assertThat(registry.get("veo3.batch.phase.duration").tag("phase", "submit").timer().count()).isEqualTo(6);
            assertThat(registry.get("veo3.batch.phase.duration").tag("phase", "generate").timer().count())
                    .isEqualTo(6);
            assertThat(registry.get("veo3.batch.phase.duration").tag("phase", "download").timer().count())
                    .isEqualTo(5);
            assertThat(registry.get("veo3.batch.jobs.active").longTaskTimer().activeTasks()).isZero();
            assertThat(registry.get("veo3.batch.queue.depth").tag("priority", "0").gauge().value()).isZero();
            assertThat(gauge(registry, "inflight")).isZero();
            assertThat(gauge(registry, "error.rate")).isEqualTo(1 / 6.0);
            assertThat(gauge(registry, "utilization")).isBetween(0.0, 1.0);
            assertThat(registry.get("veo3.batch.journal.force").functionTimer().count()).isEqualTo(8 + 6);
            assertThat(registry.find("jvm.memory.used").gauges()).isNotEmpty();
            assertThat(registry.getMeters()).extracting(Meter::getId).allSatisfy(id -> assertThat(id.getTags())
                    .noneMatch(tag -> tag.getValue().startsWith("job") || tag.getValue().contains("sunset")));
        }
        assertThat(registry.find("veo3.batch.inflight").gauge()).as("after the binder was closed").isNull();
        assertThat(registry.find("veo3.batch.submissions").counters()).isNotEmpty();
    }

    @Test
    void prometheusCanScrapeThem() throws Exception {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        goOn.countDown();
        try (MicrometerBinder binder = new MicrometerBinder(registry);
                Journal journal = Journal.memory();
                BatchProcessor processor = processor(journal, binder)) {
            start(processor, Manifests.of(6).build(), binder).await();
            assertThat(registry.scrape())
                    .contains("veo3_batch_submissions_total{result=\"accepted\"} 6.0",
                            "veo3_batch_ratelimit_hits_total{kind=\"daily\"} 1.0",
                            "veo3_batch_job_duration_seconds_bucket{model=\"veo-3.1-generate-001\",outcome=\"succeeded\","
                                    + "le=\"+Inf\"} 5",
                            "veo3_batch_job_duration_seconds_count{model=\"veo-3.1-generate-001\",outcome=\"succeeded\"} 5",
                            "veo3_batch_phase_duration_seconds_bucket{phase=\"generate\",le=\"900.0\"} 6",
                            "veo3_batch_queue_depth{priority=\"0\"} 0.0", "veo3_batch_limit 2.0",
                            "veo3_batch_jobs_active_seconds_count", "veo3_batch_journal_force_seconds_count 14",
                            "veo3_batch_cost_spent 19.2");
        }
    }
}
