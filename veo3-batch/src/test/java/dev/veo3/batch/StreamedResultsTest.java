// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.journal.ChangedJobsException;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.RecordedResult;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.error.ServiceError;
import dev.veo3.time.ManualTime;
import dev.veo3.video.FilterReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Of a batch whose jobs are read when they are needed the results are read from the journal. */
class StreamedResultsTest {
    private static final int JOBS = 40;

    private final Studio studio = new Studio();
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);
    private final Map<Integer, JobResult> told = new ConcurrentHashMap<>();

    @TempDir
    private Path directory;

    private BatchManifest manifest() throws IOException {
        return Lines.in(directory)
                .write(IntStream.range(0, JOBS).mapToObj(n -> Lines.job("job" + n)).toArray(String[]::new));
    }

    private BatchProcessor.Builder processor() {
        return processor(studio);
    }

    private BatchProcessor.Builder processor(Executor executor) {
        return BatchProcessor.builder(executor).outputDirectory(directory).time(time).concurrency(4)
                .listener(event -> {
                    if (event instanceof JobEvent.Finished end) {
                        told.put(end.job().index(), end.result());
                    }
                }).limits(Limits.standard().withLongestGeneration(Duration.ZERO));
    }

    private List<JobResult> told() {
        return told.values().stream().sorted(Comparator.comparing(result -> result.job().index())).toList();
    }

    private void everyWayToEnd() {
        studio.answering("job1", job -> new Ending.Refused(
                new ServiceError(400, "INVALID_ARGUMENT", "no such thing", Optional.empty())));
        studio.answering("job2", job -> new Ending.Unknown("the reply was lost"));
        studio.ending("job3", job -> new JobOutcome.Filtered(List.of(FilterReason.of("too dark"))));
        studio.ending("job4", job -> new JobOutcome.PartlyFiltered(List.of(directory.resolve("job4.mp4")),
                List.of(FilterReason.of("too dark"))));
        studio.ending("job5", job -> new JobOutcome.Empty());
        studio.ending("job6", job -> {
            throw new IllegalStateException("the disk is full");
        });
        studio.ending("job7", job -> new JobOutcome.Failed("the service failed"));
    }

    @Test
    void theResultsAreTheSameAfterTheJournalWasClosedAsTheListenersWereTold() throws Exception {
        everyWayToEnd();

        BatchReport report = processor().build().process(manifest());

        assertThat(report.results().toList()).isEqualTo(told()).hasSize(JOBS);
        assertThat(report.results().map(result -> result.outcome().name()).distinct()).containsExactlyInAnyOrder(
                "succeeded", "failed", "ambiguous", "filtered", "partly_filtered", "empty", "unfinished");
        assertThat(report.results()).as("read again").isEqualTo(told());
        assertThat(report.results().parallel().toList()).as("read by several threads").isEqualTo(told());
        assertThat(report.duration()).isEqualTo(told().stream().map(JobResult::duration).reduce(Duration.ZERO,
                Duration::plus));
    }

    @Test
    void aBatchInMemoryAndOneInAFileHaveTheSameResultsFile() throws Exception {
        everyWayToEnd();
        processor().build().process(manifest()).writeResults(directory.resolve("lines.json"));
        Files.delete(directory.resolve("jobs.journal"));
        processor().concurrency(4).build().process(inMemory()).writeResults(directory.resolve("memory.json"));

        // The operations are numbered in the order in which threads come; the times stand still.
        assertThat(withoutOperations("lines.json")).hasSize(JOBS).isEqualTo(withoutOperations("memory.json"));
    }

    private BatchManifest inMemory() throws IOException {
        return BatchManifest.load(Files.writeString(directory.resolve("jobs.yaml"), "jobs:\n"
                + String.join("\n", Files.readAllLines(directory.resolve("jobs.jsonl")).stream()
                        .map(line -> "  - " + line).toList())));
    }

    private List<RecordedResult> withoutOperations(String file) {
        return ResultsFile.read(directory.resolve(file)).results()
                .map(result -> new RecordedResult(result.jobId(), result.success(), result.outcome(),
                        result.operation().map(operation -> ""), result.output(), result.error(), result.started(),
                        result.duration()))
                .toList();
    }

    @Test
    void aRunThatTakesUpADoneBatchHasItsResultsAndRunsNothing() throws Exception {
        BatchReport first = processor().build().process(manifest());
        List<JobResult> before = first.results().toList();

        BatchReport second = processor().build().process(manifest());

        assertThat(second.results().toList()).isEqualTo(before);
        assertThat(first.results().toList()).as("the first report").isEqualTo(before);
        assertThat(second.cost()).isEqualTo(first.cost());
        assertThat(second.duration()).isEqualTo(first.duration());
        assertThat(studio.accepted()).hasSize(JOBS);
    }

    @Test
    void whatTheBatchDidNotBeginIsReportedToo() throws Exception {
        studio.answering("job3", job -> new Ending.Refused(
                new ServiceError(400, "INVALID_ARGUMENT", "no such thing", Optional.empty())));

        BatchReport report = processor().continueOnError(false).concurrency(1).build().process(manifest());

        assertThat(report.results().toList()).isEqualTo(told());
        assertThat(report.outcomes()).containsEntry("succeeded", 3L).containsEntry("failed", 1L)
                .containsEntry("skipped", JOBS - 4L);
        studio.answeringNormally();
        BatchReport next = processor().build().process(manifest());
        assertThat(next.results().filter(result -> !result.outcome().isSuccess()).map(result -> result.job().id()))
                .containsExactly("job3");
        assertThat(studio.accepted()).hasSize(JOBS - 1).doesNotHaveDuplicates();
    }

    @Test
    void withoutAJournalResultsAreKeptInMemory() throws Exception {
        everyWayToEnd();

        BatchReport report = processor().withoutJournal().build().process(manifest());

        assertThat(report.results().toList()).isEqualTo(told()).hasSize(JOBS);
    }

    @Test
    void aJournalOfTheApplicationKeepsTheResults() throws Exception {
        try (Journal journal = Journal.memory()) {
            BatchReport report = processor().journal(journal).build().process(manifest());
            assertThat(report.results().toList()).isEqualTo(told()).hasSize(JOBS);
        }
    }

    @Test
    void nothingIsLostWhenTheJournalFailsOnTheWay() throws Exception {
        try (FailingJournal journal = new FailingJournal(50)) {
            BatchReport report = processor().journal(journal).build().process(manifest());

            assertThat(report.results().toList()).isEqualTo(told()).hasSize(JOBS);
            assertThat(report.outcomes()).containsKeys("succeeded", "skipped");
        }
    }

    @Test
    void aReportIsReadWhileALaterRunGoesOnWithItsJournal() throws Exception {
        studio.ending("job0", job -> new JobOutcome.Failed("the service failed"));
        try (Journal journal = Journal.memory()) {
            BatchReport first = processor().journal(journal).build().process(manifest());
            List<List<String>> seen = new CopyOnWriteArrayList<>();
            studio.ending("job0", job -> {
                seen.add(first.results().limit(2).map(result -> result.outcome().name()).toList());
                return new JobOutcome.Failed("the service failed again");
            });

            BatchProcessor again = processor().journal(journal).build();
            again.retry(again.plan(manifest()), false);

            assertThat(seen).containsExactly(List.of("unfinished", "succeeded"));
            assertThat(first.results().findFirst().orElseThrow().outcome().reason())
                    .contains("the service failed again");
        }
    }

    @Test
    void aJobThatChangedIsRefusedBeforeAnybodyIsToldOfAnything() throws Exception {
        processor().build().process(manifest());
        told.clear();
        Path file = directory.resolve("jobs.jsonl");
        Files.writeString(file, Files.readString(file).replace("called job7\"", "called job7 again\""));

        assertThatThrownBy(() -> processor().build().process(BatchManifest.load(file)))
                .isInstanceOf(ChangedJobsException.class).hasMessageContaining("job \"job7\": ")
                .hasMessageContaining("$3.20");

        assertThat(told).isEmpty();
        BatchReport report = processor().acceptChanges(Set.of("job7")).build().process(BatchManifest.load(file));
        assertThat(report.succeeded()).isEqualTo(JOBS);
        assertThat(studio.accepted()).hasSize(JOBS + 1).endsWith("job7");
    }

    @Test
    void aReportThatIsReadInPartHoldsNoFile() throws Exception {
        BatchReport report = processor().build().process(manifest());

        try (Stream<JobResult> results = report.results()) {
            assertThat(results.iterator().next().job().id()).isEqualTo("job0");
        }
        assertThat(report.results().count()).isEqualTo(JOBS);
    }
}
