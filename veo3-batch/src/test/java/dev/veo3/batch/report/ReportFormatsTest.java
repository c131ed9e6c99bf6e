// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.plan.PlannedJobs;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import dev.veo3.time.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.veo3.batch.report.SchemaCheck.array;
import static dev.veo3.batch.report.SchemaCheck.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReportFormatsTest {
    @TempDir
    private Path directory;

    private Map<String, Object> json(ReportSource source) throws IOException {
        Path file = directory.resolve("report.json");
        ReportWriter.of(source).withTitle("Nov").write(ReportFormat.JSON, file);
        return SchemaCheck.read(Files.readString(file));
    }

    private static Map<String, Object> schema() throws IOException {
        try (InputStream in = Objects
                .requireNonNull(ReportFormatsTest.class.getResourceAsStream("veo3-report-1.schema.json"))) {
            return SchemaCheck.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static long number(Object object, String name) {
        return ((Number) Objects.requireNonNull(object(object).get(name), name)).longValue();
    }

    private static double amount(Object object, String name) {
        return ((Number) Objects.requireNonNull(object(object).get(name), name)).doubleValue();
    }

    private String written(ReportSource source, ReportFormat format) throws IOException {
        Path file = directory.resolve("written");
        ReportWriter.of(source).write(format, file);
        return Files.readString(file);
    }

    @Test
    void everyReportIsAsTheSchemaSays() throws IOException {
        Map<String, Object> schema = schema();
        List<ReportSource> reports = List.of(SampleReports.of(60, 4, directory), SampleReports.allFailed(7, directory),
                SampleReports.empty(), SampleReports.hostile(directory));
        for (ReportSource report : reports) {
            List<String> faults = new ArrayList<>();
            new SchemaCheck(schema, faults).check(json(report), schema, "");
            assertThat(faults).isEmpty();
        }
    }

    @Test
    void theFormatOfAFileIsToldByTheEndOfItsName() {
        assertThat(ReportFormat.of(Path.of("videos/Report.HTML"))).contains(ReportFormat.HTML);
        assertThat(ReportFormat.of(Path.of("a.htm"))).contains(ReportFormat.HTML);
        assertThat(ReportFormat.of(Path.of("r.json"))).contains(ReportFormat.JSON);
        assertThat(ReportFormat.of(Path.of("r.csv"))).contains(ReportFormat.CSV);
        assertThat(ReportFormat.of(Path.of("html"))).isEmpty();
        assertThat(ReportFormat.of(Path.of("/"))).isEmpty();
    }

    @Test
    void aReportWithAFieldLessIsNotAsTheSchemaSays() throws IOException {
        Map<String, Object> schema = schema();
        List<String> faults = new ArrayList<>();
        new SchemaCheck(schema, faults).check(
                SchemaCheck.read("{\"schema\": \"veo3-report/2\", \"jobs\": [{\"id\": 1}]}"),
                schema, "");
        assertThat(faults).contains(" has no title", "/schema is not veo3-report/1", "/jobs/0/id is no string",
                "/jobs/0 has no outcome");
    }

    @Test
    void thePhasesOfAJobAreAsLongAsTheJob() throws IOException {
        for (Object job : array(json(SampleReports.of(60, 4, directory)).get("jobs"))) {
            Object phases = object(job).get("phases");
            assertThat(number(phases, "submit_ns") + number(phases, "generate_ns") + number(phases, "download_ns"))
                    .isEqualTo(number(job, "duration_ns"));
        }
    }

    @Test
    void theSumsAreThoseOfTheJobs() throws IOException {
        Map<String, Object> report = json(SampleReports.of(500, 8, directory));
        List<Object> jobs = array(report.get("jobs"));
        long succeeded = jobs.stream().filter(job -> object(job).get("success").equals(true)).count();
        assertThat(succeeded).isBetween(400L, 490L);
        Object summary = report.get("summary");
        assertThat(number(summary, "jobs")).isEqualTo(500);
        assertThat(number(summary, "succeeded")).isEqualTo(succeeded);
        assertThat(number(summary, "failed")).isEqualTo(500 - succeeded);
        assertThat(amount(report.get("cost"), "total_usd"))
                .isEqualTo(jobs.stream().mapToDouble(job -> amount(job, "cost_usd")).sum());
        List<Object> failures = array(report.get("failures"));
        assertThat(failures.stream().mapToLong(group -> number(group, "jobs")).sum()).isEqualTo(500 - succeeded);
        assertThat(failures.stream().map(group -> String.valueOf(object(group).get("advice")))).isNotEmpty()
                .noneMatch(String::isBlank);
    }

    @Test
    void whatIsAmbiguousOrBesidesIsToldInTheCost() throws IOException {
        JobResult unsure = new JobResult(PlannedJobs.job(0, "a"), new JobOutcome.Ambiguous("the connection broke"),
                Optional.empty(), SampleReports.BEGIN, Duration.ofSeconds(1));
        BatchReport.Totals totals = new BatchReport.Totals(0, Usd.of("3"), Map.of("ambiguous", 1L),
                Duration.ofSeconds(1));
        BatchReport report = new BatchReport(1, () -> Stream.of(unsure), totals,
                List.of(new ExtraAttempt("a", "submit", 1, Optional.empty(), Optional.of(Usd.of("2")))),
                Duration.ofSeconds(1));
        Object cost = json(ReportSource.of(report)).get("cost");
        assertThat(amount(cost, "total_usd")).isEqualTo(3);
        assertThat(amount(cost, "ambiguous_usd")).isEqualTo(1);
        assertThat(amount(cost, "extras_usd")).isEqualTo(2);
        assertThat(written(ReportSource.of(report), ReportFormat.HTML)).contains("May be charged besides",
                "Of this, $1.00 is for jobs of which nobody knows");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            plain          | plain
            =1+1           | '=1+1
            +49            | '+49
            -2             | '-2
            @sum           | '@sum
            a,b            | "a,b"
            say "hi"       | "say ""hi"\""
            =say "hi"      | "'=say ""hi"\""
            a;b            | "a;b"
            ``             | ``
            """)
    void noCellIsTakenForAFormula(String text, String cell) {
        assertThat(CsvReport.text(text)).isEqualTo(cell);
    }

    @Test
    void aCellWithALineBreakIsQuotedAndOneThatBeginsWithItIsDefused() {
        assertThat(CsvReport.text("a\nb")).isEqualTo("\"a\nb\"");
        assertThat(CsvReport.text("\t=1")).isEqualTo("'\t=1");
        assertThat(CsvReport.text("\r\n=1")).isEqualTo("\"'\r\n=1\"");
    }

    @Test
    void theCsvHasALineForEachJobAndEndsEachWithBothCharacters() throws IOException {
        String csv = written(SampleReports.of(12, 4, Path.of("v")), ReportFormat.CSV);
        List<String> lines = List.of(csv.split("\r\n"));
        assertThat(csv).endsWith("\r\n");
        assertThat(lines).hasSize(13);
        assertThat(lines.getFirst()).isEqualTo("id,outcome,success,model,cost_usd,started,ended,duration_s,queued_s,"
                + "submit_s,generate_s,download_s,operation,files,reason");
        assertThat(lines.get(1))
                .startsWith("harbour-at-dawn-001,succeeded,true,veo-3.1-generate-001,1,2026-11-24T10:00:00Z,");
    }

    @ParameterizedTest
    @EnumSource
    void aReportOfATextThatNoEncodingHasIsWritten(ReportFormat format) throws IOException {
        if (format != ReportFormat.RESULTS) {
            assertThat(written(SampleReports.hostile(directory), format)).contains("bold");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeWrittenLeavesTheFileOfBefore(ReportFormat format) throws IOException {
        Path file = directory.resolve("report");
        ReportSource source = SampleReports.of(3, 1, directory);
        ReportWriter.of(source).write(format, file);
        String before = Files.readString(file);
        ReportWriter writer = ReportWriter.of(breaking(source));
        assertThatThrownBy(() -> writer.write(format, file)).isInstanceOf(IllegalStateException.class);
        assertThat(file).content().isEqualTo(before);
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptDoesNotKeepAReportFromBeingWritten(ReportFormat format) throws IOException {
        Path file = directory.resolve("new/report");
        ReportWriter writer = ReportWriter.of(SampleReports.of(3, 1, directory));
        Thread.currentThread().interrupt();
        try {
            writer.write(format, file);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void theResultsOfAReportAreThoseThatTheReportWrites() throws IOException {
        BatchReport report = new BatchReport(IntStream.range(0, 3)
                .mapToObj(i -> new JobResult(PlannedJobs.job(i, "j" + i),
                        new JobOutcome.Failed("no"), Optional.empty(), SampleReports.BEGIN, Duration.ofSeconds(i)))
                .toList(), Duration.ZERO);
        report.writeResults(directory.resolve("results.json"));
        report.write(ReportFormat.RESULTS, directory.resolve("same.json"));
        assertThat(directory.resolve("same.json")).hasSameTextualContentAs(directory.resolve("results.json"));
    }

    @Test
    void thePageTellsWhenItWasWritten() throws IOException {
        Path file = directory.resolve("report.html");
        TimeSource time = ManualTime.stepping(Instant.parse("2026-11-25T08:09:10Z"));
        ReportWriter.of(SampleReports.empty()).withTime(time).write(ReportFormat.HTML, file);
        assertThat(Files.readString(file))
                .contains("<time datetime=\"2026-11-25T08:09:10Z\">25 Nov 2026, 08:09:10 UTC</time>");
    }

    /** Its jobs can be read once, and then not to their end. */
    private static ReportSource breaking(ReportSource inner) {
        AtomicBoolean read = new AtomicBoolean();
        return SampleReports.recorded(() -> {
            boolean breaks = read.getAndSet(true);
            return inner.jobs().peek(job -> {
                if (breaks) {
                    throw new IllegalStateException("the journal is gone");
                }
            });
        });
    }
}
