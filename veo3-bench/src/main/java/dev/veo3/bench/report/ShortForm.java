package dev.veo3.bench.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A short form of all benchmarks, one fork for each row, in less than ten minutes on two processors; writes {@code results.json},
 * {@code RESULTS.md} and the plots into the directory named. What it says of differences of 10 % is worth nothing: the long form
 * is {@code java -jar benchmarks.jar -prof gc -rf json -rff results.json}, and {@link Report} writes the same page from it.
 */
public final class ShortForm {
    private static final List<Part> PARTS = List.of(
            new Part("ConcurrencyBenchmark") {
                @Override
                void choose(ChainedOptionsBuilder options) {
                    options.mode(Mode.SingleShotTime).warmupIterations(1).measurementIterations(3)
                            .param("concurrency", "1", "2", "3", "4", "5", "8", "16")
                            .addProfiler(HeapAfterCollection.class);
                }
            }, new Part("BatchSizeBenchmark"), new Part("TemplateBenchmark"), new Part("MediaBenchmark"),
            new Part("VerifyBenchmark"), new Part("DispatchBenchmark") {
                @Override
                void choose(ChainedOptionsBuilder options) {
                    options.warmupIterations(4).measurementIterations(4);
                }
            }, new Part("MetricsBenchmark") {
                @Override
                void choose(ChainedOptionsBuilder options) {
                    options.warmupIterations(4).measurementIterations(4);
                }
            }, new Part("ManifestBenchmark") {
                @Override
                void choose(ChainedOptionsBuilder options) {
                    options.warmupIterations(5).measurementIterations(4).warmupTime(TimeValue.seconds(1))
                            .measurementTime(TimeValue.seconds(1));
                }
            }, new Part("JournalBenchmark") {
                @Override
                void choose(ChainedOptionsBuilder options) {
                    options.param("inFlight", "1", "64", "256").warmupTime(TimeValue.seconds(1))
                            .measurementTime(TimeValue.seconds(1));
                }
            }, new Part("JournalReplayBenchmark") {
                @Override
                void choose(ChainedOptionsBuilder options) {
                    options.warmupIterations(0).measurementIterations(1);
                }
            }, new Part("ReportBenchmark") {
                @Override
                void choose(ChainedOptionsBuilder options) {
                    options.param("format", "HTML").warmupIterations(0).measurementIterations(1);
                }
            }, new Part("DownloadBenchmark") {
                @Override
                void choose(ChainedOptionsBuilder options) {
                    options.param("place", "MEMORY").param("megabytes", "20");
                }
            }, new Part("Base64Benchmark") {
                @Override
                void choose(ChainedOptionsBuilder options) {
                    options.param("place", "MEMORY").param("megabytes", "20");
                }
            });

    /** Rows of the long form that no table and no goal asks for. */
    private static final String NOT_IN_A_TABLE = "VerifyBenchmark\\.(verifyStructure|crc32|imageIo)$"
            + "|TemplateBenchmark\\.(parseAndRender|regex)$|Base64Benchmark\\.(answerToFile|jdkToFile)$"
            + "|DownloadBenchmark\\.ofFileForced$";

    private ShortForm() {}

    /** A benchmark class, and what its short form is if it is not the usual one. */
    private static class Part {
        private final String type;

        Part(String type) {
            this.type = type;
        }

        void choose(ChainedOptionsBuilder options) {}
    }

    /** The directory to write into. */
    public static void main(String[] args) throws RunnerException, IOException {
        if (args.length != 1) {
            System.err.println("Usage: ShortForm <directory for the report>");
            System.exit(2);
        }
        Path directory = Path.of(args[0]);
        Files.createDirectories(directory);
        long begin = System.nanoTime();
        List<RunResult> results = new ArrayList<>();
        for (Part part : PARTS) {
            System.out.println(part.type + " ...");
            results.addAll(run(part));
        }
        Path json = directory.resolve("results.json");
        try (PrintStream out = new PrintStream(Files.newOutputStream(json), false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        }
        Figures figures = Figures.read(json);
        Path page = Report.write(figures, directory);
        System.out.print(Goals.table(figures));
        System.out.println(results.size() + " rows in " + (System.nanoTime() - begin) / 1_000_000_000 + " s. Written: "
                + page);
    }

    private static List<RunResult> run(Part part) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().include("\\." + part.type + "\\.").forks(1)
                .shouldFailOnError(true).verbosity(VerboseMode.SILENT).addProfiler(GCProfiler.class)
                .warmupIterations(2).warmupTime(TimeValue.milliseconds(300)).measurementIterations(3)
                .measurementTime(TimeValue.milliseconds(300)).exclude(NOT_IN_A_TABLE);
        part.choose(options);
        return List.copyOf(new Runner(options.build()).run());
    }
}
