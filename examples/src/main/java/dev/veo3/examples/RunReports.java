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
    private static final String EXAMPLE = "Name a file that ends in .html, .json or .csv, or a directory, in which all three"
            + " are written.";

    private final Map<Path, ReportFormat> files = new LinkedHashMap<>();
    private final RunRecorder recorder;

    /**
     * Reports in these files, and in these directories a page, JSON and CSV each.
     *
     * @throws IllegalArgumentException when a file's name does not say in what format it is to be
     */
    RunReports(List<Path> places, int jobs) {
        places.forEach(this::add);
        recorder = new RunRecorder(files.isEmpty() ? 0 : jobs, TimeSource.system());
    }

    /**
     * Refuses what no report can be written to, before the run.
     *
     * @param taken what else the run writes or reads, and what it is
     * @throws IllegalArgumentException when a report cannot be written in the end, or would take the place of something else
     */
    void check(Map<Path, String> taken) {
        files.forEach((file, format) -> {
            taken.forEach((other, what) -> apart(file, other, what));
            files.keySet().stream().filter(other -> !other.equals(file))
                    .forEach(other -> beside(file, other, "another report is written there"));
            check(format, file);
        });
    }

    /** Refuses the place of another file. */
    private static void apart(Path file, Path other, String what) {
        if (real(file).equals(real(other))) {
            throw refused(file, what);
        }
        beside(file, other, what);
    }

    /** Refuses a place where one of two files would have to be the directory of the other. */
    private static void beside(Path file, Path other, String what) {
        Path place = real(file);
        Path taken = real(other);
        if (!place.equals(taken) && place.startsWith(taken)) {
            throw refused(file, "its directory would be " + other + ", and " + what);
        }
        if (!place.equals(taken) && taken.startsWith(place)) {
            throw refused(file, "this is the directory of " + other + ", and " + what);
        }
    }

    private static IllegalArgumentException refused(Path file, String reason) {
        return new IllegalArgumentException(file + ": " + reason + ". Name another file for the report.");
    }

    /** Refuses a place where no report can be written, and a file that is something else: a journal, a manifest, a video. */
    static void check(ReportFormat format, Path file) {
        try {
            ReportWriter.check(format, file);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage() + ".", e);
        }
    }

    /** The one true path of a file, of which only the beginning needs to be there. */
    static Path real(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        for (Path known = whole; known != null; known = known.getParent()) {
            try {
                return known.toRealPath().resolve(known.relativize(whole)).normalize();
            } catch (IOException e) {
                // Perhaps what it is in is there.
            }
        }
        return whole;
    }

    private void add(Path place) {
        if (place.toString().isEmpty()) {
            throw new IllegalArgumentException("\"\" is no name of a report. " + EXAMPLE);
        }
        boolean file = ReportFormat.of(place).isPresent() && !Files.isDirectory(place);
        if (!file && String.valueOf(place.getFileName()).contains(".") && !Files.isDirectory(place)) {
            throw new IllegalArgumentException("\"" + place + "\" is no name of a report. " + EXAMPLE);
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
        boolean written = true;
        try (ReportSource source = journal.isPresent()
                ? ReportSource.of(report)
                : ReportSource.of(report, recorder)) {
            ReportWriter writer = ReportWriter.of(source).withTitle(title);
            for (Map.Entry<Path, ReportFormat> file : files.entrySet()) {
                written &= write(writer, file.getValue(), file.getKey(), out, err);
            }
        } catch (JournalException e) {
            err.println("The report cannot be written. " + e.getMessage());
            written = false;
        }
        if (!written) {
            journal.ifPresent(file -> err.println("From the journal it is written by: "
                    + ShellWords.line(List.of("batch", "report", ShellWords.argument(file)))));
        }
        return written;
    }

    /** One that cannot be written does not keep the others from being there. */
    private static boolean write(ReportWriter writer, ReportFormat format, Path file, PrintWriter out,
            PrintWriter err) {
        try {
            writer.write(format, file);
            out.println("Report: " + file);
            return true;
        } catch (IOException e) {
            err.println(e.getMessage() + ".");
            return false;
        }
    }
}
