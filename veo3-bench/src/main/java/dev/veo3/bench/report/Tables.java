// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The seed's three tables with the same rows, and behind its figures those of this run. The figures of the seed and of go-veo3 are
 * not from this run and not from this machine: the seed's are those that its guide prints (Apple M1 Pro, Go 1.21), go-veo3's were
 * measured on two cores of an EPYC with Go 1.19.
 */
final class Tables {
    private static final String NONE = "";
    private static final String ELSEWHERE = "Figures marked * are not from this run: the seed's are printed in its guide "
            + "(Apple M1 Pro, Go 1.21), go-veo3's were measured on two cores of an EPYC (Go 1.19).\n\n";

    private Tables() {}

    private record SeedRow(String concurrency, String seedSeconds, String seedMegabytes, String goMillis) {}

    private static final List<SeedRow> BATCH = List.of(new SeedRow("1", "100.2", "25", "1028"),
            new SeedRow("2", "51.5", "30", "511"), new SeedRow("3", "35.1", "35", "349"),
            new SeedRow("4", "26.8", "42", "257"), new SeedRow("5", "22.2", "48", "204"),
            new SeedRow("8", "15.9", "68", "134"), new SeedRow("16", NONE, NONE, "72"));

    /** The first table: 100 jobs that wait. */
    static String batch(Figures figures) {
        String type = "ConcurrencyBenchmark";
        long millis = figures.find(type, "batchProcessor").map(figure -> Long.parseLong(
                figure.parameters().getOrDefault("jobMillis", "10"))).orElse(10L);
        StringBuilder table = new StringBuilder(
                """
                        ## Batch processing: 100 jobs of %d ms

                        Whole batches in milliseconds. The limit is what as many bare virtual threads take that only wait; the
                        efficiency is the ideal time (jobs x time / concurrency, rounded up to whole rounds) over ours. The heap is
                        what is in use after a collection, results included.
                        This table does not show failures, retries, a journal or a real service.
                        """
                        .formatted(millis))
                .append(ELSEWHERE)
                .append("| jobs at once | seed *, s of 1 s jobs | seed *, MB | go-veo3 * | fixed pool | virtual threads, "
                        + "Semaphore | Reactor flatMap | resilience4j | limit | **ours, checked and run** | ours, run "
                        + "only | ours / limit | jobs/s | efficiency | heap MB |\n"
                        + "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        for (SeedRow row : BATCH) {
            String[] at = {"concurrency", row.concurrency()};
            Optional<Figure> ours = figures.find(type, "batchProcessor", at);
            Optional<Figure> limit = figures.find(type, "bareVirtualThreads", at);
            double rounds = Math.ceil(100.0 / Integer.parseInt(row.concurrency()));
            line(table, row.concurrency(), row.seedSeconds(), row.seedMegabytes(), millis == 10 ? row.goMillis() : NONE,
                    millis(figures.find(type, "fixedPool", at)),
                    millis(figures.find(type, "virtualThreadsAndSemaphore", at)),
                    millis(figures.find(type, "reactorFlatMap", at)),
                    millis(figures.find(type, "resilience4jBulkhead", at)), millis(limit), millis(ours),
                    millis(figures.find(type, "plannedBatch", at)), ratio(ours, limit),
                    ours.map(figure -> number(100 * 1e9 / figure.nanos())).orElse(NONE),
                    ours.map(figure -> number(100 * rounds * millis * 1e6 / figure.nanos()) + " %").orElse(NONE),
                    ours.filter(figure -> figure.heap().isPresent())
                            .map(figure -> number(figure.heap().getAsDouble())).orElse(NONE));
        }
        return table.toString();
    }

    /** The seed's choice of sizes. */
    static String sizes(Figures figures) {
        StringBuilder table = new StringBuilder(
                """
                        ## Batch size

                        Jobs that do nothing at concurrency 8, in microseconds: a batch of that many, and 1,000 jobs in slices of that
                        many (`batch_size`). What a slice really costs is not shown here: it ends with its slowest job.

                        | jobs together | a batch of them | for each job | 1,000 jobs in slices | slices / no slices |
                        |--:|--:|--:|--:|--:|
                        """);
        Optional<Figure> whole = figures.find("BatchSizeBenchmark", "thousandInSlices", "batchSize", "1000");
        for (String size : List.of("10", "50", "100", "1000")) {
            Optional<Figure> batch = figures.find("BatchSizeBenchmark", "batch", "batchSize", size);
            Optional<Figure> slices = figures.find("BatchSizeBenchmark", "thousandInSlices", "batchSize", size);
            line(table, size, micros(batch),
                    batch.map(figure -> number(figure.nanos() / 1e3 / Integer.parseInt(size))).orElse(NONE),
                    micros(slices), ratio(slices, whole));
        }
        return table.toString();
    }

