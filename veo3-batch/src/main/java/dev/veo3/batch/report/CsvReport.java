// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report as CSV: one line for each job. */
final class CsvReport {
    private static final String END = "\r\n";
    private static final List<String> NAMES = List.of("id", "outcome", "success", "model", "cost_usd", "started",
            "ended", "duration_s", "queued_s", "submit_s", "generate_s", "download_s", "operation", "files", "reason");
    /** The first line, without its end. */
    static final String HEADER = String.join(",", NAMES);

    private final ReportSource source;
    private final Overview overview;

    CsvReport(ReportSource source, Overview overview) {
        this.source = source;
        this.overview = overview;
    }

    void write(OutputStream out) throws IOException {
        // Not an encoder that fails: a lone surrogate in an id must not keep the report from being written.
        Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        csv.write(HEADER + END);
        try (Stream<ReportedJob> jobs = source.jobs()) {
            jobs.forEachOrdered(job -> line(job, csv));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        csv.flush();
    }

    private void line(ReportedJob job, Writer csv) {
        JobTimes.Spent spent = job.spent();
        boolean phases = job.times().known();
        String line = text(job.id()) + ',' + text(job.outcome()) + ',' + job.success() + ','
                + text(job.model().orElse("")) + ',' + dollars(job) + ',' + job.started() + ',' + job.ended() + ','
                + seconds(job.duration()) + ',' + seconds(overview.queued(job)) + ','
                + (phases ? seconds(spent.submit()) : "") + ',' + (phases ? seconds(spent.generate()) : "") + ','
                + (phases ? seconds(spent.download()) : "") + ',' + text(job.operation().orElse("")) + ','
                + text(job.files().stream().map(Path::toString).collect(Collectors.joining("; "))) + ','
                + text(job.reason().orElse("")) + END;
        try {
            csv.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String dollars(ReportedJob job) {
        return plain(BigDecimal.valueOf(job.cost().micros(), 6));
    }

    private static String seconds(Duration time) {
        return plain(BigDecimal.valueOf(time.toMillis(), 3));
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** A cell that no spreadsheet takes for a formula. */
    static String text(String text) {
        String harmless = text.isEmpty() || "=+-@\t\r\n".indexOf(text.charAt(0)) < 0 ? text : '\'' + text;
        boolean quoted = false;
        for (int i = 0; i < harmless.length() && !quoted; i++) {
            quoted = ",\"\r\n;".indexOf(harmless.charAt(i)) >= 0;
        }
        return quoted ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
