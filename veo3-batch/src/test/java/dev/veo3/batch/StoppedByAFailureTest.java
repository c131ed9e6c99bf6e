// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A batch that does not continue on error is the same batch in its next run: what stopped it stops it until somebody decides. */
class StoppedByAFailureTest {
    private final Studio studio = new Studio();
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);

    @TempDir
    private Path directory;

    @Test
    void aLaterRunSubmitsNothingWhileTheFailedJobStands() throws Exception {
        failing("a");
        assertThat(names(processor(false).process(manifest("a", "b")))).containsExactly("failed", "skipped");
        studio.answeringNormally();
        BatchReport later = processor(false).process(manifest("a", "b"));
        assertThat(names(later)).containsExactly("failed", "skipped");
        assertThat(later.results().skip(1).findFirst().orElseThrow().outcome()).isEqualTo(new JobOutcome.Skipped(
                "not begun, because job \"a\" ended without a video in an earlier run (failed: no such face) and the batch"
                        + " does not continue on error: retry that job, or let the batch continue on error"));
        assertThat(studio.accepted()).containsExactly("a");
    }

    @Test
    void aLaterRunBringsHomeWhatTheServiceKeeps() throws Exception {
        studio.ending("b", job -> {
            throw new IllegalStateException("the disk is full");
        });
        failing("a");
        assertThat(names(processor(true).process(manifest("b", "a")))).containsExactly("unfinished", "failed");
        studio.answeringNormally();
        assertThat(names(processor(false).process(manifest("b", "a", "c"))))
                .containsExactly("succeeded", "failed", "skipped");
        assertThat(studio.accepted()).containsExactly("b", "a");
    }

    @Test
    void aJobOfUnknownFateStandsLikeAFailedOne() throws Exception {
        studio.answering("a", job -> new Ending.Unknown("the reply was lost"));
        assertThat(names(processor(false).process(manifest("a", "b")))).containsExactly("ambiguous", "skipped");
        assertThat(names(processor(false).process(manifest("a", "b")))).containsExactly("ambiguous", "skipped");
        assertThat(studio.accepted()).isEmpty();
    }

    @Test
    void aRetryGoesOn() throws Exception {
        failing("b");
        studio.answering("a", job -> new Ending.Unknown("the reply was lost"));
        assertThat(names(processor(true).process(manifest("a", "b")))).containsExactly("ambiguous", "failed");
        studio.answeringNormally();
        BatchProcessor processor = processor(false);
        assertThat(names(processor.retry(processor.plan(manifest("a", "b", "c")), false)))
                .containsExactly("ambiguous", "succeeded", "succeeded");
    }

    @Test
    void aRetryThatFailsAgainStopsAgain() throws Exception {
        failing("a");
        processor(false).process(manifest("a", "b"));
        BatchProcessor processor = processor(false);
        assertThat(names(processor.retry(processor.plan(manifest("a", "b")), false)))
                .containsExactly("failed", "skipped");
        assertThat(studio.accepted()).containsExactly("a", "a");
    }

    @Test
    void whoeverLetsTheBatchContinueGoesOn() throws Exception {
        failing("a");
        processor(false).process(manifest("a", "b"));
        studio.answeringNormally();
        assertThat(names(processor(true).process(manifest("a", "b")))).containsExactly("failed", "succeeded");
    }

    @Test
    void aFailedJobThatHasLeftTheManifestStopsNothing() throws Exception {
        failing("a");
        processor(false).process(manifest("a", "b"));
        studio.answeringNormally();
        assertThat(names(processor(false).process(manifest("b")))).containsExactly("succeeded");
    }

    private void failing(String job) {
        studio.ending(job, failed -> new JobOutcome.Failed("no such face"));
    }

    private BatchProcessor processor(boolean continueOnError) {
        return BatchProcessor.builder(studio).outputDirectory(directory).time(time).concurrency(1)
                .continueOnError(continueOnError).limits(Limits.standard().withLongestGeneration(Duration.ZERO))
                .build();
    }

    private static BatchManifest manifest(String... jobs) {
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (String id : jobs) {
            manifest.job(new JobSpec.Built(id, VideoRequest.text("Video " + id), id + ".mp4", JobTerms.standard()));
        }
        return manifest.build();
    }

    private static List<String> names(BatchReport report) {
        return report.results().map(result -> result.outcome().name()).toList();
    }
}
