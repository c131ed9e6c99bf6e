// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.limit.Limits;
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
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A job that submits more than once has one place at the service all the same, and leaves it. */
class TwoStepJobTest {
    private static final Duration PATIENCE = Duration.ofHours(3);

    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> limits = new ConcurrentLinkedQueue<>();
    private final BatchListener listener = new BatchListener() {
        @Override
        public void onEvent(JobEvent event) {}

        @Override
        public void onBatchEvent(BatchEvent event) {
            events.add(event.getClass().getSimpleName());
            if (event instanceof BatchEvent.LimitChanged changed) {
                limits.add(changed.to());
            }
        }
    };

    /** A batch pauses where not even one job gets in: what the job itself submitted before is no other job. */
    @Test
    void aStepBehindAnotherDoesNotCountTheFirstAsRunning() throws Exception {
        BatchReport report = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/1"));
            context.once("upscale", () -> goneUntilPaused("operations/2"));
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(1).listener(listener).time(time).build().process(Manifests.of(1).build());

        assertThat(report.succeeded()).isEqualTo(1);
        assertThat(events).startsWith("Paused").contains("Resumed");
    }

    @Test
    void anAttemptBehindOneThatMayHaveHappenedDoesNotCountItAsRunning() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        BatchReport report = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> calls.incrementAndGet() == 1
                    ? new Ending.Unknown("the reply was lost")
                    : goneUntilPaused("operations/2"));
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(1).ambiguity(new AmbiguityPolicy.Resubmit(Usd.of("100"))).listener(listener)
                .time(time).build().process(Manifests.of(1).build());

        assertThat(report.succeeded()).isEqualTo(1);
        assertThat(events).startsWith("Paused").contains("Resumed");
    }

    @Test
    void aRetryBehindAFailedOperationDoesNotCountItAsRunning() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        BatchReport report = BatchProcessor.builder((job, context) -> {
            String operation = context.once(JobContext.SUBMIT, () -> calls.incrementAndGet() == 1
                    ? new Ending.Happened("operations/1")
                    : goneUntilPaused("operations/2"));
            return operation.equals("operations/1")
                    ? new JobOutcome.Failed("the service failed", Optional.of("INTERNAL"))
                    : new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(1).retries(new RetryPolicy(2, Set.of(), Set.of("INTERNAL"), Duration.ZERO,
                Duration.ZERO)).listener(listener).time(time).build().process(Manifests.of(1).build());

        assertThat(report.succeeded()).isEqualTo(1);
        assertThat(events).startsWith("Paused").contains("Resumed");
    }

    /** A limit that counted each step as a job would believe that so many fit. */
    @Test
    void theLimitThatIsFoundOutCountsJobsAndNotSteps() throws Exception {
        BatchReport report = BatchProcessor.builder((job, context) -> {
            for (int step = 0; step < 5; step++) {
                String name = "step" + step;
                context.once(name, () -> new Ending.Happened(job.id() + "/" + name));
            }
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(50).limits(Limits.standard().adapting()).listener(listener).time(time).build()
                .process(Manifests.of(1).build());

        assertThat(report.succeeded()).isEqualTo(1);
        assertThat(limits).as("one job alone proves little").allMatch(limit -> limit <= 3);
    }

    private Ending goneUntilPaused(String result) {
        return events.contains("Paused") || time.nanos() > PATIENCE.toNanos()
                ? new Ending.Happened(result)
                : new Ending.Refused(
                        new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.of(Duration.ofSeconds(30))));
    }
}
