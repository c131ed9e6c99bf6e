// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.report.ReportFormat;
import dev.veo3.batch.report.ReportSource;
import dev.veo3.batch.report.ReportWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which reports are written, and where. */
final class ReportOptions {
    private final Map<ReportFormat, Path> files = new EnumMap<>(ReportFormat.class);

    @Option(names = "--title", paramLabel = "TEXT", description = "The title; the journal's name unless given.")
    private @Nullable String title;

    @Option(names = "--html", paramLabel = "FILE", description = "One page with timeline, failures and cost, which asks nothing of any network.")
    void setHtml(Path file) {
        files.put(ReportFormat.HTML, file);
    }

    @Option(names = "--json", paramLabel = "FILE", description = "Everything, for programs; the schema is veo3-report/1.")
    void setJson(Path file) {
        files.put(ReportFormat.JSON, file);
    }

    @Option(names = "--csv", paramLabel = "FILE", description = "One line for each job, for spreadsheets.")
    void setCsv(Path file) {
        files.put(ReportFormat.CSV, file);
    }

    @Option(names = "--results", paramLabel = "FILE", description = "A results file, from which `batch retry` can go on.")
    void setResults(Path file) {
        files.put(ReportFormat.RESULTS, file);
    }

    /** Writes what was asked for from a journal. */
    void write(Path journal, PrintWriter out) throws IOException {
        if (files.isEmpty()) {
            files.put(ReportFormat.HTML, journal.resolveSibling("report.html"));
        }
        Map<Path, String> places = new HashMap<>();
        places.put(RunReports.real(journal), "this is the journal");
        files.forEach((format, file) -> {
            RunReports.check(format, file);
            if (places.putIfAbsent(RunReports.real(file), "another report is written here") != null) {
                throw new IllegalArgumentException(
                        file + ": " + places.get(RunReports.real(file)) + ". Name another file for the report.");
            }
        });
        try (ReportSource source = ReportSource.ofJournal(journal)) {
            ReportWriter writer = ReportWriter.of(source)
                    .withTitle(title != null ? title : String.valueOf(journal.getFileName()));
            for (Map.Entry<ReportFormat, Path> file : files.entrySet()) {
                writer.write(file.getKey(), file.getValue());
                out.println("Report: " + file.getValue());
            }
        }
    }
}
