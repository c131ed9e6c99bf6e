// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.media.ImageInfo;
import dev.veo3.media.MediaException;
import dev.veo3.media.MediaInfo;
import dev.veo3.media.MediaInspector;
import dev.veo3.media.VideoInfo;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Prints one line for each job of a report. */
final class ResultsTable {
    private static final int LONGEST_REASON = 100;
    private static final List<String> HEADINGS = List.of("JOB", "OUTCOME", "TIME", "COST", "VIDEO");

    private final PrintWriter out;

    ResultsTable(PrintWriter out) {
        this.out = out;
    }

    void print(BatchReport report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        report.results().map(ResultsTable::row).forEach(rows::add);
        List<Integer> widths = IntStream.range(0, HEADINGS.size() - 1)
                .mapToObj(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)).toList();
        out.println();
        rows.forEach(row -> out.println(IntStream.range(0, row.size())
                .mapToObj(column -> column < widths.size() ? pad(row.get(column), widths.get(column)) : row.get(column))
                .collect(Collectors.joining("  "))));
        out.println();
    }

    private static List<String> row(JobResult result) {
        return List.of(result.job().id(), result.outcome().name().replace('_', ' '),
                seconds(result.duration()), result.cost().toString(), videos(result));
    }

    private static String videos(JobResult result) {
        if (!result.outcome().isSuccess()) {
            return result.outcome().reason().map(ResultsTable::shortened).orElse("");
        }
        return result.outcome().files().stream().map(ResultsTable::video).collect(Collectors.joining(", "));
    }

    /** A service may answer with a page. The results file has the whole of it. */
    static String shortened(String reason) {
        return reason.codePointCount(0, reason.length()) > LONGEST_REASON
                ? reason.substring(0, reason.offsetByCodePoints(0, LONGEST_REASON)).stripTrailing() + " …"
                : reason;
    }

    /** Looks into the file: that it was written does not mean that it plays. */
    private static String video(Path file) {
        try {
            MediaInfo info = MediaInspector.inspect(file);
            return switch (info) {
                case VideoInfo video -> file.getFileName() + " (" + video.width() + "x" + video.height() + ", "
                        + seconds(video.duration()) + ", " + video.codec()
                        + video.soundCodec().map(sound -> "+" + sound).orElse(", silent") + ")";
                case ImageInfo image -> file.getFileName() + " (a picture)";
            };
        } catch (MediaException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
