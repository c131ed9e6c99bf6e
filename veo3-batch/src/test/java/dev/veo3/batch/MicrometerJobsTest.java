// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.micrometer.MicrometerBinder;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the meters say of jobs that wait, are taken up from an earlier run, or are tried again. */
class MicrometerJobsTest {
    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final Journal journal = Journal.memory();

    private BatchProcessor.Builder processor(Executor executor) {
        return BatchProcessor.builder(executor).journal(journal).concurrency(1).retries(RetryPolicy.attempts(3));
    }

    private double count(String name, String tag, String value) {
        return Optional.ofNullable(registry.find("veo3.batch." + name).tag(tag, value).counter())
                .map(counter -> counter.count()).orElse(0.0);
    }

    private int active() {
        return registry.get("veo3.batch.jobs.active").longTaskTimer().activeTasks();
    }

    private double oldestSeconds() {
        return registry.get("veo3.batch.queue.oldest.age").timeGauge().value(TimeUnit.SECONDS);
    }

    @Test
    void aJobThatIsTakenUpFromAnEarlierRunAndTriedAgainIsNotActiveWhileItWaits() throws Exception {
        ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);
        processor((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/1"));
            throw new IllegalStateException("the disk is full");
        }).time(time).build().process(Manifests.of(1).build());
        AtomicInteger takenUp = new AtomicInteger();
        AtomicInteger activeAtRetry = new AtomicInteger(-1);
        AtomicInteger activeAtEnd = new AtomicInteger(-1);
        try (MicrometerBinder binder = new MicrometerBinder(registry)) {
            BatchReport report = processor((job, context) -> {
                context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/2"));
                if (takenUp.incrementAndGet() == 1) {
                    return new JobOutcome.Failed("the service failed", Optional.of("INTERNAL"));
                }
                activeAtEnd.set(active());
                return new JobOutcome.Succeeded(List.of());
            }).time(time).listener(binder).listener(event -> {
                if (event instanceof JobEvent.Retrying) {
                    activeAtRetry.set(active());
                }
            }).build().process(Manifests.of(1).build());
            assertThat(report.succeeded()).isEqualTo(1);
        }
        assertThat(takenUp).hasValue(2);
        assertThat(activeAtRetry).as("while it waits in the queue").hasValue(0);
        assertThat(activeAtEnd).hasValue(1);
        assertThat(active()).as("after the batch").isZero();
        assertThat(count("retries", "class", "operation")).isEqualTo(1);
        assertThat(count("retries", "class", "submission")).isZero();
    }

    @Test
    void theTimeInTheQueueIsFromWhenTheJobCouldBeTakenUp() throws Exception {
        ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);
        try (MicrometerBinder binder = new MicrometerBinder(registry)) {
            // An application keeps its binder, and begins batches hours later.
            clock.add(Duration.ofHours(3));
            processor((job, context) -> {
                time.sleep(Duration.ofSeconds(40));
                return new JobOutcome.Succeeded(List.of());
            }).time(time).listener(binder).build().process(Manifests.of(2).build());
        }
        assertThat(registry.get("veo3.batch.phase.duration").tag("phase", "queue").timer().count()).isEqualTo(2);
        assertThat(registry.get("veo3.batch.phase.duration").tag("phase", "queue").timer().totalTime(TimeUnit.SECONDS))
                .as("the first waited for nothing, the second for the first").isEqualTo(40);
    }

    @Test
    void theOldestJobIsAsOldAsItHasWaitedInTheQueue() throws Exception {
        ManualTime time = ManualTime.stepping(Instant.EPOCH);
        CountDownLatch firstRuns = new CountDownLatch(1);
        CountDownLatch firstFails = new CountDownLatch(1);
        CountDownLatch secondRuns = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        try (MicrometerBinder binder = new MicrometerBinder(registry);
                BatchProcessor processor = processor((job, context) -> {
                    context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/" + job.id()));
                    if (runs.incrementAndGet() == 1) {
                        firstRuns.countDown();
                        firstFails.await();
                        return new JobOutcome.Failed("the service failed", Optional.of("INTERNAL"));
                    }
                    secondRuns.countDown();
                    goOn.await();
                    return new JobOutcome.Succeeded(List.of());
                }).time(time).listener(binder).build()) {
            BatchRun run = processor.start(processor.plan(Manifests.of(2).build()));
            firstRuns.await();
            time.advance(Duration.ofSeconds(40));
            binder.follow(run);
            assertThat(oldestSeconds()).as("the second waits since the begin").isEqualTo(40);

            firstFails.countDown();
            secondRuns.await();
            // Who puts the first into the queue when its pause is over.
            time.awaitSleepers(1);
            assertThat(oldestSeconds()).as("none waits in the queue").isZero();
            time.advance(Duration.ofMinutes(1));
            while (run.metrics().queueDepth() == 0) {
                Thread.onSpinWait();
            }
            time.advance(Duration.ofSeconds(30));
            assertThat(oldestSeconds()).as("the first waits since it was put back").isEqualTo(30);
            goOn.countDown();
            run.await();
            assertThat(oldestSeconds()).isZero();
        }
    }

    @Test
    void aSubmissionWhoseReplyWasLostIsAmbiguousAndNotRejectedWhenAnotherFollows() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        try (MicrometerBinder binder = new MicrometerBinder(registry)) {
            BatchReport report = processor((job, context) -> {
                context.once(JobContext.SUBMIT, () -> attempts.incrementAndGet() == 1
                        ? new Ending.Unknown("the connection was reset")
                        : new Ending.Happened("operations/2"));
                return new JobOutcome.Succeeded(List.of());
            }).ambiguity(new AmbiguityPolicy.Resubmit(Usd.of("100"))).listener(binder).build()
                    .process(Manifests.of(1).build());
            assertThat(report.succeeded()).isEqualTo(1);
        }
        assertThat(count("submissions", "result", "ambiguous")).isEqualTo(1);
        assertThat(count("submissions", "result", "accepted")).isEqualTo(1);
        assertThat(count("submissions", "result", "rejected")).isZero();
        assertThat(count("retries", "class", "ambiguous")).isEqualTo(1);
        assertThat(active()).isZero();
    }

    @Test
    void aSubmissionThatWasNotSentIsRejected() throws Exception {
        ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);
        AtomicInteger attempts = new AtomicInteger();
        try (MicrometerBinder binder = new MicrometerBinder(registry)) {
            processor((job, context) -> {
                context.once(JobContext.SUBMIT, () -> attempts.incrementAndGet() == 1
                        ? new Ending.NotSent("connection refused")
                        : new Ending.Happened("operations/2"));
                return new JobOutcome.Succeeded(List.of());
            }).time(time).listener(binder).build().process(Manifests.of(1).build());
        }
        assertThat(count("submissions", "result", "rejected")).isEqualTo(1);
        assertThat(count("submissions", "result", "accepted")).isEqualTo(1);
        assertThat(count("retries", "class", "submission")).isEqualTo(1);
        assertThat(active()).isZero();
    }
}
