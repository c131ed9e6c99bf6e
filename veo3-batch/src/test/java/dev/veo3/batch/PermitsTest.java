// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.execute.JobEndedException;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.error.ServiceError;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** However jobs end, their permits go on to others. */
class PermitsTest {
    private static final int WAYS = 12;
    private static final int ROUNDS = 5;

    /** Four jobs that wait for each other come last: where one permit was lost, they would wait for ever. */
    @Test
    void noPermitIsLostHoweverJobsEnd() throws Exception {
        int atOnce = 4;
        CyclicBarrier last = new CyclicBarrier(atOnce);
        BatchManifest.Builder manifest = Manifests.of(WAYS * ROUNDS);
        for (int i = 0; i < atOnce; i++) {
            manifest.job(new JobSpec.Built("last" + i, VideoRequest.text("Last"), "last" + i + ".mp4",
                    JobTerms.standard().withPriority(-1000)));
        }
        BatchReport report = BatchProcessor.builder((job, context) -> {
            if (!job.id().startsWith("last")) {
                return end(Integer.parseInt(job.id().substring(3)) % WAYS, context);
            }
            last.await();
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(atOnce).retries(RetryPolicy.attempts(2))
                .limits(Limits.standard().withLongestGeneration(Duration.ofMinutes(1)))
                .time(ManualTime.selfAdvancing(Instant.EPOCH)).build().process(manifest.build());

        assertThat(report.results().filter(result -> result.job().id().startsWith("last"))
                .map(result -> result.outcome().name())).containsOnly("succeeded").hasSize(atOnce);
        assertThat(report.jobCount()).isEqualTo(WAYS * ROUNDS + atOnce);
    }

    private static JobOutcome end(int way, JobContext context) throws Exception {
        return switch (way) {
            case 0 -> throw new IllegalStateException("no reason");
            case 1 -> throw new StackOverflowError();
            case 2 -> throw new InterruptedException();
            case 3 -> throw new JobEndedException(new JobOutcome.Failed("over"));
            case 4 -> {
                Thread.currentThread().interrupt();
                yield new JobOutcome.Succeeded(List.of());
            }
            case 5 -> after(context, new Ending.Refused(new ServiceError(400, "", "", Optional.empty())));
            case 6 -> after(context, new Ending.NotSent("no connection"));
            case 7 -> after(context, new Ending.Unknown("the reply was lost"));
            case 8 -> {
                context.once(JobContext.SUBMIT, () -> new Ending.Happened("o"));
                throw new IllegalStateException("the poll failed");
            }
            case 9 -> {
                context.once(JobContext.SUBMIT, () -> new Ending.Happened("o"));
                yield context.download(() -> {
                    throw new IllegalStateException("the disk is full");
                });
            }
            case 10 -> {
                context.once(JobContext.SUBMIT, () -> new Ending.Happened("o"));
                yield new JobOutcome.Failed("the service failed", Optional.of("INTERNAL"));
            }
            default -> {
                context.once(JobContext.SUBMIT, () -> {
                    throw new InterruptedException();
                });
                yield new JobOutcome.Empty();
            }
        };
    }

    private static JobOutcome after(JobContext context, Ending ending) throws InterruptedException {
        context.once(JobContext.SUBMIT, () -> ending);
        return new JobOutcome.Succeeded(List.of());
    }

    /** A limit that grows while the batch is paused lets nothing in before it goes on. */
    @Test
    void aLimitThatGrowsDuringAPauseIsUsedWhenTheBatchGoesOn() throws Exception {
        CountDownLatch paused = new CountDownLatch(1);
        CountDownLatch grown = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Semaphore begun = new Semaphore(0);
        AtomicInteger limit = new AtomicInteger();
        BatchProcessor processor = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                begun.release();
                paused.await();
                return new Ending.Happened("operations/" + job.id());
            });
            goOn.await();
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(20).limits(Limits.standard().adapting()).listener(new BatchListener() {
            @Override
            public void onEvent(JobEvent event) {}

            @Override
            public void onBatchEvent(BatchEvent event) {
                if (event instanceof BatchEvent.LimitChanged changed && changed.to() >= 3) {
                    limit.set(changed.to());
                    grown.countDown();
                }
            }
        }).build();
        BatchRun run = processor.start(processor.plan(Manifests.of(20).build()));
        begun.acquire(2);
        run.pause();
        paused.countDown();
        grown.await();
        assertThat(limit.get()).isEqualTo(3);
        assertThat(begun.tryAcquire()).as("a job that began during the pause").isFalse();
        run.resume();
        begun.acquire();
        goOn.countDown();
        assertThat(run.await().succeeded()).isEqualTo(20);
    }
}
