// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report as CSV: one line for each job. */
final class CsvReport {
    private static final String END = "\r\n";
    private static final int CHUNK = 1 << 16;
    private static final List<String> NAMES = List.of("id", "outcome", "success", "model", "cost_usd", "started",
            "ended", "duration_s", "queued_s", "submit_s", "generate_s", "download_s", "operation", "files", "reason");
    /** The first line, without its end. */
    static final String HEADER = String.join(",", NAMES);

    private final ReportSource source;
    private final Overview overview;
    private final Numerals numerals = new Numerals();
    private final StringBuilder lines = new StringBuilder(CHUNK + CHUNK / 8);

    CsvReport(ReportSource source, Overview overview) {
        this.source = source;
        this.overview = overview;
    }

    void write(OutputStream out) throws IOException {
        lines.append(HEADER).append(END);
        try (Stream<ReportedJob> jobs = source.jobs()) {
            jobs.forEachOrdered(job -> line(job, out));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        flush(out);
    }

    private void line(ReportedJob job, OutputStream out) {
        cell(job.id()).cell(job.outcome()).plain(job.success() ? "true" : "false").cell(job.model().orElse(""))
                .plain(Numerals.shortDollars(job.cost())).plain(numerals.time(job.started()))
                .plain(numerals.time(job.ended())).plain(Numerals.seconds(job.duration()))
                .plain(Numerals.seconds(overview.queued(job)));
        if (job.times().known()) {
            JobTimes.Spent spent = job.spent();
            plain(Numerals.seconds(spent.submit())).plain(Numerals.seconds(spent.generate()))
                    .plain(Numerals.seconds(spent.download()));
        } else {
            plain("").plain("").plain("");
        }
        cell(job.operation().orElse("")).cell(files(job.files()));
        lines.append(text(job.reason().orElse(""))).append(END);
        if (lines.length() >= CHUNK) {
            try {
                flush(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String files(List<Path> files) {
        return files.size() == 1
                ? files.getFirst().toString()
                : files.stream().map(Path::toString).collect(Collectors.joining("; "));
    }

    private CsvReport cell(String text) {
        return plain(text(text));
    }

    private CsvReport plain(String text) {
        lines.append(text).append(',');
        return this;
    }

    /** With no encoder that fails: a lone surrogate in an id must not keep the report from being written. */
    private void flush(OutputStream out) throws IOException {
        out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        lines.setLength(0);
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
