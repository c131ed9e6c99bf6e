// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.ReportFormat;
import dev.veo3.batch.report.ReportSource;
import dev.veo3.batch.report.ReportWriter;
import dev.veo3.batch.report.RunRecorder;
import dev.veo3.time.TimeSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reports that a run writes when it is over. */
final class RunReports {
    private final Map<Path, ReportFormat> files = new LinkedHashMap<>();
    private final RunRecorder recorder;

    /**
     * Reports in these files, and in these directories a page, JSON and CSV each.
     *
     * @throws IllegalArgumentException when a file's name does not say in what format it is to be, or when there is a file that
     *         is no report
     */
    RunReports(List<Path> places, int jobs) {
        places.forEach(this::add);
        files.forEach((file, format) -> check(format, file));
        recorder = new RunRecorder(files.isEmpty() ? 0 : jobs, TimeSource.system());
    }

    /** Refuses a file that is something else: a journal, a manifest, a video. */
    static void check(ReportFormat format, Path file) {
        try {
            ReportWriter.check(format, file);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage() + ".", e);
        }
    }

    private void add(Path place) {
        boolean file = ReportFormat.of(place).isPresent() && !Files.isDirectory(place);
        if (!file && String.valueOf(place.getFileName()).contains(".") && !Files.isDirectory(place)) {
            throw new IllegalArgumentException(
                    "\"" + place + "\" is no name of a report. Name a file that ends in .html, .json or"
                            + " .csv, or a directory, in which all three are written.");
        }
        List<Path> all = file
                ? List.of(place)
                : List.of(place.resolve("report.html"), place.resolve("report.json"), place.resolve("report.csv"));
        all.forEach(one -> files.put(one, ReportFormat.of(one).orElseThrow()));
    }

    /** Notes the phases of a run that keeps no journal. */
    BatchListener listener() {
        return files.isEmpty() ? event -> {} : recorder;
    }

    /**
     * Writes them, and says where.
     *
     * @param journal where the run has kept its phases; empty when it has kept nothing
     * @return whether that went well
     */
    boolean write(BatchReport report, String title, Optional<Path> journal, PrintWriter out, PrintWriter err) {
        if (files.isEmpty()) {
            return true;
        }
        try (ReportSource source = journal.isPresent()
                ? ReportSource.of(report)
                : ReportSource.of(report, recorder)) {
            ReportWriter writer = ReportWriter.of(source).withTitle(title);
            for (Map.Entry<Path, ReportFormat> file : files.entrySet()) {
                writer.write(file.getValue(), file.getKey());
                out.println("Report: " + file.getKey());
            }
            return true;
        } catch (IOException | JournalException e) {
            err.println("The report cannot be written: " + e
                    + journal.map(file -> ". `batch report " + file + "` writes it from the journal").orElse("")
                    + ".");
            return false;
        }
    }
}
