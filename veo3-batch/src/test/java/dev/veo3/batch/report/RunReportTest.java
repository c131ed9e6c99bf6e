// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.metrics.AlertRules;
import dev.veo3.error.ServiceError;
import dev.veo3.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.veo3.batch.report.SchemaCheck.array;
import static dev.veo3.batch.report.SchemaCheck.object;
import static org.assertj.core.api.Assertions.assertThat;

/** Reports of batches that have really run. */
class RunReportTest {
    /** One after the other: each wait of a job moves the time of all. */
    private static final String MANIFEST = """
            jobs:
              - {id: one, type: generate, options: {prompt: "A boat"}, output: one.mp4}
              - {id: two, type: generate, options: {prompt: "A train"}, output: two.mp4, depends_on: [one]}
            """;

    @TempDir
    private Path directory;
    private final ManualTime time = ManualTime.selfAdvancing(Instant.parse("2026-11-24T10:00:00Z"));
    private final AtomicInteger asked = new AtomicInteger();

    /** Refuses the first request, then takes 2 s to accept one, 90 s to make a video and 5 s to bring it home. */
    private final Executor service = (job, context) -> {
        context.once(JobContext.SUBMIT, () -> {
            if (asked.getAndIncrement() == 0) {
                return new Ending.Refused(
                        new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.of(Duration.ofSeconds(30))));
            }
            pause(2);
            return new Ending.Happened("projects/p/models/veo-3.1/operations/" + job.id());
        });
        pause(90);
        context.generated(List.of(), Optional.empty());
        return context.download(() -> {
            pause(5);
            return new JobOutcome.Succeeded(List.of(job.output()));
        });
    };

    private void pause(int seconds) throws InterruptedException {
        time.sleep(Duration.ofSeconds(seconds));
    }

    private BatchProcessor.Builder processor() {
        return BatchProcessor.builder(service).concurrency(1).outputDirectory(directory).time(time)
                .alerts(AlertRules.standard().withSlowJob(Duration.ofMinutes(1)));
    }

    private BatchManifest manifest() throws IOException {
        return BatchManifest.load(Files.writeString(directory.resolve("jobs.yaml"), MANIFEST));
    }

    private Map<String, Object> json(BatchReport report) throws IOException {
        Path file = directory.resolve("report.json");
        report.write(ReportFormat.JSON, file);
        return SchemaCheck.read(Files.readString(file));
    }

    private static long seconds(Object object, String name) {
        return ((Number) object(object).get(name)).longValue() / 1_000_000_000;
    }

    @Test
    void theReportOfARunHasWhatWasMeasuredAndThePhasesOfItsJobs() throws Exception {
        BatchReport report = processor().build().process(manifest());
        Map<String, Object> json = json(report);

        assertThat(object(json.get("bottleneck")).get("cause")).isEqualTo("service time");
        assertThat(array(json.get("alerts"))).singleElement().extracting(alert -> object(alert).get("kind"))
                .isEqualTo("slow job");
        assertThat(array(json.get("health"))).extracting(check -> object(check).get("subject"))
                .contains("virtual threads", "permits", "open files");
        assertThat(object(json.get("metrics")).get("rate_limit_hits")).isEqualTo(1);
        assertThat(array(json.get("limits"))).singleElement().extracting(change -> object(change).get("limit"))
                .isEqualTo(1);
        for (Object job : array(json.get("jobs"))) {
            Object phases = object(job).get("phases");
            assertThat(seconds(phases, "generate_ns")).isEqualTo(90);
            assertThat(seconds(phases, "download_ns")).isEqualTo(5);
        }

        Path page = directory.resolve("report.html");
        report.write(ReportFormat.HTML, page);
        assertThat(page).content().contains("Held up most by service time", "virtual threads",
                "rate-limit hits</dt><dd>1<");
    }

    @Test
    void theLimitOverTimeIsWhatTheRunHasFoundOut() throws Exception {
        BatchReport report = processor().concurrency(8).limits(Limits.standard().adapting()).build()
                .process(manifest());
        List<Object> limits = array(json(report).get("limits"));

        assertThat(limits).hasSizeGreaterThan(1);
        assertThat(object(limits.getFirst())).containsEntry("limit", 2).containsEntry("reason", "as the batch began");
        assertThat(limits).anySatisfy(
                limit -> assertThat(object(limit)).containsEntry("reason", "the service refused more"));
    }

    @Test
    void aRunWithoutAJournalTellsThePhasesThatARecorderHasNoted() throws Exception {
        RunRecorder recorder = new RunRecorder(2, time);
        BatchReport report = processor().withoutJournal().listener(recorder).build().process(manifest());
        Path plain = directory.resolve("plain.csv");
        Path csv = directory.resolve("report.csv");
        report.write(ReportFormat.CSV, plain);
        try (ReportSource source = ReportSource.of(report, recorder)) {
            ReportWriter.of(source).write(ReportFormat.CSV, csv);
        }

        assertThat(Files.readAllLines(plain)).element(2).asString()
                .contains(",,,,projects/p/models/veo-3.1/operations/two,");
        assertThat(Files.readAllLines(csv)).element(2).asString()
                .contains(",2,90,5,projects/p/models/veo-3.1/operations/two,");
    }

    @Test
    void aRunWhoseJournalWasHandedOverTellsThePhasesThatItHasKept() throws Exception {
        try (Journal journal = Journal.memory()) {
            BatchReport report = processor().journal(journal).build().process(manifest());
            assertThat(array(json(report).get("jobs"))).hasSize(2)
                    .allSatisfy(job -> assertThat(seconds(object(job).get("phases"), "generate_ns")).isEqualTo(90))
                    .allSatisfy(job -> assertThat(seconds(object(job).get("phases"), "download_ns")).isEqualTo(5));

            Path file = directory.resolve("journal.json");
            try (ReportSource source = ReportSource.ofJournal(journal)) {
                ReportWriter.of(source).write(ReportFormat.JSON, file);
            }
            assertThat(array(SchemaCheck.read(Files.readString(file)).get("jobs"))).hasSize(2)
                    .allSatisfy(job -> assertThat(seconds(object(job).get("phases"), "generate_ns")).isEqualTo(90));
            assertThat(journal.failure()).as("why the journal takes nothing more").isEmpty();
        }
    }

    @Test
    void aReportWhoseJournalIsGoneIsWrittenWithoutPhases() throws Exception {
        BatchReport report = processor().build().process(manifest());
        Files.delete(directory.resolve("jobs.journal"));

        assertThat(array(json(report).get("jobs"))).hasSize(2)
                .allSatisfy(job -> assertThat(object(job)).doesNotContainKey("phases").containsEntry("outcome",
                        "succeeded"));
    }

    @Test
    void theReportOfALaterRunHasThePhasesOfJobsThatAnEarlierOneHasFinished() throws Exception {
        processor().build().process(manifest());
        BatchReport report = processor().build().process(manifest());

        assertThat(asked).hasValue(3);
        assertThat(array(json(report).get("jobs")))
                .allSatisfy(job -> assertThat(seconds(object(job).get("phases"), "generate_ns")).isEqualTo(90));
    }

    @Test
    void aReportWhoseJournalWasWrittenAnewIsWrittenWithoutPhases() throws Exception {
        BatchReport report = processor().build().process(manifest());
        Path journal = directory.resolve("jobs.journal");
        byte[] content = Files.readAllBytes(journal);
        Files.write(journal, new byte[content.length]);

        assertThat(array(json(report).get("jobs"))).hasSize(2)
                .allSatisfy(job -> assertThat(object(job)).doesNotContainKey("phases").containsEntry("outcome",
                        "succeeded"));
    }
}
