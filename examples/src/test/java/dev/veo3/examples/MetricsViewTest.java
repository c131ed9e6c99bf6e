// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.BatchRun;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MetricsViewTest {

    private static String next(BlockingQueue<String> said, ManualTime time) throws InterruptedException {
        time.awaitSleepers(1);
        time.advance(Duration.ofSeconds(5));
        return said.take();
    }

    @Test
    void theFiguresAreSaidWhileTheBatchRunsAndAtItsEnd() throws Exception {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        ManualTime time = ManualTime.stepping(Instant.EPOCH);
        CountDownLatch goOn = new CountDownLatch(1);
        BatchManifest manifest = BatchManifest.builder().job("a", VideoRequest.text("boats"), "a.mp4")
                .job("b", VideoRequest.text("boats"), "b.mp4").build();
        try (BatchProcessor processor = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/1"));
            goOn.await();
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(1).build();
                MetricsView view = MetricsView.of(processor, time, said::add)) {
            BatchRun run = processor.start(processor.plan(manifest));
            // Of a run that has not begun yet there is nothing to say.
            while (processor.metrics().isEmpty()) {
                LockSupport.parkNanos(1_000_000);
            }
            String line = next(said, time);
            // A permit is taken before the job is: for a moment both of them still wait.
            while (!line.contains("queue depth 1, in flight 1 of 1")) {
                line = next(said, time);
            }
            assertThat(line).contains("error rate 0.0 %");
            assertThat(view).as("it goes on by itself").isNotNull();
            goOn.countDown();
            BatchReport report = run.await();
            assertThat(MetricsView.end(report)).hasSizeGreaterThanOrEqualTo(3).first().asString()
                    .contains("queue depth 0", "submit");
            assertThat(MetricsView.end(report)).anySatisfy(end -> assertThat(end).startsWith("Bottleneck: "))
                    .anySatisfy(end -> assertThat(end).contains("open files"));
        }
    }
}
