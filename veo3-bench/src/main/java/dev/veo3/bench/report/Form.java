// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
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
 * All rows that a table or a goal asks for, measured for so long and no longer.
 *
 * @param name of the class that runs it
 * @param usual what holds for every benchmark whose part says nothing else
 */
record Form(String name, int forks, Consumer<ChainedOptionsBuilder> usual, List<Part> parts) {

    /** Rows that no table and no goal asks for. */
    private static final String NOT_IN_A_TABLE = "VerifyBenchmark\\.(verifyStructure|crc32|imageIo)$"
            + "|TemplateBenchmark\\.(parseAndRender|regex)$|Base64Benchmark\\.(answerToFile|jdkToFile)$"
            + "|DownloadBenchmark\\.ofFileForced$|EventsBenchmark\\.clock$";

    /**
     * A benchmark class, or one method of it.
     *
     * @param type its simple name, a dot and the method's name behind it if it is one
     * @param own what holds for it alone
     */
    record Part(String type, Consumer<ChainedOptionsBuilder> own) {

        /** One that is run as usual. */
        Part(String type) {
            this(type, options -> {});
        }
    }

    /** So many iterations of so many milliseconds to warm up and to measure. */
    static void iterations(ChainedOptionsBuilder options, int warmup, int measured, long millis) {
        options.warmupIterations(warmup).warmupTime(TimeValue.milliseconds(millis)).measurementIterations(measured)
                .measurementTime(TimeValue.milliseconds(millis));
    }

    /** Runs them, and writes {@code results.json}, {@code RESULTS.md} and the plots into the directory that is named. */
    void run(String[] args) throws RunnerException, IOException {
        if (args.length != 1) {
            System.err.println("Usage: " + name + " <directory for the report>");
            System.exit(2);
        }
        Path directory = Path.of(args[0]);
        Files.createDirectories(directory);
        long begin = System.nanoTime();
        List<RunResult> results = new ArrayList<>();
        for (Part part : parts) {
            System.out.println(part.type() + " ... (" + seconds(begin) + " s)");
            results.addAll(run(part));
        }
        Path json = directory.resolve("results.json");
        try (PrintStream out = new PrintStream(Files.newOutputStream(json), false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        }
        Figures figures = Figures.read(json);
        Path page = Report.write(figures, directory);
        System.out.print(Goals.table(figures));
        System.out.println(results.size() + " rows in " + seconds(begin) + " s. Written: " + page);
    }

    private static long seconds(long begin) {
        return (System.nanoTime() - begin) / 1_000_000_000;
    }

    private List<RunResult> run(Part part) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().include("\\." + Pattern.quote(part.type()) + "(\\.|$)")
                .forks(forks)
                .shouldFailOnError(true).verbosity(VerboseMode.SILENT).addProfiler(GCProfiler.class)
                .exclude(NOT_IN_A_TABLE);
        usual.accept(options);
        part.own().accept(options);
        return List.copyOf(new Runner(options.build()).run());
    }
}
