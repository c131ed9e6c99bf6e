// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
    private final Numerals numerals = new Numerals();

    CsvReport(ReportSource source, Overview overview) {
        this.source = source;
        this.overview = overview;
    }

    void write(OutputStream out) throws IOException {
        TextOut lines = new TextOut(out);
        lines.put(HEADER).put(END);
        try (Stream<ReportedJob> jobs = source.jobs()) {
            jobs.forEachOrdered(job -> line(job, lines));
            lines.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void line(ReportedJob job, TextOut to) {
        to.put(text(job.id())).put(',').put(text(job.outcome())).put(job.success() ? ",true," : ",false,")
                .put(text(job.model().orElse(""))).put(',').put(Numerals.shortDollars(job.cost())).put(',')
                .put(numerals.time(job.started())).put(',').put(numerals.time(job.ended())).put(',')
                .put(Numerals.seconds(job.duration())).put(',').put(Numerals.seconds(overview.queued(job))).put(',');
        if (job.times().known()) {
            JobTimes.Spent spent = job.spent();
            to.put(Numerals.seconds(spent.submit())).put(',').put(Numerals.seconds(spent.generate())).put(',')
                    .put(Numerals.seconds(spent.download())).put(',');
        } else {
            to.put(",,,");
        }
        to.put(text(job.operation().orElse(""))).put(',').put(text(files(job.files()))).put(',')
                .put(text(job.reason().orElse(""))).put(END).endLine();
    }

    private static String files(List<Path> files) {
        return files.size() == 1
                ? files.getFirst().toString()
                : files.stream().map(Path::toString).collect(Collectors.joining("; "));
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
