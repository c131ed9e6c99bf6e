// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What the service has of a job stays known and is brought home, whatever becomes of the jobs that it once waited for. */
class ChainOverRunsTest {
    private final Studio studio = new Studio();
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);

    @TempDir
    private Path directory;

    @Test
    void aChildThatHasItsVideoIsNotSubmittedAgainWhenItsParentsVideoIsBroughtHomeAgain() throws Exception {
        assertThat(names(process(studio))).containsExactly("succeeded", "succeeded");
        Files.delete(directory.resolve("a.mp4"));
        assertThat(names(process(studio))).containsExactly("succeeded", "succeeded");
        assertThat(studio.accepted()).containsExactly("a", "b");
    }

    @Test
    void aChildThatTheServiceKeepsIsBroughtHomeThoughItsParentsVideoIsGone() throws Exception {
        studio.ending("b", job -> {
            throw new IllegalStateException("the disk is full");
        });
        assertThat(names(process(studio))).containsExactly("succeeded", "unfinished");
        studio.answeringNormally();
        Files.delete(directory.resolve("a.mp4"));
        studio.ending("a", job -> {
            throw new IllegalStateException("its video has expired");
        });
        assertThat(names(process(studio))).containsExactly("unfinished", "succeeded");
        assertThat(Studio.content(directory, "b")).startsWith("operations/b/");
        assertThat(studio.accepted()).containsExactly("a", "b");
    }

    @Test
    void aChildOfUnknownFateStaysSoWhenItsParentIsLost() throws Exception {
        studio.answering("b", job -> new Ending.Unknown("the reply was lost"));
        assertThat(names(process(studio))).containsExactly("succeeded", "ambiguous");
        Files.delete(directory.resolve("a.mp4"));
        studio.answeringNormally();
        studio.ending("a", job -> {
            throw new IllegalStateException("its video has expired");
        });
        BatchReport report = processor(studio).ambiguity(new AmbiguityPolicy.Resubmit(Usd.of("10"))).build()
                .process(manifest());
        assertThat(names(report)).containsExactly("unfinished", "ambiguous");
        assertThat(names(process(studio))).as("the journal knows it too").containsExactly("unfinished", "ambiguous");
    }

    @Test
    void aJobOfUnknownFateThatFailsBeforeAnybodyLooksIsNoFailure() throws Exception {
        studio.answering("a", job -> new Ending.Unknown("the reply was lost"));
        assertThat(names(process(studio))).containsExactly("ambiguous", "cancelled");
        Executor broken = (job, context) -> {
            throw new IllegalStateException("the directory cannot be made");
        };
        BatchReport report = processor(broken).ambiguity(new AmbiguityPolicy.Resubmit(Usd.of("10"))).build()
                .process(manifest());
        assertThat(names(report)).containsExactly("ambiguous", "cancelled");
        studio.answeringNormally();
        BatchProcessor later = processor(studio).build();
        assertThat(names(later.retry(later.plan(manifest()), false))).containsExactly("ambiguous", "cancelled");
        assertThat(studio.accepted()).isEmpty();
    }

    @Test
    void aJobOfUnknownFateThatIsNotTakenUpIsNotCalledCancelled() throws Exception {
        studio.answering("a", job -> new Ending.Unknown("the reply was lost"));
        process(studio);
        BatchReport report = processor((job, context) -> new JobOutcome.Failed("no")).concurrency(1)
                .continueOnError(false).ambiguity(new AmbiguityPolicy.Resubmit(Usd.of("10"))).build()
                .process(BatchManifest.builder().job(job("first")).job(job("a")).job(job("b", "a")).build());
        assertThat(names(report)).startsWith("failed", "ambiguous");
    }

    private BatchReport process(Executor executor) throws Exception {
        return processor(executor).build().process(manifest());
    }

    private BatchProcessor.Builder processor(Executor executor) {
        return BatchProcessor.builder(executor).outputDirectory(directory).time(time)
                .limits(Limits.standard().withLongestGeneration(Duration.ZERO));
    }

    private static BatchManifest manifest() {
        return BatchManifest.builder().job(job("a")).job(job("b", "a")).build();
    }

    private static JobSpec job(String id, String... parents) {
        return new JobSpec.Built(id, VideoRequest.text("Video " + id), id + ".mp4",
                JobTerms.standard().withDependsOn(parents));
    }

    private static List<String> names(BatchReport report) {
        return report.results().map(result -> result.outcome().name()).toList();
    }
}
