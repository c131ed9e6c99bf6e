// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a file may be replaced by a report: only by one of its own form, so that no journal, manifest or video is lost. */
final class EarlierReport {
    private static final int HEAD = 2000;

    private EarlierReport() {}

    /** Refuses a file that is neither empty nor a report of this form. */
    static void check(ReportFormat format, Path file) throws IOException {
        // A report is also written after an interrupt, which would keep the file from being read.
        boolean interrupted = Thread.interrupted();
        try {
            if (Files.isRegularFile(file) && Files.size(file) > 0 && !isReport(format, file)) {
                throw new FileAlreadyExistsException(file.toString(), null,
                        "there is a file here that is no " + name(format) + ". Name another file, or remove this one");
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean isReport(ReportFormat format, Path file) {
        return switch (format) {
            case HTML -> {
                String head = head(file);
                yield head.startsWith("<!DOCTYPE html>")
                        && head.contains("content=\"default-src 'none'; style-src 'sha256-");
            }
            case JSON -> head(file).replaceAll("\\s", "").startsWith("{\"schema\":\"veo3-report/");
            case CSV -> head(file).startsWith(CsvReport.HEADER);
            case RESULTS -> isResults(file);
        };
    }

    private static boolean isResults(Path file) {
        try {
            ResultsFile.read(file);
            return true;
        } catch (ResultsFileException e) {
            return false;
        }
    }

    private static String head(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static String name(ReportFormat format) {
        return switch (format) {
            case HTML -> "page of a report";
            case JSON -> "report as JSON";
            case CSV -> "report as CSV";
            case RESULTS -> "results file";
        };
    }
}
