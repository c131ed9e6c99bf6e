// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobEvent.Retrying.Cause;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.metrics.Activity;
import dev.veo3.batch.metrics.WorkTimes;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.error.ServiceError;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a run tells of waits and of attempts, by its events and its figures. */
class MeasuredRunTest {
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);
    private final List<JobEvent> events = new CopyOnWriteArrayList<>();

    private BatchProcessor.Builder processor(Executor executor) {
        return BatchProcessor.builder(executor).withoutJournal().concurrency(1).time(time).listener(events::add);
    }

    private <E extends JobEvent> List<E> told(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void aJobThatIsTakenUpSaysHowLongItCouldHaveBeenBefore() throws Exception {
        processor((job, context) -> {
            time.sleep(Duration.ofSeconds(40));
            return new JobOutcome.Succeeded(List.of());
        }).build().process(Manifests.of(3).build());
        assertThat(told(JobEvent.Started.class)).extracting(JobEvent.Started::waited).containsExactly(Duration.ZERO,
                Duration.ofSeconds(40), Duration.ofSeconds(80));
    }

    @Test
    void aRetrySaysWhatBecameOfTheAttemptBefore() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        BatchReport report = processor((job, context) -> {
            context.once(JobContext.SUBMIT, () -> switch (attempts.getAndIncrement()) {
                case 0 -> new Ending.NotSent("no route to host");
                case 1 -> new Ending.Unknown("the reply was lost");
                default -> new Ending.Happened("operations/1");
            });
            return runs.getAndIncrement() == 0
                    ? new JobOutcome.Failed("the service failed", Optional.of("INTERNAL"))
                    : new JobOutcome.Succeeded(List.of());
        }).retries(RetryPolicy.attempts(4)).ambiguity(new AmbiguityPolicy.Resubmit(Usd.of("100"))).build()
                .process(Manifests.of(1).build());
        assertThat(report.succeeded()).isEqualTo(1);
        assertThat(told(JobEvent.Retrying.class)).extracting(JobEvent.Retrying::cause).containsExactly(Cause.NOT_TAKEN,
                Cause.UNKNOWN_FATE, Cause.FAILED);
    }

    @Test
    void theLongestWaitIsThatOfTheJobThatHasWaitedLongest() throws Exception {
        ManualTime steps = ManualTime.stepping(Instant.EPOCH);
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (BatchProcessor processor = processor((job, context) -> {
            runs.countDown();
            goOn.await();
            return new JobOutcome.Succeeded(List.of());
        }).time(steps).build()) {
            BatchRun run = processor.start(processor.plan(Manifests.of(2).build()));
            runs.await();
            steps.advance(Duration.ofSeconds(90));
            assertThat(run.longestWait()).isEqualTo(Duration.ofSeconds(90));
            goOn.countDown();
            run.await();
            assertThat(run.longestWait()).as("when none waits").isZero();
        }
    }

    @Test
    void aRefusalBecauseOfTheQuotaIsHeldBackAndNoPauseOfARetry() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        ServiceError quota = new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.of(Duration.ofMinutes(5)));
        BatchReport report = processor((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                time.sleep(Duration.ofSeconds(7));
                return attempts.getAndIncrement() == 0
                        ? new Ending.Refused(quota)
                        : new Ending.Happened("operations/1");
            });
            return new JobOutcome.Succeeded(List.of());
        }).build().process(Manifests.of(1).build());
        WorkTimes work = report.figures().orElseThrow().bottleneck().orElseThrow().work();
        assertThat(work.on(Activity.HELD_BACK)).as("the attempt and the pause").isBetween(Duration.ofSeconds(307),
                Duration.ofMinutes(10));
        assertThat(work.on(Activity.SENDING)).as("the attempt that the service took").isEqualTo(Duration.ofSeconds(7));
        assertThat(work.on(Activity.PAUSING)).isZero();
    }
}
