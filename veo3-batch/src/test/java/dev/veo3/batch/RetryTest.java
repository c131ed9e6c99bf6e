// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.batch.report.ResultsFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a retry submits, what it takes up, and what it leaves alone. */
class RetryTest {
    @TempDir
    private Path directory;
    private Path results = Path.of("");
    private final Queue<String> submitted = new ConcurrentLinkedQueue<>();
    private final Executor executor = (job, context) -> {
        String operation = context.once(JobContext.SUBMIT, () -> {
            submitted.add(job.id());
            return new Ending.Happened("operations/new-" + job.index());
        });
        return operation.startsWith("operations/old")
                ? new JobOutcome.Failed("resumed " + operation)
                : new JobOutcome.Succeeded(job.files());
    };

    @BeforeEach
    void placeResults() {
        results = directory.resolve("results.json");
    }

    @Test
    void onlyDefiniteFailuresAreSubmittedAgain() throws Exception {
        Files.writeString(directory.resolve("job0.mp4"), "a video");
        write(result("job0", true, "succeeded", ""), result("job1", false, "failed", "operations/old-1"),
                result("job2", false, "filtered", "operations/old-2"), result("job3", false, "skipped", ""),
                result("job4", false, "cancelled", ""), result("job5", false, "ambiguous", ""),
                result("job6", false, "unfinished", "operations/old-6"),
                result("job7", false, "empty", "operations/old-7"),
                result("job8", true, "succeeded", "operations/old-8"));
        BatchReport report = retry(10, false);
        assertThat(submitted).containsExactlyInAnyOrder("job1", "job2", "job3", "job4");
        assertThat(report.results().map(r -> r.outcome().name())).containsExactly("succeeded", "succeeded", "succeeded",
                "succeeded", "succeeded", "ambiguous", "failed", "failed", "failed", "ambiguous");
        assertThat(report.results().skip(6).limit(3).map(r -> r.outcome().reason().orElse(""))).containsExactly(
                "resumed operations/old-6", "resumed operations/old-7", "resumed operations/old-8");
        assertThat(report.results().skip(9).findFirst().orElseThrow().outcome().reason().orElse(""))
                .contains("does not name it");
    }

    @Test
    void aFileOfAnotherProgramSaysTooLittleToSubmitAgain() throws Exception {
        Files.writeString(directory.resolve("job0.mp4"), "a video");
        write("""
                {"job_id": "job0", "success": true, "output": "job0.mp4", "duration": 6}""", """
                {"job_id": "job1", "success": false, "error": "boom", "duration": 6}""", """
                {"job_id": "job2", "success": true, "output": "job2.mp4", "duration": 6}""");
        BatchReport report = retry(3, false);
        assertThat(submitted).isEmpty();
        assertThat(report.results().map(r -> r.outcome().name())).containsExactly("succeeded", "ambiguous",
                "ambiguous");
        assertThat(report.results().skip(2).map(r -> r.outcome().reason().orElse(""))).containsExactly(
                "its video " + directory.resolve("job2.mp4") + " is gone, and no operation is recorded");
    }

    @Test
    void whoAcceptsThatItMayBePaidTwiceSubmitsJobsOfUnknownFateToo() throws Exception {
        write("""
                {"job_id": "job0", "success": false, "error": "boom"}""", result("job1", false, "ambiguous", ""),
                result("job2", false, "unfinished", "operations/old-2"));
        retry(3, true);
        assertThat(submitted).containsExactlyInAnyOrder("job0", "job1");
    }

    @Test
    void theResultsOfARetryCanBeRetried() throws Exception {
        write(result("job0", false, "ambiguous", ""), result("job1", false, "failed", ""));
        retry(2, false).writeResults(results);
        Files.writeString(directory.resolve("job1.mp4"), "a video");
        submitted.clear();
        BatchReport second = retry(2, false);
        assertThat(submitted).isEmpty();
        assertThat(second.results().map(r -> r.outcome().name())).containsExactly("ambiguous", "succeeded");
    }

