// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.plan.Service;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

class BatchProcessorTest {
    private static final Executor SUCCEEDS = (job, context) -> new JobOutcome.Succeeded(job.files());

    @Test
    void everyJobIsGivenToTheExecutorOnce() throws Exception {
        Executor executor = mock(Executor.class);
        when(executor.service()).thenReturn(Service.standard());
        when(executor.execute(any(), any())).thenReturn(new JobOutcome.Empty());
        BatchReport report = BatchProcessor.builder(executor).withoutJournal().build().process(Manifests.of(2).build());
        List<JobResult> results = report.results().toList();
        verify(executor).execute(eq(results.get(0).job()), any());
        verify(executor).execute(eq(results.get(1).job()), any());
        verify(executor).service();
        verifyNoMoreInteractions(executor);
    }

    @Test
    void resultsComeInTheOrderOfTheManifestWhateverEndsFirst() throws Exception {
        CountDownLatch othersDone = new CountDownLatch(9);
        Executor firstEndsLast = (job, context) -> {
            if (job.index() == 0) {
                othersDone.await();
            } else {
                othersDone.countDown();
            }
            return new JobOutcome.Succeeded(job.files());
        };
        BatchReport report = BatchProcessor.builder(firstEndsLast).withoutJournal().concurrency(2).build()
                .process(Manifests.of(10).build());
        assertThat(report.results().map(result -> result.job().id())).containsExactly("job0", "job1", "job2", "job3",
                "job4", "job5", "job6", "job7", "job8", "job9");
        assertThat(report.results()).as("the handle can be read again").hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void exactlyAsManyJobsRunAtOnceAsWereAskedFor(int concurrency) throws Exception {
        CyclicBarrier together = new CyclicBarrier(concurrency);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Executor counts = (job, context) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            together.await();
            running.decrementAndGet();
            together.await();
            return new JobOutcome.Succeeded(job.files());
        };
        BatchReport report = BatchProcessor.builder(counts).withoutJournal().concurrency(concurrency).build()
                .process(Manifests.of(concurrency * 4).build());
        assertThat(report.succeeded()).isEqualTo(concurrency * 4);
        assertThat(most).hasValue(concurrency);
    }

    @Test
    void concurrencyIsThreeUnlessTheManifestOrElseTheBuilderSaysOtherwise() {
        BatchManifest silent = Manifests.of(1).build();
        BatchManifest five = Manifests.of(1).concurrency(5).build();
        assertThat(BatchProcessor.builder(SUCCEEDS).withoutJournal().build().plan(silent).concurrency()).isEqualTo(3);
        assertThat(BatchProcessor.builder(SUCCEEDS).withoutJournal().build().plan(five).concurrency()).isEqualTo(5);
        assertThat(BatchProcessor.builder(SUCCEEDS).withoutJournal().concurrency(8).build().plan(five).concurrency())
                .isEqualTo(8);
    }

    @Test
    void jobsRunOnVirtualThreadsOfWhichThereAreNoMoreThanPermits() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        BatchProcessor.builder((job, context) -> {
            threads.add(Thread.currentThread());
            return new JobOutcome.Succeeded(job.files());
        }).withoutJournal().concurrency(4).build().process(Manifests.of(200).build());
        assertThat(threads).allMatch(Thread::isVirtual).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void aJobThatThrowsHasFailedAndTheOthersRun() throws Exception {
        BatchReport report = BatchProcessor.builder((job, context) -> {
            switch (job.index()) {
                case 0 -> throw new IllegalStateException("the disk is on fire");
                case 1 -> throw new StackOverflowError();
                default -> {
                    return new JobOutcome.Succeeded(job.files());
                }
            }
        }).withoutJournal().build().process(Manifests.of(3).build());
        assertThat(report.results().map(JobResult::outcome)).satisfiesExactly(
                failed -> assertThat(failed).isEqualTo(new JobOutcome.Failed("the disk is on fire")),
                failed -> assertThat(failed).isEqualTo(new JobOutcome.Failed("java.lang.StackOverflowError")),
                other -> assertThat(other.isSuccess()).isTrue());
    }

    @Test
    void aManifestWithProblemsIsRefusedBeforeAnythingRuns() throws Exception {
        Executor executor = mock(Executor.class);
        when(executor.service()).thenReturn(Service.standard());
        BatchManifest manifest = BatchManifest.builder().job("a", VideoRequest.text("x"), "../a.mp4")
                .job("a", VideoRequest.text("x"), "a.mp4").build();
        assertThatThrownBy(() -> BatchProcessor.builder(executor).withoutJournal().build().process(manifest))
                .isInstanceOfSatisfying(ManifestException.class, e -> assertThat(e.problems()).hasSize(2));
        verify(executor, never()).execute(any(), any());
    }

    @Test
    void aSliceIsFinishedBeforeTheNextBegins() throws Exception {
        Queue<Integer> order = new ConcurrentLinkedQueue<>();
        BatchProcessor.builder((job, context) -> {
            order.add(job.index() / 3);
            return new JobOutcome.Succeeded(job.files());
        }).withoutJournal().concurrency(8).build().process(Manifests.of(8).batchSize(3).build());
        assertThat(order).containsExactly(0, 0, 0, 1, 1, 1, 2, 2);
    }

    @Test
    void everyJobIsStartedAndThenFinished() throws Exception {
        Queue<JobEvent> events = new ConcurrentLinkedQueue<>();
        BatchReport report = BatchProcessor.builder(SUCCEEDS).withoutJournal().listener(events::add).concurrency(1)
                .time(ManualTime.stepping(Instant.EPOCH)).build()
                .process(Manifests.of(2).build());
        List<JobEvent> expected = new ArrayList<>();
        report.results().forEach(result -> {
            expected.add(new JobEvent.Started(result.job(), Duration.ZERO));
            expected.add(new JobEvent.Finished(result, true));
        });
        assertThat(events).containsExactlyElementsOf(expected);
    }

    @Test
    void aListenerThatThrowsChangesNothing() throws Exception {
        BatchReport report = BatchProcessor.builder(SUCCEEDS).withoutJournal().listener(event -> {
            throw new IllegalStateException("a broken listener");
        }).build().process(Manifests.of(5).build());
        assertThat(report.succeeded()).isEqualTo(5);
    }

    @Test
    void noThreadIsLeftWhenProcessReturns() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        BatchProcessor.builder((job, context) -> {
            threads.add(Thread.currentThread());
            return new JobOutcome.Succeeded(job.files());
        }).withoutJournal().concurrency(10).build().process(Manifests.of(100).build());
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(threads).isNotEmpty();
    }
}
