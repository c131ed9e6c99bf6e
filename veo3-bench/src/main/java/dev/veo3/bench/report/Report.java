// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench.report;

import dev.veo3.bench.report.Plot.Line;
import dev.veo3.bench.report.Plot.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The page that the README quotes: {@code java -cp target/benchmarks.jar dev.veo3.bench.report.Report results.json directory}
 * writes {@code RESULTS.md} and two plots, {@code throughput.svg} and {@code files.svg}, from what JMH has measured.
 */
public final class Report {

    private Report() {}

    /** JMH's JSON file, and the directory to write into. */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("Usage: Report <results.json of JMH> <directory>");
            System.exit(2);
        }
        try {
            Path page = write(Figures.read(Path.of(args[0])), Path.of(args[1]));
            System.out.println("Written: " + page);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    /** Writes the page and the plots, and returns where the page is. */
    static Path write(Figures figures, Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("throughput.svg"), throughput(figures).svg());
        Files.writeString(directory.resolve("files.svg"), files(figures).svg());
        Path page = directory.resolve("RESULTS.md");
        Files.writeString(page, page(figures));
        return page;
    }

    private static String page(Figures figures) {
        return """
                # Results of the benchmarks

                %s, %s on %s %s, %d processors, %s. %s
                Means with half of their 99.9 %% confidence interval. Compare ratios, not times: they are from one run on one
                machine.

                """
                .formatted(LocalDate.now(ZoneOffset.UTC), figures.machine(), System.getProperty("os.name"),
                        System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(), cpu(),
                        figures.forks() < 2
                                ? "Short form: one fork for each row, so that differences of some 10 % mean nothing."
                                : "At least " + figures.forks() + " forks for each row.")
                + "## Goals\n\n" + Goals.table(figures) + "\n" + Tables.batch(figures)
                + "\n![Throughput over concurrency](throughput.svg)\n\n" + Tables.sizes(figures) + "\n"
                + Tables.templates(figures) + "\n" + Tables.files(figures)
                + "\n![Time over file size](files.svg)\n\n" + Tables.everything(figures);
    }

    /** What Linux says of the processor. */
    private static String cpu() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(line -> line.startsWith("model name"))
                    .findFirst().map(line -> line.replaceFirst("[^:]*: *", "")).orElse("an unknown processor");
        } catch (IOException e) {
            return "an unknown processor";
        }
    }

    private static Plot throughput(Figures figures) {
        List<Line> lines = new ArrayList<>();
        String[][] rows = {{"batchProcessor", "veo3"}, {"bareVirtualThreads", "the limit: bare threads"},
            {"fixedPool", "fixed pool"}, {"virtualThreadsAndSemaphore", "threads, Semaphore"},
            {"reactorFlatMap", "Reactor flatMap"}, {"resilience4jBulkhead", "resilience4j"}};
        for (String[] row : rows) {
            line(lines, row[1], figures.all().stream()
                    .filter(figure -> figure.type().equals("ConcurrencyBenchmark") && figure.method().equals(row[0]))
                    .map(figure -> new Point(Double.parseDouble(figure.parameters().getOrDefault("concurrency", "1")),
                            100 * 1e9 / figure.nanos()))
                    .toList());
        }
        return new Plot("Throughput over concurrency, 100 jobs that wait", "jobs at once", "jobs a second", lines);
    }

    private static Plot files(Figures figures) {
        List<Line> lines = new ArrayList<>();
        String[][] rows = {{"MediaBenchmark", "inspect", "veo3 inspect"}, {"VerifyBenchmark", "verify", "veo3 verify"},
            {"MediaBenchmark", "metadataExtractor", "metadata-extractor"}, {"MediaBenchmark", "tikaDetect", "Tika"},
            {"MediaBenchmark", "floor", "open, read 64 B, close"}, {"VerifyBenchmark", "crc32Direct", "CRC32"}};
        for (String[] row : rows) {
            line(lines, row[2], List.of("WEBP_1_MB", "JPEG_3_MB", "PNG_5_MB", "MP4_20_MB_MOOV_FIRST",
                    "MP4_50_MB_MOOV_FIRST", "MP4_50_MB_MOOV_LAST").stream()
                    .map(file -> figures.find(row[0], row[1], "file", file)
                            .map(figure -> new Point(megabytes(file), figure.nanos() / 1e3)))
                    .flatMap(Optional::stream).toList());
        }
        return new Plot("Time over file size", "size of the file, MB", "microseconds", lines);
    }

    private static double megabytes(String file) {
        return Double.parseDouble(file.replaceAll("^[^_]*_|_MB.*", ""));
    }

    private static void line(List<Line> lines, String name, List<Point> points) {
        if (!points.isEmpty()) {
            lines.add(new Line(name, points));
        }
    }
}