    @Test
    void aFileThatNamesAJobTwiceIsRefused() throws Exception {
        write(result("job0", false, "ambiguous", ""), result("job0", false, "failed", ""));
        assertThatThrownBy(() -> retry(1, false)).isInstanceOf(ResultsFileException.class)
                .hasMessageContaining("\"job0\" is named twice");
        assertThat(submitted).isEmpty();
    }

    @Test
    void whatTheServiceKeepsForAJobThatTheManifestLacksIsNotForgotten() throws Exception {
        write(result("job0", false, "failed", ""), result("renamed", false, "unfinished", "operations/old-1"));
        assertThatThrownBy(() -> retry(1, false)).isInstanceOf(ResultsFileException.class)
                .hasMessageContaining("\"renamed\" is not in the manifest").hasMessageContaining("operations/old-1");
        assertThat(submitted).isEmpty();
    }

    @Test
    void aStoppedRetryKeepsTheOperationsThatItDidNotComeTo() throws Exception {
        write(result("job0", false, "unfinished", "operations/old-0"),
                result("job1", false, "unfinished", "operations/old-1"), result("job2", false, "failed", ""));
        AtomicReference<BatchProcessor> self = new AtomicReference<>();
        BatchProcessor processor = BatchProcessor.builder(executor).withoutJournal().outputDirectory(directory)
                .concurrency(1)
                .listener(event -> self.get().close()).build();
        self.set(processor);
        BatchReport report = processor.retry(processor.plan(Manifests.of(3).build()), ResultsFile.read(results), false);
        assertThat(report.results().skip(1).map(r -> r.outcome().name() + " " + r.operation().orElse("none")))
                .containsExactly("unfinished operations/old-1", "cancelled none");
        assertThat(submitted).isEmpty();
    }

    @Test
    void aFailureDoesNotKeepARetryFromBringingHomeWhatTheServiceHasMade() throws Exception {
        write(result("job0", false, "unfinished", "operations/old-0"),
                result("job1", false, "unfinished", "operations/old-1"), result("job2", false, "failed", ""));
        BatchProcessor processor = BatchProcessor.builder(executor).withoutJournal().outputDirectory(directory)
                .concurrency(1).continueOnError(false).build();
        BatchReport report = processor.retry(processor.plan(Manifests.of(3).build()), ResultsFile.read(results), false);
        assertThat(report.results().map(r -> r.outcome().reason().orElse(""))).startsWith("resumed operations/old-0",
                "resumed operations/old-1");
        assertThat(report.results().map(r -> r.outcome().name())).containsExactly("failed", "failed", "skipped");
    }

    @Test
    void aVideoThatStandsWhereTheFileSaysIsKept() throws Exception {
        Path elsewhere = Files.writeString(directory.resolve("elsewhere.mp4"), "a video");
        write("""
                {"job_id": "job0", "success": true, "outcome": "succeeded", "output": "%s", "operation": "operations/old-0"}"""
                .formatted(elsewhere));
        BatchReport report = retry(1, false);
        assertThat(report.results().findFirst().orElseThrow().outcome())
                .isEqualTo(new JobOutcome.Succeeded(List.of(elsewhere)));
    }

    @Test
    void anEmptyFileIsNoVideo() throws Exception {
        Files.createFile(directory.resolve("job0.mp4"));
        write(result("job0", true, "succeeded", "operations/old-0"));
        assertThat(retry(1, false).results().findFirst().orElseThrow().outcome().reason())
                .hasValue("resumed operations/old-0");
    }

    private BatchReport retry(int jobs, boolean acceptUnknown) throws InterruptedException {
        BatchProcessor processor = BatchProcessor.builder(executor).withoutJournal().outputDirectory(directory).build();
        return processor.retry(processor.plan(Manifests.of(jobs).build()), ResultsFile.read(results), acceptUnknown);
    }

    private static String result(String id, boolean success, String outcome, String operation) {
        return """
                {"job_id": "%s", "success": %s, "duration": 5, "outcome": "%s"%s}""".formatted(id, success, outcome,
                operation.isEmpty() ? "" : ", \"operation\": \"" + operation + "\"");
    }

    private void write(String... entries) throws Exception {
        Files.writeString(results, "{\"total_jobs\": 1, \"results\": [" + String.join(",\n", entries) + "]}");
    }
}
