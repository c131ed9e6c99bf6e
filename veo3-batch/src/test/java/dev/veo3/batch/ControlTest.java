// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a batch does while somebody or something holds it back: pauses, drains, timeouts, deadlines. */
class ControlTest {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final Queue<String> events = new ConcurrentLinkedQueue<>();

    @Test
    void aPausedBatchBringsHomeWhatRunsAndBeginsNothingUntilItGoesOn() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch firstDone = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        BatchProcessor processor = BatchProcessor.builder((job, context) -> {
            begun.incrementAndGet();
            runs.countDown();
            goOn.await();
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(1).listener(listener(event -> {
            if (event instanceof JobEvent.Finished) {
                firstDone.countDown();
            }
        })).build();
        BatchRun run = processor.start(processor.plan(Manifests.of(3).build()));
        runs.await();
        run.pause();
        run.pause();
        goOn.countDown();
        firstDone.await();
        assertThat(begun).hasValue(1);
        assertThat(run.isDone()).isFalse();
        assertThat(run.progress().done()).isEqualTo(1);
        run.resume();
        assertThat(run.await().succeeded()).isEqualTo(3);
        assertThat(events).containsExactly("Paused", "Resumed");
    }

    @Test
    void aPausedBatchCanBeStopped() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        BatchProcessor processor = BatchProcessor.builder((job, context) -> {
            runs.countDown();
            goOn.await();
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(1).build();
        BatchRun run = processor.start(processor.plan(Manifests.of(3).build()));
        runs.await();
        run.pause();
        goOn.countDown();
        run.stop();
        assertThat(run.await().outcomes()).containsKey("cancelled");
    }

    @Test
    void aJobThatHoldsBackItsSubmissionIsNotSentWhileTheBatchIsPaused() throws Exception {
        Semaphore submitted = new Semaphore(0);
        CountDownLatch about = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        BatchProcessor processor = BatchProcessor.builder((job, context) -> {
            about.countDown();
            goOn.await();
            context.once(JobContext.SUBMIT, () -> {
                submitted.release();
                return new Ending.Happened("operations/1");
            });
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().build();
        BatchRun run = processor.start(processor.plan(Manifests.of(1).build()));
        about.await();
        run.pause();
        goOn.countDown();
        assertThat(submitted.tryAcquire()).isFalse();
        run.resume();
        submitted.acquire();
        assertThat(run.await().succeeded()).isEqualTo(1);
    }

    @Test
    void aDrainedBatchBringsHomeWhatRunsAndSkipsTheRest() throws Exception {
        CountDownLatch submitted = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        BatchProcessor processor = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/1"));
            submitted.countDown();
            goOn.await();
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(1).build();
        BatchRun run = processor.start(processor.plan(Manifests.of(3).build()));
        submitted.await();
        run.drain();
        goOn.countDown();
        assertThat(names(run.await())).containsExactly("succeeded", "skipped", "skipped");
    }

    @Test
    void aJobWhoseTimeIsOverBeforeItWasSubmittedIsCancelledAndTheNextOneRuns() throws Exception {
        ManualTime time = ManualTime.stepping(Instant.EPOCH);
        BatchManifest manifest = BatchManifest.builder()
                .job(new JobSpec.Built("slow", VideoRequest.text("x"), "a.mp4",
                        JobTerms.standard().withTimeout(Duration.ofMinutes(5))))
                .job("other", VideoRequest.text("x"), "b.mp4").build();
        BatchProcessor processor = BatchProcessor.builder((job, context) -> {
            if (job.id().equals("slow")) {
                NEVER.await();
            }
            return Thread.currentThread().isInterrupted()
                    ? new JobOutcome.Failed("interrupted")
                    : new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(1).time(time).build();
        BatchRun run = processor.start(processor.plan(manifest));
        time.awaitSleepers(1);
        time.advance(Duration.ofMinutes(5));
        BatchReport report = run.await();
        assertThat(names(report)).containsExactly("cancelled", "succeeded");
        assertThat(report.results().findFirst().orElseThrow().outcome().reason().orElseThrow()).contains("PT5M");
    }

    @Test
    void aJobWhoseTimeIsOverWhileItsOperationRunsIsUnfinishedAndItsNameIsKept() throws Exception {
        ManualTime time = ManualTime.stepping(Instant.EPOCH);
        CountDownLatch submitted = new CountDownLatch(1);
        BatchManifest manifest = BatchManifest.builder().job(new JobSpec.Built("slow", VideoRequest.text("x"), "a.mp4",
                JobTerms.standard().withTimeout(Duration.ofMinutes(5)))).build();
        BatchProcessor processor = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/7"));
            submitted.countDown();
            NEVER.await();
            return new JobOutcome.Empty();
        }).withoutJournal().time(time).build();
        BatchRun run = processor.start(processor.plan(manifest));
        submitted.await();
        time.awaitSleepers(1);
        time.advance(Duration.ofMinutes(5));
        BatchReport report = run.await();
        assertThat(names(report)).containsExactly("unfinished");
        assertThat(report.results().findFirst().orElseThrow().operation()).hasValue("operations/7");
    }

    @Test
    void aTimeoutDoesNotCutASubmissionOff() throws Exception {
        ManualTime time = ManualTime.stepping(Instant.EPOCH);
        CountDownLatch inEffect = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        BatchManifest manifest = BatchManifest.builder().job(new JobSpec.Built("slow", VideoRequest.text("x"), "a.mp4",
                JobTerms.standard().withTimeout(Duration.ofMinutes(5)))).build();
        BatchProcessor processor = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                inEffect.countDown();
                goOn.await();
                return new Ending.Happened("operations/7");
            });
            NEVER.await();
            return new JobOutcome.Empty();
        }).withoutJournal().time(time).build();
        BatchRun run = processor.start(processor.plan(manifest));
        inEffect.await();
        time.awaitSleepers(1);
        time.advance(Duration.ofMinutes(5));
        goOn.countDown();
        BatchReport report = run.await();
        assertThat(names(report)).containsExactly("unfinished");
        assertThat(report.results().findFirst().orElseThrow().operation()).hasValue("operations/7");
    }

    @Test
    void aBatchWhoseTimeIsOverKeepsTheOperationsOfWhatRuns() throws Exception {
        ManualTime time = ManualTime.stepping(Instant.EPOCH);
        CountDownLatch submitted = new CountDownLatch(1);
        BatchProcessor processor = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/7"));
            submitted.countDown();
            NEVER.await();
            return new JobOutcome.Empty();
        }).withoutJournal().concurrency(1).deadline(Duration.ofHours(1)).time(time).build();
        BatchRun run = processor.start(processor.plan(Manifests.of(2).build()));
        submitted.await();
        time.advance(Duration.ofHours(1));
        assertThat(names(run.await())).containsExactly("unfinished", "cancelled");
    }

    private BatchListener listener(Consumer<JobEvent> jobs) {
        return new BatchListener() {
            @Override
            public void onEvent(JobEvent event) {
                jobs.accept(event);
            }

            @Override
            public void onBatchEvent(BatchEvent event) {
                events.add(event.getClass().getSimpleName());
            }
        };
    }

    private static List<String> names(BatchReport report) {
        return report.results().map(result -> result.outcome().name()).toList();
    }
}
