// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench.report;

import dev.veo3.bench.report.Form.Part;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.RunnerException;

/**
 * A short form of all benchmarks, one fork for each row, in less than ten minutes on two processors; writes {@code results.json},
 * {@code RESULTS.md} and the plots into the directory named. What it says of differences of 10 % is worth nothing: {@link LongForm}
 * has two forks.
 */
public final class ShortForm {
    private static final Form FORM = new Form("ShortForm", 1, options -> Form.iterations(options, 2, 3, 300), List.of(
            new Part("ConcurrencyBenchmark",
                    options -> options.mode(Mode.SingleShotTime).warmupIterations(1).measurementIterations(3)
                            .param("concurrency", "1", "2", "3", "4", "5", "8", "16")
                            .addProfiler(HeapAfterCollection.class)),
            new Part("BatchSizeBenchmark"), new Part("TemplateBenchmark"), new Part("MediaBenchmark"),
            new Part("VerifyBenchmark"), new Part("DispatchBenchmark", options -> Form.iterations(options, 4, 4, 300)),
            new Part("MetricsBenchmark", options -> Form.iterations(options, 4, 4, 300)),
            new Part("EventsBenchmark", options -> Form.iterations(options, 3, 3, 200)),
            new Part("ManifestBenchmark", options -> Form.iterations(options, 5, 4, 1_000)),
            new Part("JournalBenchmark", options -> {
                Form.iterations(options, 2, 3, 1_000);
                options.param("inFlight", "1", "64", "256");
            }), new Part("JournalReplayBenchmark", options -> options.warmupIterations(0).measurementIterations(1)),
            new Part("ReportBenchmark.ofRun", options -> options.warmupIterations(0).measurementIterations(1)),
            new Part("ReportBenchmark.ofJournal",
                    options -> options.param("format", "HTML").warmupIterations(0).measurementIterations(1)),
            new Part("DownloadBenchmark", options -> options.param("place", "MEMORY").param("megabytes", "20")),
            new Part("Base64Benchmark", options -> options.param("place", "MEMORY").param("megabytes", "20"))));

    private ShortForm() {}

    /** The directory to write into. */
    public static void main(String[] args) throws RunnerException, IOException {
        FORM.run(args);
    }
}
