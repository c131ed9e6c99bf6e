// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Slices with retries in them, and what comes to its end during a pause. */
class SlicesAndPausesTest {
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);
    private final Queue<String> submitted = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> ends = new ConcurrentHashMap<>();

    /** The even jobs fail twice, and wait before they are tried again. */
    private JobOutcome run(dev.veo3.batch.plan.Job job, JobContext context) throws InterruptedException {
        context.once(JobContext.SUBMIT, () -> {
            submitted.add(job.id());
            return new Ending.Happened("operations/" + job.id());
        });
        boolean fails = job.index() % 2 == 0 && ends.merge(job.id(), 1, Integer::sum) < 3;
        return fails
                ? new JobOutcome.Failed("the service failed", Optional.of("INTERNAL"))
                : context.download(() -> new JobOutcome.Succeeded(List.of()));
    }

    @Test
    void aSliceEndsWithItsLastRetryBeforeTheNextBegins() throws Exception {
        BatchManifest.Builder manifest = BatchManifest.builder().batchSize(2);
        for (int job = 0; job < 7; job++) {
            manifest.job("job" + job, VideoRequest.text("Take " + job), job + ".mp4");
        }
        BatchReport report = BatchProcessor.builder(this::run).withoutJournal().concurrency(4)
                .retries(RetryPolicy.attempts(3)).time(time).build().process(manifest.build());
        assertThat(report.succeeded()).isEqualTo(7);
        List<String> order = List.copyOf(submitted);
        assertThat(order).hasSize(15);
        for (int slice = 0; slice < 4; slice++) {
            List<String> ofSlice = order.subList(4 * slice, Math.min(4 * slice + 4, order.size()));
            int first = 2 * slice;
            assertThat(ofSlice).as("slice %s", slice).containsOnly(
                    first < 6 ? new String[]{"job" + first, "job" + (first + 1)} : new String[]{"job" + first});
        }
    }

    @Test
    void duringAPauseVideosComeHomeAndWhatFailsIsNotSubmittedAgain() throws Exception {
        CountDownLatch atService = new CountDownLatch(2);
        CountDownLatch paused = new CountDownLatch(1);
        CountDownLatch home = new CountDownLatch(1);
        CountDownLatch retrying = new CountDownLatch(1);
        BatchProcessor processor = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                submitted.add(job.id());
                return new Ending.Happened("operations/" + job.id());
            });
            atService.countDown();
            paused.await();
            return job.index() == 0 && ends.merge(job.id(), 1, Integer::sum) == 1
                    ? new JobOutcome.Failed("the service failed", Optional.of("INTERNAL"))
                    : context.download(() -> new JobOutcome.Succeeded(List.of()));
        }).withoutJournal().concurrency(2).retries(RetryPolicy.attempts(2)).time(time).listener(event -> {
            if (event instanceof JobEvent.Finished) {
                home.countDown();
            } else if (event instanceof JobEvent.Retrying) {
                retrying.countDown();
            }
        }).build();
        BatchRun run = processor.start(processor.plan(Manifests.of(3).build()));
        atService.await();
        run.pause();
        paused.countDown();
        home.await();
        retrying.await();
        assertThat(submitted).hasSize(2);
        assertThat(run.progress().succeeded()).isLessThanOrEqualTo(1);
        run.resume();
        assertThat(run.await().succeeded()).isEqualTo(3);
        assertThat(submitted).hasSize(4);
    }
}
