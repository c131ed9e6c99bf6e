// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.Alert;
import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.metrics.AlertRules;
import dev.veo3.batch.metrics.HeapMemory;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.RunFigures;
import dev.veo3.error.VeoRequestException;
import dev.veo3.time.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a person is told of a batch that is not as it should be. */
class AlertsTest {
    private static final AlertRules RULES = AlertRules.standard().withMemory(Long.MAX_VALUE);

    private final Queue<Alert> told = new ConcurrentLinkedQueue<>();

    private final BatchListener listener = new BatchListener() {
        @Override
        public void onEvent(JobEvent event) {}

        @Override
        public void onBatchEvent(BatchEvent event) {
            if (event instanceof BatchEvent.Alerted(Alert alert)) {
                told.add(alert);
            }
        }
    };

    private BatchProcessor.Builder processor(Executor executor) {
        return BatchProcessor.builder(executor).withoutJournal().concurrency(1).listener(listener).alerts(RULES);
    }

    private static List<Alert> alerts(BatchReport report) {
        return report.figures().map(RunFigures::alerts).orElseThrow();
    }

    @Test
    void jobsOfMoreThanFiveMinutesAreToldOnce() throws Exception {
        ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);
        BatchReport report = processor((job, context) -> {
            time.sleep(Duration.ofMinutes(job.index() == 1 ? 1 : 6));
            return new JobOutcome.Succeeded(List.of());
        }).time(time).build().process(Manifests.of(3).build());

        assertThat(told).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(Alert.Kind.SLOW_JOB);
            assertThat(alert.message()).contains("\"job0\"").doesNotContain("sunset");
        });
        assertThat(alerts(report)).singleElement()
                .satisfies(alert -> assertThat(alert.message()).endsWith("; 1 more job took so long"));
    }

    @Test
    void aJobThatHangsIsToldOfWhileItRuns() throws Exception {
        ManualTime time = ManualTime.stepping(Instant.EPOCH);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        BlockingQueue<Alert> alerted = new LinkedBlockingQueue<>();
        try (BatchProcessor processor = processor((job, context) -> {
            started.countDown();
            goOn.await();
            return new JobOutcome.Succeeded(List.of());
        }).time(time).listener(new BatchListener() {
            @Override
            public void onEvent(JobEvent event) {}

            @Override
            public void onBatchEvent(BatchEvent event) {
                if (event instanceof BatchEvent.Alerted(Alert alert)) {
                    alerted.add(alert);
                }
            }
        }).build()) {
            BatchRun run = processor.start(processor.plan(Manifests.of(1).build()));
            started.await();
            time.advance(Duration.ofMinutes(6));

            assertThat(alerted.take().kind()).isEqualTo(Alert.Kind.SLOW_JOB);
            assertThat(run.isDone()).isFalse();
            goOn.countDown();
            assertThat(alerts(run.await())).hasSize(1);
        }
    }

    @Test
    void tooManyErrorsAreToldWhenEnoughJobsHaveEnded() throws Exception {
        BatchReport few = processor((job, context) -> new JobOutcome.Failed("no")).build()
                .process(Manifests.of(9).build());
        assertThat(alerts(few)).isEmpty();

        BatchReport enough = processor((job, context) -> job.index() < 2
                ? new JobOutcome.Failed("no")
                : new JobOutcome.Succeeded(List.of())).build().process(Manifests.of(12).build());
        assertThat(alerts(enough)).isEqualTo(List.copyOf(told)).singleElement()
                .satisfies(alert -> assertThat(alert.kind()).isEqualTo(Alert.Kind.ERROR_RATE));
    }

    @Test
    void anExecutorThatCrashesIsToldOnceForEachKindOfCrash() throws Exception {
        BatchReport report = processor((job, context) -> {
            switch (job.index()) {
                case 0, 1 -> throw new IllegalStateException("key AIza-secret");
                case 2 -> throw new StackOverflowError();
                // What an executor may throw, and what the library says, is a failure and no crash.
                case 3 -> throw new IOException("no line");
                default -> throw new VeoRequestException("no such thing");
            }
        }).build().process(Manifests.of(5).build());

        assertThat(alerts(report)).hasSize(2)
                .allSatisfy(alert -> assertThat(alert.kind()).isEqualTo(Alert.Kind.WORKER_CRASH))
                .anySatisfy(alert -> assertThat(alert.message()).contains("\"job0\"",
                        "java.lang.IllegalStateException"))
                .noneSatisfy(alert -> assertThat(alert.message()).contains("secret"));
        assertThat(report.failed()).isEqualTo(5);
    }

    @Test
    void memoryThatIsNotFreedIsTold() throws Exception {
        System.gc();
        BatchReport report = processor((job, context) -> new JobOutcome.Succeeded(List.of()))
                .alerts(AlertRules.standard().withMemory(1)).build().process(Manifests.of(1).build());
        assertThat(alerts(report)).singleElement()
                .satisfies(alert -> assertThat(alert.kind()).isEqualTo(Alert.Kind.MEMORY));
    }

    /** Large objects are not made where new ones are, and are garbage all the same. */
    @Test
    void memoryThatTheNextCollectionFreesIsNotTold() throws Exception {
        System.gc();
        int large = 64 << 20;
        BatchReport report = processor((job, context) -> {
            byte[] frames = new byte[large];
            return frames[job.index()] == 0 ? new JobOutcome.Succeeded(List.of()) : new JobOutcome.Empty();
        }).alerts(AlertRules.standard().withMemory(HeapMemory.afterCollection() + large / 2)).build()
                .process(Manifests.of(1).build());
        assertThat(alerts(report)).isEmpty();
    }

    @Test
    void aBatchIsHealthyWhenItHasEnded() throws Exception {
        BatchReport report = processor((job, context) -> context.download(() -> new JobOutcome.Succeeded(List.of())))
                .concurrency(8).build().process(Manifests.of(200).build());
        assertThat(report.figures().map(RunFigures::health).orElseThrow().findings()).hasSize(4)
                .filteredOn(finding -> finding.subject().equals("virtual threads")
                        || finding.subject().equals("permits"))
                .extracting(finding -> finding.figures())
                .containsExactly("0 of the batch's are left",
                        "0 are not given back, of which 0 for jobs of unknown fate; 0 downloads have not ended");
    }
}
