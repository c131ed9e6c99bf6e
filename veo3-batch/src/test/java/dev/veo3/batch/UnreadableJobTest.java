// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A job that was planned and cannot be read any more when its turn has come fails alone. */
class UnreadableJobTest {
    private static final String A = Lines.job("a");
    private static final String B = Lines.job("b");
    private static final String C = Lines.job("c");

    private final Studio studio = new Studio();

    @TempDir
    private Path directory;

    private Lines lines = Lines.in(Path.of(""));

    @BeforeEach
    void lines() {
        lines = Lines.in(directory);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aJobWhoseLineWasChangedFailsAloneAndIsNeverSubmitted(boolean keepsJournal) throws Exception {
        BatchProcessor processor = (keepsJournal ? processor() : processor().withoutJournal()).build();
        BatchPlan plan = processor.plan(lines.write(A, B, C));
        lines.write(A, Lines.changed(B), C);

        BatchReport report = processor.process(plan);

        assertThat(names(report)).containsExactly("succeeded", "failed", "succeeded");
        assertThat(ids(report)).containsExactly("a", "b", "c");
        assertThat(studio.accepted()).containsExactlyInAnyOrder("a", "c");
        assertThat(reason(report, 1)).contains("nothing was submitted", "jobs.jsonl:2:1: job \"b\": ",
                "the manifest was changed after it had been planned. Put it back as it was, or plan and run it anew");
        assertThat(report.cost()).isEqualTo(Usd.of("6.40"));
        assertThat(report.outcomes()).containsEntry("failed", 1L).containsEntry("succeeded", 2L);
    }

    @Test
    void aJobWhoseInputVanishedFailsAlone() throws Exception {
        Path picture = directory.resolve("p.png");
        try (InputStream content = Objects.requireNonNull(
                UnreadableJobTest.class.getResourceAsStream("/media/first-frame-1280x720.png"))) {
            Files.copy(content, picture);
        }
        BatchProcessor processor = processor().workingDirectory(directory).build();
        BatchPlan plan = processor.plan(lines.write("{\"id\": \"p\", \"type\": \"animate\", \"output\": \"p.mp4\","
                + " \"options\": {\"image\": \"p.png\"}}", B));
        Files.delete(picture);

        BatchReport report = processor.process(plan);

        assertThat(names(report)).containsExactly("failed", "succeeded");
        assertThat(reason(report, 0)).contains("jobs.jsonl:1:1: job \"p\": an input cannot be read any more", "p.png",
                "Put it back");
    }

    @Test
    void whatWaitsForAJobThatCannotBeReadIsSkippedAndTheReasonIsTold() throws Exception {
        BatchProcessor processor = processor().build();
        String child = Lines.job("child", "b");
        BatchPlan plan = processor.plan(lines.write(A, B, child, Lines.job("grandchild", "child")));
        lines.write(A, Lines.changed(B), child, Lines.job("grandchild", "child"));

        BatchReport report = processor.process(plan);

        assertThat(names(report)).containsExactly("succeeded", "failed", "skipped", "skipped");
        assertThat(reason(report, 2)).contains("job \"b\"", "the manifest was changed");
        assertThat(studio.accepted()).containsExactly("a");
    }

    @Test
    void aBatchWhoseManifestIsGoneReportsEveryJobAndWritesItsResults() throws Exception {
        BatchProcessor processor = processor().build();
        BatchPlan plan = processor.plan(lines.write(A, B, C));
        Files.delete(lines.file());

        BatchReport report = processor.process(plan);

        assertThat(names(report)).containsExactly("failed", "failed", "failed");
        assertThat(reason(report, 2)).contains("jobs.jsonl:3:1: job \"c\": the manifest does not exist");
        Path results = directory.resolve("results.json");
        report.writeResults(results);
        assertThat(ResultsFile.read(results).results().map(result -> result.jobId())).containsExactly("a", "b", "c");
        assertThat(studio.accepted()).isEmpty();
    }

    @Test
    void theReportOfABatchCanBeReadAfterItsManifestIsGone() throws Exception {
        BatchProcessor processor = processor().build();
        BatchReport report = processor.process(lines.write(IntStream.range(0, 300).mapToObj(n -> Lines.job("job" + n))
                .toArray(String[]::new)));
        List<String> before = ids(report);
        Usd cost = report.results().map(JobResult::cost).reduce(Usd.ZERO, Usd::plus);
        Files.delete(lines.file());

        assertThat(names(report)).hasSize(300).containsOnly("succeeded");
        assertThat(ids(report)).isEqualTo(before);
        assertThat(report.results().map(JobResult::cost).reduce(Usd.ZERO, Usd::plus)).isEqualTo(cost)
                .isEqualTo(report.cost());
        assertThat(report.results().skip(7).findFirst().orElseThrow().outcome().files())
                .containsExactly(directory.resolve("job7.mp4"));
    }

    @Test
    void aRetryRunsTheJobWhenItsLineIsBack() throws Exception {
        BatchProcessor processor = processor().build();
        BatchPlan plan = processor.plan(lines.write(A, B));
        lines.write(A, Lines.changed(B));
        assertThat(names(processor.process(plan))).containsExactly("succeeded", "failed");

        BatchReport report = processor.retry(processor.plan(lines.write(A, B)), false);

        assertThat(names(report)).containsExactly("succeeded", "succeeded");
        assertThat(studio.accepted()).containsExactly("a", "b");
    }

    @Test
    void whatTheServiceKeepsOfAJobThatCannotBeReadStaysKnownAndIsBroughtHomeLater() throws Exception {
        studio.ending("b", job -> {
            throw new IllegalStateException("the disk is full");
        });
        BatchProcessor processor = processor().budget(Usd.of("100")).build();
        assertThat(names(processor.process(lines.write(A, B)))).containsExactly("succeeded", "unfinished");
        studio.answeringNormally();
        BatchPlan plan = processor.plan(lines.write(A, B));
        lines.write(A, Lines.changed(B));

        BatchReport report = processor.process(plan);

        assertThat(names(report)).containsExactly("succeeded", "unfinished");
        assertThat(report.results().skip(1).findFirst().orElseThrow().operation()).hasValueSatisfying(
                operation -> assertThat(operation).startsWith("operations/b/"));
        assertThat(reason(report, 1)).contains("the service keeps it", "jobs.jsonl:2:1");
        assertThat(names(processor.process(lines.write(A, B)))).containsExactly("succeeded", "succeeded");
        assertThat(studio.accepted()).containsExactly("a", "b");
    }

    @Test
    void anAttemptInDoubtOfAJobThatCannotBeReadStaysInDoubt() throws Exception {
        studio.answering("b", job -> new Ending.Unknown("the reply was lost"));
        BatchProcessor processor = processor().build();
        assertThat(names(processor.process(lines.write(A, B)))).containsExactly("succeeded", "ambiguous");
        studio.answeringNormally();
        BatchPlan plan = processor.plan(lines.write(A, B));
        lines.write(A, Lines.changed(B));

        assertThat(names(processor.process(plan))).containsExactly("succeeded", "ambiguous");
        assertThat(names(processor.process(lines.write(A, B)))).containsExactly("succeeded", "ambiguous");
        assertThat(studio.accepted()).containsExactly("a");
    }

    @Test
    void aBatchThatDoesNotContinueOnErrorBeginsNoMoreAfterAJobThatCannotBeRead() throws Exception {
        BatchProcessor processor = processor().continueOnError(false).concurrency(1).build();
        BatchPlan plan = processor.plan(lines.write(A, B, C));
        lines.write(A, Lines.changed(B), C);

        BatchReport report = processor.process(plan);

        assertThat(names(report)).containsExactly("succeeded", "failed", "skipped");
        assertThat(reason(report, 2)).contains("job \"b\" ended without a video");
    }

    @Test
    void listenersAreToldOfAJobThatCannotBeReadOnce() throws Exception {
        Queue<JobEvent> events = new ConcurrentLinkedQueue<>();
        BatchProcessor processor = processor().listener(events::add).build();
        BatchPlan plan = processor.plan(lines.write(A, B));
        lines.write(A, Lines.changed(B));

        processor.process(plan);

        assertThat(events.stream().filter(event -> event.job().id().equals("b"))).singleElement()
                .isInstanceOfSatisfying(JobEvent.Finished.class, end -> {
                    assertThat(end.ran()).isFalse();
                    assertThat(end.result().outcome().name()).isEqualTo("failed");
                });
    }

    @Test
    void aRetryFromAResultsFileForgetsNothingOfAJobThatCannotBeRead() throws Exception {
        Path results = Files.writeString(directory.resolve("old.json"), """
                {"results": [{"job_id": "a", "outcome": "unfinished", "operation": "operations/a/1"},
                  {"job_id": "b", "outcome": "ambiguous"}, {"job_id": "c", "outcome": "failed"}]}
                """);
        try (Journal journal = Journal.memory()) {
            BatchProcessor processor = processor().journal(journal).build();
            BatchPlan plan = processor.plan(lines.write(A, B, C));
            lines.write(Lines.changed(A), Lines.changed(B), Lines.changed(C));

            BatchReport report = processor.retry(plan, ResultsFile.read(results), false);

            assertThat(names(report)).containsExactly("unfinished", "ambiguous", "failed");
            assertThat(report.results().findFirst().orElseThrow().operation()).contains("operations/a/1");
            assertThat(studio.accepted()).isEmpty();
        }
    }

    private BatchProcessor.Builder processor() {
        return BatchProcessor.builder(studio).outputDirectory(directory)
                .time(ManualTime.selfAdvancing(Instant.EPOCH)).concurrency(1)
                .limits(Limits.standard().withLongestGeneration(Duration.ZERO));
    }

    private static List<String> names(BatchReport report) {
        return report.results().map(result -> result.outcome().name()).toList();
    }

    private static List<String> ids(BatchReport report) {
        return report.results().map(result -> result.job().id()).toList();
    }

    private static String reason(BatchReport report, int index) {
        Optional<String> reason = report.results().skip(index).findFirst().orElseThrow().outcome().reason();
        return reason.orElseThrow();
    }
}