    /** The second table: templates. */
    static String templates(Figures figures) {
        StringBuilder table = new StringBuilder(
                """
                        ## Template parsing

                        In microseconds. The limit of parsing is a scan for the braces, which checks nothing; that of rendering is a
                        concatenation of the same pieces, which looks nothing up. The neighbours parse once and escape no HTML.
                        This table does not show long prompts, defaults or a template's first use.
                        """)
                .append(ELSEWHERE)
                .append("""
                        | operation | seed * | go-veo3 * | jmustache | mustache.java | handlebars | commons-text | limit | **ours** | \
                        ours / limit | bytes |
                        |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
                        """);
        parse(table, figures, "parse simple", "12", "2.70", "1");
        parse(table, figures, "parse with 5 variables", "45", "3.84", "5");
        Optional<Figure> ours = template(figures, "render", "5");
        Optional<Figure> limit = template(figures, "concatenation", "5");
        line(table, "substitute 5 variables", "38", "6.26", micros(template(figures, "jmustache", "5")),
                micros(template(figures, "mustacheJava", "5")), micros(template(figures, "handlebars", "5")),
                micros(template(figures, "commonsText", "5")), micros(limit), micros(ours), ratio(ours, limit),
                bytes(ours));
        return table.toString();
    }

    private static void parse(StringBuilder table, Figures figures, String name, String seed, String go,
            String variables) {
        Optional<Figure> ours = template(figures, "parse", variables);
        Optional<Figure> limit = template(figures, "indexOfScan", variables);
        line(table, name, seed, go, micros(template(figures, "parseJmustache", variables)),
                micros(template(figures, "parseMustacheJava", variables)),
                micros(template(figures, "parseHandlebars", variables)), "reads each time", micros(limit), micros(ours),
                ratio(ours, limit), bytes(ours));
    }

    private static Optional<Figure> template(Figures figures, String method, String variables) {
        return figures.find("TemplateBenchmark", method, "variables", variables);
    }

    /** The third table: files. */
    static String files(Figures figures) {
        StringBuilder table = new StringBuilder(
                """
                        ## File validation

                        In microseconds: the headers (inspect), then every byte (verify). The limit of the one is to open, read 64
                        bytes and close, that of the other the speed of CRC32 over the file. go-veo3 looks at a video's name only.
                        This table does not show a disk's time, the files are in the system's cache, nor other files than these.
                        """)
                .append(ELSEWHERE)
                .append("""
                        | file | seed * | go-veo3 * | ImageIO, size only | metadata-extractor | Tika, type only | limit | \
                        **ours, inspect** | ours / limit | CRC32 | **ours, verify** |
                        |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
                        """);
        Map<String, String[]> elsewhere = Map.of("PNG_5_MB", new String[]{"15,000", "1,420"}, "JPEG_3_MB",
                new String[]{"8,000", "760"}, "MP4_20_MB_MOOV_FIRST", new String[]{"45,000", "1.5"},
                "MP4_50_MB_MOOV_FIRST", new String[]{"110,000", "1.5"});
        List<String> files = List.of("PNG_5_MB", "JPEG_3_MB", "WEBP_1_MB", "MP4_20_MB_MOOV_FIRST",
                "MP4_20_MB_MOOV_LAST", "MP4_50_MB_MOOV_FIRST", "MP4_50_MB_MOOV_LAST");
        for (String file : files) {
            String[] at = {"file", file};
            String[] others = elsewhere.getOrDefault(file, new String[]{NONE, NONE});
            Optional<Figure> ours = figures.find("MediaBenchmark", "inspect", at);
            Optional<Figure> limit = figures.find("MediaBenchmark", "floor", at);
            line(table, file.replace('_', ' '), others[0], others[1],
                    micros(figures.find("MediaBenchmark", "imageIo", at)),
                    micros(figures.find("MediaBenchmark", "metadataExtractor", at)),
                    micros(figures.find("MediaBenchmark", "tikaDetect", at)), micros(limit), micros(ours),
                    ratio(ours, limit), micros(figures.find("VerifyBenchmark", "crc32Direct", at)),
                    micros(figures.find("VerifyBenchmark", "verify", at)));
        }
        return table.toString();
    }

    /** Everything that was measured, with its error. */
    static String everything(Figures figures) {
        StringBuilder table = new StringBuilder("""
                ## Everything that was measured

                | benchmark | mean | +- (99.9 %) | bytes an operation |
                |---|--:|--:|--:|
                """);
        figures.all().forEach(figure -> line(table, figure.name(), number(figure.score()) + " " + figure.unit(),
                figure.high() > figure.low() ? number(100 * figure.error()) + " %" : "too few values",
                bytes(Optional.of(figure))));
        return table.toString();
    }

    private static void line(StringBuilder table, String... cells) {
        table.append(Stream.of(cells).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static String ratio(Optional<Figure> ours, Optional<Figure> limit) {
        return ours.isPresent() && limit.isPresent() ? number(ours.get().nanos() / limit.get().nanos()) : NONE;
    }

    private static String millis(Optional<Figure> figure) {
        return figure.map(present -> number(present.nanos() / 1e6) + error(present)).orElse(NONE);
    }

    private static String micros(Optional<Figure> figure) {
        return figure.map(present -> number(present.nanos() / 1e3) + error(present)).orElse(NONE);
    }

    private static String error(Figure figure) {
        return figure.high() > figure.low() ? " ± " + number(100 * figure.error()) + " %" : NONE;
    }

    private static String bytes(Optional<Figure> figure) {
        return figure.filter(present -> present.bytes().isPresent())
                .map(present -> String.format(Locale.ROOT, "%,.0f", present.bytes().getAsDouble())).orElse(NONE);
    }

    /** Three digits that count. */
    private static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f",
                value);
    }
}
