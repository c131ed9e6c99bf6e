// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.crash;

import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import dev.veo3.emulator.Ledger;
import dev.veo3.media.MediaInspector;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * A batch of six jobs, three of them a chain, whose process ends at its k-th step, for every k, and is started again; before that, and
 * before a third run, somebody deletes some of the videos.
 */
class CrashPointsTest {
    private static final int JOBS = 6;
    /** More steps than such a batch has: when a batch comes to its end before its crash, all have been tried. */
    private static final int MORE_THAN_ALL = 500;

    @TempDir
    private Path directory;

    @Test
    void noStepAtWhichTheProcessEndsPaysAJobTwiceOrLosesOne() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.between(Duration.ZERO, Duration.ofMillis(2)))
                .start()) {
            int step = 1;
            while (crashesAt(step, emulator)) {
                step++;
                assertThat(step).as("the batch comes to its end").isLessThan(MORE_THAN_ALL);
            }
            // Each job has at least six records and eight steps around them.
            assertThat(step).isGreaterThan(JOBS * 8);
        }
    }

    /** Whether the batch was still running at that step. */
    private boolean crashesAt(int step, Emulator emulator) throws Exception {
        Path videos = directory.resolve("step" + step);
        Path book = videos.resolve("jobs.journal");
        Files.createDirectories(videos);
        BatchManifest manifest = manifest(step);
        boolean crashed;
        try (VeoClient client = client(emulator); Journal journal = Journal.open(book)) {
            Crash crash = new Crash(step, client::close);
            Journal written = crash.over(journal);
            try {
                processor(crash, client, written, videos).process(manifest);
            } catch (JournalException e) {
                assertThat(crash.happened()).as("a journal fails only when the process is gone: %s", e).isTrue();
            }
            crashed = crash.happened();
            written.close();
        }
        delete(videos, step);
        BatchReport report;
        try (VeoClient client = client(emulator);
                Journal journal = Journal.open(book);
                BatchProcessor processor = processor(executor(client), videos).journal(journal).build()) {
            report = processor.process(manifest);
        }
        check(step, report, emulator.ledger());
        assertThat(crashed || report.succeeded() == JOBS).as("without a crash every job has its video").isTrue();
        delete(videos, step + 1);
        try (VeoClient client = client(emulator);
                Journal journal = Journal.open(book);
                BatchProcessor processor = processor(executor(client), videos).journal(journal).build()) {
            check(step, processor.process(manifest), emulator.ledger());
        }
        return crashed;
    }

    /** Every third video, from another one on at each step. */
    private static void delete(Path videos, int step) throws IOException {
        for (int job = step % 3; job < JOBS; job += 3) {
            Files.deleteIfExists(videos.resolve(job + ".mp4"));
        }
    }

    private void check(int step, BatchReport report, Ledger ledger) {
        Map<String, Long> accepted = ledger.entries().stream().map(entry -> entry.job().orElseThrow())
                .filter(job -> job.startsWith("s" + step + "-"))
                .collect(Collectors.groupingBy(job -> job, Collectors.counting()));
        assertThat(accepted.values()).as("submissions that were accepted at step %s", step)
                .allMatch(times -> times == 1);
        assertThat(report.results()).as("outcomes at step %s", step).hasSize(JOBS).allSatisfy(result -> {
            String outcome = result.outcome().name();
            // A child waits for a parent of which nobody knows.
            assertThat(outcome).isIn(isChild(result.job().id())
                    ? Set.of("succeeded", "ambiguous", "cancelled")
                    : Set.of("succeeded", "ambiguous"));
            if (outcome.equals("succeeded")) {
                assertThat(accepted).containsKey(result.job().id());
                assertThat(result.job().output()).isNotEmptyFile();
            }
        });
        assertThat(report.outcomes().getOrDefault("ambiguous", 0L))
                .as("no more than were on their way at step %s", step)
                .isLessThanOrEqualTo(2);
        assertThat(accepted.keySet()).as("whatever was accepted is known at step %s", step)
                .isSubsetOf(report.results().map(result -> result.job().id()).collect(Collectors.toSet()));
        // Part files may be left behind, as by every process that ends like this; what stands in its place is whole.
        assertThat(report.results().filter(result -> Files.exists(result.job().output())))
                .as("files at step %s", step).allSatisfy(result -> assertThatCode(
                        () -> MediaInspector.inspect(result.job().output())).doesNotThrowAnyException());
    }

    private static BatchManifest manifest(int step) {
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (int i = 0; i < JOBS; i++) {
            String id = "s" + step + "-" + i;
            manifest.job(id, isChild(id)
                    ? VideoRequest.extension(JobSpec.videoOf("s" + step + "-" + (i - 1)), "Take " + i)
                    : VideoRequest.text("Take " + i), i + ".mp4");
        }
        return manifest.build();
    }

    /** The last two go on from the one before each. */
    private static boolean isChild(String job) {
        return job.endsWith("-4") || job.endsWith("-5");
    }

    private static BatchProcessor processor(Crash crash, VeoClient client, Journal journal, Path videos) {
        return processor(crash.over(executor(client)), videos).journal(journal).build();
    }

    private static BatchProcessor.Builder processor(Executor executor, Path videos) {
        return BatchProcessor.builder(executor).outputDirectory(videos).concurrency(2)
                .limits(Limits.standard().withLongestGeneration(Duration.ZERO));
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
