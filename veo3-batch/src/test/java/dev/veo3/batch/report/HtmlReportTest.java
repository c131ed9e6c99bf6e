// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.plan.PlannedJobs;
import dev.veo3.model.Usd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class HtmlReportTest {
    @TempDir
    private Path directory;

    private String page(ReportSource source) throws IOException {
        Path file = directory.resolve("report.html");
        ReportWriter.of(source).write(ReportFormat.HTML, file);
        return Files.readString(file);
    }

    private static String between(String page, String begin, String end) {
        int from = page.indexOf(begin) + begin.length();
        return page.substring(from, page.indexOf(end, from));
    }

    private static Map<String, Object> data(String page) {
        return SchemaCheck.read(between(page, "id=\"data\">", "</script>"));
    }

    @Test
    void hostileTextsStayTexts() throws IOException {
        String page = page(SampleReports.hostile(directory));
        assertThat(page).doesNotContain("<script>alert", "<img", "<b>bold", "<!--", "\"javascript:", "\"./javascript:");
        assertThat(Pattern.compile("</script>").matcher(page).results()).hasSize(2);
        List<Object> jobs = SchemaCheck.array(data(page).get("jobs"));
        assertThat(SchemaCheck.array(jobs.getFirst()).getFirst())
                .isEqualTo("</script><script>alert(1)</script><img src=x onerror=alert(2)> {{data}}");
    }

    @Test
    void thePolicyAllowsThisStyleAndThisScriptAndNothingElse() throws Exception {
        String page = page(SampleReports.of(5, 2, directory));
        String policy = between(page, "Content-Security-Policy\" content=\"", "\"");
        assertThat(policy).isEqualTo("default-src 'none'; style-src '" + hash(between(page, "<style>", "</style>"))
                + "'; script-src '" + hash(between(page, "<script>", "</script>"))
                + "'; base-uri 'none'; form-action 'none'");
    }

    private static String hash(String text) throws Exception {
        return "sha256-" + Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void nothingInThePageNamesAnotherPlace() throws IOException {
        Matcher names = Pattern.compile("https?://[^\"'<> ]*|\\b(?:src|@import|url\\()[=(]?[^ ]{0,20}").matcher(
                page(SampleReports.of(50, 2, directory)).replaceAll("(?s)http-equiv.*?>", ""));
        // What SVG elements are called by.
        assertThat(names.results().map(found -> found.group())).containsOnly("http://www.w3.org/2000/svg");
    }

    @Test
    void aPageOfTooManyJobsListsThoseWithoutAVideoFirstOfAllAndSaysSo() throws IOException {
        int jobs = PageData.MOST_JOBS + 500;
        Job job = PlannedJobs.job(0, "j");
        JobOutcome.Failed failed = new JobOutcome.Failed("no");
        JobOutcome.Succeeded succeeded = new JobOutcome.Succeeded(List.of());
        BatchReport report = new BatchReport(jobs,
                () -> IntStream.range(0, jobs).mapToObj(i -> new JobResult(job, i < jobs - 300 ? succeeded : failed,
                        Optional.empty(), SampleReports.BEGIN, Duration.ofSeconds(1))),
                new BatchReport.Totals(jobs - 300, Usd.ZERO, Map.of(), Duration.ZERO), List.of(), Duration.ZERO);
        String page = page(ReportSource.of(report));
        String rows = between(page, "id=\"data\">", "</script>");
        assertThat(Pattern.compile("\\[\"j\",").matcher(rows).results().count()).isEqualTo(PageData.MOST_JOBS);
        assertThat(Pattern.compile("\"no\",\\[").matcher(rows).results().count()).isEqualTo(300);
        assertThat(page).contains("100,000 of 100,500 jobs are listed here, those without a video first of all.");
    }

    @Test
    void whatWasMeasuredIsOnThePage() throws IOException {
        assertThat(page(SampleReports.of(3, 1, directory))).contains(
                "<b>slow job</b> Job &quot;harbour-at-dawn-001&quot; has been running",
                "Held up most by service time", "86 %", "341 are open", ">suspect<", "worker utilisation</dt><dd>87 %");
        assertThat(page(SampleReports.empty())).doesNotContain("Held up most by", "At the end");
    }
}
