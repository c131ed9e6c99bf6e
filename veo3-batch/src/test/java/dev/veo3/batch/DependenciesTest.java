// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Jobs that wait for others, and the order of those that do not. */
class DependenciesTest {
    private final Studio studio = new Studio();
    private final Queue<String> started = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path directory;

    @Test
    void aJobBeginsWhenTheLastOfItsParentsHasItsVideo() throws Exception {
        BatchReport report = process(studio, 4, job("c", "a", "b"), job("d", "c"), job("a"), job("b"));
        assertThat(names(report)).containsOnly("succeeded");
        assertThat(List.copyOf(started)).hasSize(4);
        assertThat(started.stream().filter("cd"::contains)).containsExactly("c", "d");
        assertThat(started.stream().limit(2)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aFailedParentSkipsAllThatWaitForItAndTheReasonIsTold() throws Exception {
        studio.ending("a", job -> new JobOutcome.Failed("too dark"));
        BatchReport report = process(studio, 4, job("a"), job("b", "a"), job("c", "b"), job("d"));
        assertThat(names(report)).containsExactly("failed", "skipped", "skipped", "succeeded");
        assertThat(report.results().skip(1).limit(2).map(result -> result.outcome().reason().orElseThrow()))
                .allMatch(reason -> reason.contains("\"a\"") && reason.contains("too dark"));
        assertThat(studio.accepted()).containsExactlyInAnyOrder("a", "d");
    }

    @Test
    void anAmbiguousParentLeavesItsChildrenWaitingForALaterRun() throws Exception {
        studio.answering("a", job -> new Ending.Unknown("the reply was lost"));
        BatchReport report = process(studio, 2, job("a"), job("b", "a"));
        assertThat(names(report)).containsExactly("ambiguous", "cancelled");
        assertThat(report.results().skip(1).findFirst().orElseThrow().outcome().reason().orElseThrow())
                .contains("waits for job \"a\"");
    }

    @Test
    void aChildWithOneLostParentIsBroughtToRestOnce() throws Exception {
        studio.ending("a", job -> new JobOutcome.Failed("no")).ending("b", job -> new JobOutcome.Failed("no"));
        Queue<String> finished = new ConcurrentLinkedQueue<>();
        BatchProcessor processor = BatchProcessor.builder(studio).withoutJournal().outputDirectory(directory)
                .concurrency(3).listener(event -> {
                    if (event instanceof JobEvent.Finished) {
                        finished.add(event.job().id());
                    }
                }).build();
        processor.process(manifest(job("a"), job("b"), job("ok"), job("child", "a", "b", "ok")));
        assertThat(finished).containsExactlyInAnyOrder("a", "b", "ok", "child");
    }

    @Test
    void aFinishedParentFreesItsChildrenInTheNextRun() throws Exception {
        studio.ending("b", job -> {
            throw new IllegalStateException("the disk is full");
        });
        BatchProcessor processor = BatchProcessor.builder(studio).outputDirectory(directory).build();
        BatchManifest manifest = manifest(job("a"), job("b", "a"), job("c", "b"));
        assertThat(names(processor.process(manifest))).containsExactly("succeeded", "unfinished", "cancelled");
        studio.answeringNormally();
        assertThat(names(processor.process(manifest))).containsOnly("succeeded");
        assertThat(studio.accepted()).containsExactly("a", "b", "c");
    }

    @Test
    void anExtensionFindsTheFirstVideoOfItsParent() throws Exception {
        Path file = Files.writeString(directory.resolve("jobs.yaml"), """
                output_directory: %s
                jobs:
                  - {id: a, type: generate, options: {prompt: x, duration: 8, resolution: 720p}, output: a.mp4}
                  - {id: b, type: extend, options: {video: "${a.video}", prompt: y}, output: b.mp4}
                """.formatted(directory));
        Executor executor = (job, context) -> {
            if (job.request() instanceof VideoRequest.Extension extension) {
                assertThat(((MediaSource.LocalFile) extension.video()).path()).exists();
            }
            return studio.execute(job, context);
        };
        BatchReport report = BatchProcessor.builder(executor).concurrency(2).build().process(BatchManifest.load(file));
        assertThat(names(report)).containsExactly("succeeded", "succeeded");
    }

    @Test
    void jobsOfHigherPriorityGoFirstAndEqualOnesInTheOrderOfTheManifest() throws Exception {
        BatchReport report = process(studio, 1, priority("a", 0), priority("b", 5), priority("c", -1),
                priority("d", 5));
        assertThat(report.succeeded()).isEqualTo(4);
        assertThat(started).containsExactly("b", "d", "a", "c");
    }

    @Test
    void slicesWithDependenciesComeToAnEnd() throws Exception {
        BatchManifest manifest = BatchManifest.builder().batchSize(2).job(job("d", "a")).job(job("b"))
                .job(job("c", "d"))
                .job(job("a")).build();
        BatchReport report = BatchProcessor.builder(studio).withoutJournal().outputDirectory(directory).build()
                .process(manifest);
        assertThat(names(report)).containsOnly("succeeded");
        assertThat(studio.accepted()).containsSubsequence("a", "d", "c");
    }

    @Test
    void aThousandJobsInOneChainRunOneAfterTheOther() throws Exception {
        JobSpec[] chain = new JobSpec[1_000];
        for (int i = 0; i < chain.length; i++) {
            chain[i] = i == 0 ? job("j0") : job("j" + i, "j" + (i - 1));
        }
        Executor quick = (job, context) -> new JobOutcome.Succeeded(
                List.of(Path.of(context.once(JobContext.SUBMIT, () -> studio.take(job)))));
        assertThat(process(quick, 8, chain).succeeded()).isEqualTo(1_000);
        assertThat(studio.accepted()).hasSize(1_000).startsWith("j0", "j1", "j2").endsWith("j998", "j999");
    }

    private BatchReport process(Executor executor, int concurrency, JobSpec... jobs) throws Exception {
        return BatchProcessor.builder(executor).withoutJournal().outputDirectory(directory).concurrency(concurrency)
                .listener(event -> {
                    if (event instanceof JobEvent.Started) {
                        started.add(event.job().id());
                    }
                }).build().process(manifest(jobs));
    }

    private static BatchManifest manifest(JobSpec... jobs) {
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (JobSpec job : jobs) {
            manifest.job(job);
        }
        return manifest.build();
    }

    private static JobSpec job(String id, String... parents) {
        return new JobSpec.Built(id, VideoRequest.text("Video " + id), id + ".mp4",
                JobTerms.standard().withDependsOn(parents));
    }

    private static JobSpec priority(String id, int priority) {
        return new JobSpec.Built(id, VideoRequest.text("Video " + id), id + ".mp4",
                JobTerms.standard().withPriority(priority));
    }

    private static List<String> names(BatchReport report) {
        return report.results().map(result -> result.outcome().name()).toList();
    }
}
