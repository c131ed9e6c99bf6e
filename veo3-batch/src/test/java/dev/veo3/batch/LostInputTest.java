// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.execute.Reconciler;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What must not be submitted again and again: a job whose input is gone, and one that the service never takes. */
class LostInputTest {
    private final Studio studio = new Studio();
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);

    @TempDir
    private Path directory;

    /** What the service has of the child is looked at although its parent is lost; that alone does not bring its input back. */
    @Test
    void aChildThatFailsIsNotTriedAgainWithoutTheVideoThatItGoesOnFrom() throws Exception {
        studio.ending("b", job -> {
            throw new IllegalStateException("the disk is full");
        });
        assertThat(names(process(studio))).containsExactly("succeeded", "unfinished");
        Files.delete(directory.resolve("a.mp4"));
        studio.answeringNormally();
        studio.ending("a", job -> {
            throw new IllegalStateException("its video has expired");
        });
        studio.ending("b", job -> new JobOutcome.Failed("the service failed", Optional.of("INTERNAL")));
        assertThat(names(process(studio))).containsExactly("unfinished", "failed");
        assertThat(studio.accepted()).containsExactly("a", "b");
    }

    @Test
    void aChildThatFailsIsTriedAgainWithTheVideoThatItGoesOnFrom() throws Exception {
        AtomicInteger ends = new AtomicInteger();
        studio.ending("b", job -> ends.incrementAndGet() == 1
                ? new JobOutcome.Failed("the service failed", Optional.of("INTERNAL"))
                : new JobOutcome.Succeeded(List.of()));
        assertThat(names(process(studio))).containsExactly("succeeded", "succeeded");
        assertThat(studio.accepted()).containsExactly("a", "b", "b");
    }

    @Test
    void aJobThatTheServiceNeverTakesFailsAfterThreeAttempts() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        Never never = new Never(attempts);
        BatchReport report = BatchProcessor.builder(never).withoutJournal().time(time)
                .ambiguity(new AmbiguityPolicy.Reconcile()).build().process(Manifests.of(1).build());
        assertThat(report.results().findFirst().orElseThrow().outcome()).isEqualTo(
                new JobOutcome.Failed("the service took none of 3 attempts; of the last one, the reply was lost"));
        assertThat(attempts).hasValue(3);
    }

    private BatchReport process(Executor executor) throws Exception {
        return BatchProcessor.builder(executor).outputDirectory(directory).time(time)
                .retries(RetryPolicy.attempts(3)).build().process(BatchManifest.builder()
                        .job(new JobSpec.Built("a", VideoRequest.text("A boat"), "a.mp4"))
                        .job(new JobSpec.Built("b", VideoRequest.extension(JobSpec.videoOf("a"), "It sinks"), "b.mp4"))
                        .build());
    }

    private static List<String> names(BatchReport report) {
        return report.results().map(result -> result.outcome().name()).toList();
    }

    /** No reply comes, and there is never a trace. */
    private record Never(AtomicInteger attempts) implements Executor, Reconciler {

        @Override
        public JobOutcome execute(Job job, JobContext context) throws Exception {
            context.once(JobContext.SUBMIT, () -> {
                if (attempts.incrementAndGet() > 20) {
                    throw new AssertionError("without end");
                }
                return new Ending.Unknown("the reply was lost");
            });
            return new JobOutcome.Empty();
        }

        @Override
        public Finding reconcile(Job job, Attempt attempt) {
            return attempts.get() > 20 ? new Finding.StillUnknown("enough") : new Finding.DidNotHappen();
        }
    }
}
