// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.error.ServiceError;
import dev.veo3.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a stop does to jobs in every state. */
class StoppingTest {
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final ServiceError QUOTA = new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.empty());

    @Test
    void withoutContinueOnErrorNothingMoreIsBegunAndWhatRunsIsBroughtHome() throws Exception {
        CountDownLatch secondRuns = new CountDownLatch(1);
        CountDownLatch firstFailed = new CountDownLatch(1);
        Executor executor = (job, context) -> {
            if (job.index() == 0) {
                secondRuns.await();
                return new JobOutcome.Failed("on purpose");
            }
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/1"));
            secondRuns.countDown();
            firstFailed.await();
            return new JobOutcome.Succeeded(job.files());
        };
        BatchReport report = BatchProcessor.builder(executor).withoutJournal().concurrency(2).continueOnError(false)
                .listener(event -> {
                    if (event instanceof JobEvent.Finished finished && finished.job().index() == 0) {
                        firstFailed.countDown();
                    }
                }).build().process(Manifests.of(5).build());
        assertThat(report.results().map(result -> result.outcome().name())).containsExactly("failed", "succeeded",
                "skipped", "skipped", "skipped");
        assertThat(report.results().skip(2).map(result -> result.outcome().reason().orElse("")))
                .allMatch(reason -> reason.contains("job0"));
    }

    @Test
    void aFailureWakesAJobThatHoldsBackItsSubmission() throws Exception {
        ManualTime time = ManualTime.stepping(Instant.EPOCH);
        CountDownLatch refused = new CountDownLatch(1);
        AtomicBoolean sentAgain = new AtomicBoolean();
        Executor executor = (job, context) -> {
            if (job.index() == 0) {
                time.awaitSleepers(1);
                return new JobOutcome.Failed("on purpose");
            }
            String operation = context.once(JobContext.SUBMIT, () -> {
                sentAgain.set(refused.getCount() == 0);
                refused.countDown();
                return new Ending.Refused(QUOTA);
            });
            return new JobOutcome.Failed("unexpected " + operation);
        };
        BatchReport report = BatchProcessor.builder(executor).withoutJournal().concurrency(2).continueOnError(false)
                .time(time).build()
                .process(Manifests.of(2).build());
        assertThat(report.results().map(result -> result.outcome().name())).containsExactly("failed", "skipped");
        assertThat(sentAgain).isFalse();
    }

    @Test
    void closingKeepsTheOperationsOfWhatRunsAndBeginsNothingMore() throws Exception {
        CountDownLatch submitted = new CountDownLatch(2);
        Executor executor = (job, context) -> {
            String operation = context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/" + job.index()));
            submitted.countDown();
            NEVER.await();
            return new JobOutcome.Failed("unreachable " + operation);
        };
        BatchProcessor processor = BatchProcessor.builder(executor).withoutJournal().concurrency(2).build();
        CompletableFuture<BatchReport> report = inBackground(processor, 4);
        submitted.await();
        processor.close();
        assertThat(report.get().results().map(JobResult::outcome)).satisfiesExactly(
                running -> assertThat(running).isInstanceOf(JobOutcome.Unfinished.class),
                running -> assertThat(running).isInstanceOf(JobOutcome.Unfinished.class),
                waiting -> assertThat(waiting).isInstanceOf(JobOutcome.Cancelled.class),
                waiting -> assertThat(waiting).isInstanceOf(JobOutcome.Cancelled.class));
        assertThat(report.get().results().map(result -> result.operation().orElse("none"))).containsExactly(
                "operations/0", "operations/1", "none", "none");
    }

    @Test
    void closingWaitsForASubmissionThatIsUnderWay() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Executor executor = (job, context) -> {
            String operation = context.once(JobContext.SUBMIT, () -> {
                underWay.countDown();
                answer.await();
                return new Ending.Happened("operations/1");
            });
            NEVER.await();
            return new JobOutcome.Failed("unreachable " + operation);
        };
        BatchProcessor processor = BatchProcessor.builder(executor).withoutJournal().build();
        CompletableFuture<BatchReport> report = inBackground(processor, 1);
        underWay.await();
        processor.close();
        answer.countDown();
        JobResult result = report.get().results().findFirst().orElseThrow();
        assertThat(result.outcome()).isInstanceOf(JobOutcome.Unfinished.class);
        assertThat(result.operation()).hasValue("operations/1");
    }

    @Test
    void closingAgainEndsASubmissionThatHangsAndItsJobIsAmbiguous() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        Executor executor = (job, context) -> new JobOutcome.Failed(context.once(JobContext.SUBMIT, () -> {
            underWay.countDown();
            NEVER.await();
            return new Ending.NotSent("unreachable");
        }));
        BatchProcessor processor = BatchProcessor.builder(executor).withoutJournal().build();
        CompletableFuture<BatchReport> report = inBackground(processor, 1);
        underWay.await();
        processor.close();
        processor.close();
        assertThat(report.get().results().findFirst().orElseThrow().outcome())
                .isInstanceOf(JobOutcome.Ambiguous.class);
    }

    @Test
    void closingEndsAJobThatWaitsForTheQuota() throws Exception {
        ManualTime time = ManualTime.stepping(Instant.EPOCH);
        Executor executor = (job, context) -> new JobOutcome.Failed(
                context.once(JobContext.SUBMIT, () -> new Ending.Refused(QUOTA)));
        BatchProcessor processor = BatchProcessor.builder(executor).withoutJournal().time(time).build();
        CompletableFuture<BatchReport> report = inBackground(processor, 1);
        time.awaitSleepers(1);
        processor.close();
        assertThat(report.get().results().findFirst().orElseThrow().outcome())
                .isInstanceOf(JobOutcome.Cancelled.class);
    }

    @Test
    void anInterruptEndsTheBatchAndItsReportIsInTheException() throws Exception {
        CountDownLatch submitted = new CountDownLatch(1);
        Executor executor = (job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/7"));
            submitted.countDown();
            NEVER.await();
            return new JobOutcome.Failed("unreachable");
        };
        FutureTask<BatchReport> task = new FutureTask<>(
                () -> BatchProcessor.builder(executor).withoutJournal().concurrency(1).build()
                        .process(Manifests.of(3).build()));
        Thread thread = Thread.ofVirtual().start(task);
        submitted.await();
        thread.interrupt();
        assertThatThrownBy(task::get).hasCauseInstanceOf(BatchInterruptedException.class)
                .satisfies(e -> {
                    BatchReport report = ((BatchInterruptedException) e.getCause()).report();
                    assertThat(report.results().map(result -> result.outcome().name())).containsExactly("unfinished",
                            "cancelled", "cancelled");
                    assertThat(report.results().findFirst().orElseThrow().operation()).hasValue("operations/7");
                });
    }

    @Test
    void aClosedProcessorRunsNothing() {
        BatchProcessor processor = BatchProcessor.builder((job, context) -> new JobOutcome.Empty()).withoutJournal()
                .build();
        processor.close();
        processor.close();
        assertThatThrownBy(() -> processor.process(Manifests.of(1).build())).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void anInterruptOfOneJobDoesNotReachTheNextOne() throws Exception {
        Executor executor = (job, context) -> {
            if (job.index() == 0) {
                Thread.currentThread().interrupt();
                return new JobOutcome.Succeeded(job.files());
            }
            return Thread.currentThread().isInterrupted()
                    ? new JobOutcome.Failed("interrupted")
                    : new JobOutcome.Succeeded(job.files());
        };
        BatchReport report = BatchProcessor.builder(executor).withoutJournal().concurrency(1).build()
                .process(Manifests.of(2).build());
        assertThat(report.succeeded()).isEqualTo(2);
        assertThat(report.elapsed()).isGreaterThanOrEqualTo(Duration.ZERO);
    }

    private static CompletableFuture<BatchReport> inBackground(BatchProcessor processor, int jobs) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return processor.process(Manifests.of(jobs).build());
            } catch (BatchInterruptedException e) {
                throw new IllegalStateException(e);
            }
        }, task -> Thread.ofVirtual().start(task));
    }
}
