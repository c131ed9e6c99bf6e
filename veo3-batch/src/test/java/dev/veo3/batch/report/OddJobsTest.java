// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.model.Usd;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import static dev.veo3.batch.report.SchemaCheck.array;
import static dev.veo3.batch.report.SchemaCheck.object;
import static org.assertj.core.api.Assertions.assertThat;

/** Jobs of odd names, times and figures stand in a report as in a plain one. */
class OddJobsTest {
    private static final List<String> PIECES = List.of("a", "\"", "\\", "\n", "\r\n", "\t", "\u0000", "\u001f",
            "\u007f",
            "\u2028", "\u2029", "\ud83c\udfac", "\ud83c", "\udfac", "</script>", "<!--", "=1+1", "@", "-", ",", ";",
            "'",
            "{{data}}", "\\u0041", "\ufeff", "é", "\u202e", " ");
    private static final List<Instant> TIMES = List.of(Instant.parse("-0044-03-15T12:00:00Z"),
            Instant.parse("0000-01-01T00:00:00Z"), Instant.EPOCH, Instant.parse("1969-12-31T23:59:59.999999999Z"),
            Instant.parse("2026-11-24T10:00:00.5Z"), Instant.parse("9999-12-31T23:59:59.000001Z"),
            Instant.parse("+12345-01-01T00:00:00Z"));
    private static final List<Duration> DURATIONS = List.of(Duration.ZERO, Duration.ofNanos(1), Duration.ofMillis(999),
            Duration.ofHours(5), Duration.ofSeconds(-3).plusMillis(7), Duration.ofDays(10_000));

    @TempDir
    private Path directory;

    private static List<ReportedJob> jobs(Path videos, boolean near) {
        Random random = new Random(11);
        List<ReportedJob> jobs = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Instant started = near
                    ? SampleReports.BEGIN.plusMillis(random.nextInt(100_000))
                    : TIMES.get(random.nextInt(TIMES.size()));
            Duration took = DURATIONS.get(random.nextInt(DURATIONS.size()));
            JobTimes times = new JobTimes(random.nextInt(4) > 0,
                    random.nextBoolean() ? Optional.of(started.plusSeconds(random.nextInt(10) - 5)) : Optional.empty(),
                    random.nextBoolean() ? Optional.of(started.plusSeconds(random.nextInt(20) - 5)) : Optional.empty(),
                    Duration.ofMillis(random.nextInt(100)));
            boolean good = random.nextBoolean();
            jobs.add(new ReportedJob(i + text(random), good ? "succeeded" : "failed", good,
                    good ? Optional.empty() : Optional.of(text(random)),
                    good
                            ? List.of(videos.resolve("v" + i + ".mp4"), videos.resolve("w, \"" + i + "\".mp4"))
                            : List.of(),
                    random.nextBoolean() ? Optional.of(text(random)) : Optional.empty(),
                    random.nextBoolean() ? Optional.of(text(random)) : Optional.empty(), started, took, times,
                    new Usd(random.nextLong(1L << 1 + random.nextInt(40)))));
        }
        return jobs;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private String written(List<ReportedJob> jobs, ReportFormat format, String name) throws IOException {
        Path file = directory.resolve(name);
        ReportWriter.of(SampleReports.recorded(jobs)).write(format, file);
        return Files.readString(file);
    }

