// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.crash;

import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The process of a batch ends at its k-th step, for every k; the next run looks for what it may have submitted, and leaves no doubt. */
class ReconciledCrashTest {
    private static final int JOBS = 2;
    private static final int MORE_THAN_ALL = 200;
    /** Many times longer than the service takes here, so that what is on its way at the crash has arrived. */
    private static final Limits LIMITS = Limits.standard().withLongestGeneration(Duration.ofMillis(400));

    @TempDir
    private Path directory;

    @Test
    void whereverTheProcessEndsEachJobIsPaidOnceAndDone() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ofMillis(1))).start()) {
            int step = 1;
            while (crashesAt(step, emulator)) {
                step++;
                assertThat(step).as("the batch comes to its end").isLessThan(MORE_THAN_ALL);
            }
            assertThat(step).isGreaterThan(JOBS * 8);
        }
    }

    /** Whether the batch was still running at that step. */
    private boolean crashesAt(int step, Emulator emulator) throws Exception {
        Path videos = Files.createDirectories(directory.resolve("step" + step));
        Path book = videos.resolve("jobs.journal");
        BatchManifest manifest = manifest(step);
        boolean crashed;
        try (VeoClient client = client(emulator); Journal journal = Journal.open(book)) {
            Crash crash = new Crash(step, client::close);
            Journal written = crash.over(journal);
            try {
                processor(crash.over(executor(client)), written, videos, new AmbiguityPolicy.Park())
                        .process(manifest);
            } catch (JournalException e) {
                assertThat(crash.happened()).as("a journal fails only when the process is gone: %s", e).isTrue();
            }
            crashed = crash.happened();
            written.close();
        }
        try (VeoClient client = client(emulator); Journal journal = Journal.open(book)) {
            BatchReport report = processor(executor(client), journal, videos, new AmbiguityPolicy.Reconcile())
                    .process(manifest);
            assertThat(report.results()).as("results at step %s", step).hasSize(JOBS).allSatisfy(result -> {
                assertThat(result.outcome()).isInstanceOf(JobOutcome.Succeeded.class);
                assertThat(result.job().output()).isNotEmptyFile();
                assertThat(emulator.ledger().entriesFor(result.job().id())).as("acceptances at step %s", step)
                        .hasSize(1);
            });
        }
        return crashed;
    }

    private static BatchManifest manifest(int step) {
        VideoSettings stored = VideoSettings.builder().storageUri("gs://films/").build();
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (int i = 0; i < JOBS; i++) {
            manifest.job("s" + step + "-" + i, VideoRequest.text("Take " + i).withSettings(stored), i + ".mp4");
        }
        return manifest.build();
    }

    private static BatchProcessor processor(Executor executor, Journal journal, Path videos, AmbiguityPolicy policy) {
        return BatchProcessor.builder(executor).journal(journal).outputDirectory(videos).concurrency(JOBS)
                .ambiguity(policy).limits(LIMITS).build();
    }

    private static VeoExecutor executor(VeoClient client) {
        return new VeoExecutor(client,
                AwaitOptions.standard().withIntervals(Duration.ofMillis(2), Duration.ofMillis(5))
                        .withTimeout(Duration.ofSeconds(30)));
    }

    private static VeoClient client(Emulator emulator) {
        return VeoClient.builder().backend(Backend.agentPlatform("rehearsal", "us-central1"))
                .credentials(BearerToken.of("token")).baseUrl(emulator.baseUrl()).build();
    }
}
