// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes reports of one source, in any of the formats. Immutable; for one thread at a time, like its source.
 *
 * <pre>{@code
 * try (ReportSource source = ReportSource.ofJournal(Path.of("videos/jobs.journal"))) {
 *     ReportWriter.of(source).withTitle("Jobs of November").write(ReportFormat.HTML, Path.of("videos/report.html"));
 * }
 * }</pre>
 *
 * @since 1.0
 */
public final class ReportWriter {
    private static final String TITLE = "Video batch";

    private final ReportSource source;
    private final Overview overview;
    private final String title;
    private final TimeSource time;

    private ReportWriter(ReportSource source, Overview overview, String title, TimeSource time) {
        this.source = source;
        this.overview = overview;
        this.title = title;
        this.time = time;
    }

    /** A writer, which stays usable until the source is closed. Goes through all jobs once, for their sums. */
    public static ReportWriter of(ReportSource source) {
        return new ReportWriter(source, Overview.of(source), TITLE, TimeSource.system());
    }

    /** The same with a title; {@code Video batch} unless given. */
    public ReportWriter withTitle(String words) {
        return new ReportWriter(source, overview, words, time);
    }

    /** The same with another clock, which tells when the report was written. */
    public ReportWriter withTime(TimeSource clock) {
        return new ReportWriter(source, overview, title, clock);
    }

    /**
     * Refuses a place where {@link #write} would fail, before a batch is run for it: a file that is neither empty nor an earlier report of
     * this format, a directory, and a place where the system makes no file. When it returns or throws, everything is as it was.
     *
     * @throws IOException when there can be no such report; says why and what to do
     */
    public static void check(ReportFormat format, Path file) throws IOException {
        ReportPlace.checkFile(format, file);
        ReportPlace.checkDirectory(file);
    }

    /**
     * Writes a report. Only an earlier report of the same format is replaced, or an empty file. The file appears whole or not at all: it is written beside its place and moved. Jobs are written as they are
     * read, so that their number costs no memory. An interrupt does not end it: the thread is still interrupted when this returns.
     *
     * @throws IOException when it cannot be written, or when there is a file that is no such report; says why. A file that was there before is untouched then
     * @throws dev.veo3.batch.journal.JournalException when the journal cannot be read
     */
    public void write(ReportFormat format, Path file) throws IOException {
        ReportPlace.checkFile(format, file);
        switch (format) {
            case JSON -> WholeFile.write(file,
                    out -> new JsonReport(source, overview).write(title, time.now(), out));
            case CSV -> WholeFile.write(file, out -> new CsvReport(source, overview).write(out));
            case RESULTS ->
                ResultsFile.write(new ResultsFile.Sums(overview.jobs(), overview.succeeded(), overview.failed(),
                        overview.duration()), source, file);
            case HTML -> WholeFile.write(file,
                    out -> new HtmlReport(source, overview, Links.from(file)).write(title, time.now(), out));
        }
    }
}