    @Test
    void asJsonTheyAreWhatAnyoneReads() throws IOException {
        for (boolean near : List.of(true, false)) {
            List<ReportedJob> jobs = jobs(directory.resolve("videos"), near);
            List<Object> rows = array(read(written(jobs, ReportFormat.JSON, "report.json")).get("jobs"));
            assertThat(rows).hasSize(jobs.size());
            for (int i = 0; i < jobs.size(); i++) {
                ReportedJob job = jobs.get(i);
                Map<String, Object> row = object(rows.get(i));
                assertThat(row).containsEntry("id", Words.whole(job.id()))
                        .containsEntry("started", job.started().toString())
                        .containsEntry("files", job.files().stream().map(Path::toString).toList());
                assertThat(Optional.ofNullable(row.get("reason"))).isEqualTo(job.reason().map(Words::whole));
                assertThat(Optional.ofNullable(row.get("model"))).isEqualTo(job.model().map(Words::whole));
                assertThat(Optional.ofNullable(row.get("operation"))).isEqualTo(job.operation().map(Words::whole));
                assertThat(new BigDecimal(String.valueOf(row.get("duration_ns"))))
                        .isEqualByComparingTo(BigDecimal.valueOf(job.duration().toNanos()));
                assertThat(new BigDecimal(String.valueOf(row.get("cost_usd"))))
                        .isEqualByComparingTo(BigDecimal.valueOf(job.cost().micros(), 6));
                assertThat(row.containsKey("phases")).isEqualTo(job.times().known());
            }
        }
    }

    @Test
    void asCsvTheyAreTheCellsThatWereWritten() throws IOException {
        List<ReportedJob> jobs = jobs(directory.resolve("videos"), false);
        List<List<String>> lines = cells(written(jobs, ReportFormat.CSV, "report.csv"));
        assertThat(lines).hasSize(jobs.size() + 1);
        for (int i = 0; i < jobs.size(); i++) {
            ReportedJob job = jobs.get(i);
            List<String> line = lines.get(i + 1);
            assertThat(line).hasSize(lines.getFirst().size());
            assertThat(line.getFirst()).isEqualTo(encoded(job.id()));
            assertThat(line.getLast()).endsWith(encoded(job.reason().orElse("")));
            assertThat(List.of(line.getFirst(), line.get(3), line.get(12), line.get(13), line.getLast()))
                    .filteredOn(cell -> !cell.isEmpty() && "=+@\t\r\n".indexOf(cell.charAt(0)) >= 0).isEmpty();
            assertThat(line.get(5)).isEqualTo(job.started().toString());
            assertThat(new BigDecimal(line.get(7)))
                    .isEqualByComparingTo(BigDecimal.valueOf(job.duration().toMillis(), 3));
        }
    }

    @Test
    void onAPageNothingEndsItsScriptAndItsDataIsWhatAnyoneReads() throws IOException {
        for (boolean near : List.of(true, false)) {
            List<ReportedJob> jobs = jobs(directory.resolve("videos"), near);
            String page = written(jobs, ReportFormat.HTML, "report.html");
            int from = page.indexOf('>', page.indexOf("application/json")) + 1;
            List<Object> rows = array(
                    read(page.substring(from, page.indexOf("</script", from))).get("jobs"));
            assertThat(rows).hasSize(jobs.size());
            for (int i = 0; i < jobs.size(); i++) {
                assertThat(array(rows.get(i)).getFirst()).isEqualTo(Words.whole(jobs.get(i).id()));
            }
            assertThat(page).doesNotContain("\u0000");
        }
    }

    private static Map<String, Object> read(String json) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            return object(value(parser));
        }
    }

    private static Object value(JsonParser parser) {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    assertThat(fields.put(name, value(parser))).as(name + " is there twice").isNull();
                }
                return fields;
            }
            case START_ARRAY -> {
                List<Object> values = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(value(parser));
                }
                return values;
            }
            case null, default -> {
                return parser.getString();
            }
        }
    }

    private static String encoded(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** By RFC 4180. */
    private static List<List<String>> cells(String csv) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char unit = csv.charAt(i);
            if (quoted) {
                if (unit != '"') {
                    cell.append(unit);
                } else if (i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (unit == '"' && cell.isEmpty()) {
                quoted = true;
            } else if (unit == ',' || unit == '\r') {
                line.add(cell.toString());
                cell.setLength(0);
                if (unit == '\r') {
                    i++;
                    lines.add(line);
                    line = new ArrayList<>();
                }
            } else {
                cell.append(unit);
            }
        }
        return lines;
    }
}
