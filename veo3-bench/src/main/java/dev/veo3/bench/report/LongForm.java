// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench.report;

import dev.veo3.bench.report.Form.Part;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The rows of {@link ShortForm} with two forks each and as many iterations as half an hour on two processors has room for: what is
 * quoted is from here. The slow rows, whole batches that wait for one second each, get six measured batches a fork; the rows
 * of nanoseconds get what JMH needs to compile them. Writes what the short form writes.
 */
public final class LongForm {
    private static final Form FORM = new Form("LongForm", 2, options -> Form.iterations(options, 3, 5, 500), List.of(
            new Part("ConcurrencyBenchmark",
                    options -> options.mode(Mode.SingleShotTime).warmupIterations(2).measurementIterations(6)
                            .param("concurrency", "1", "2", "3", "4", "5", "8", "16")
                            .addProfiler(HeapAfterCollection.class)),
            new Part("BatchSizeBenchmark"), new Part("TemplateBenchmark"), new Part("MediaBenchmark"),
            new Part("VerifyBenchmark"), new Part("DispatchBenchmark", options -> Form.iterations(options, 5, 5, 600)),
            new Part("MetricsBenchmark", options -> Form.iterations(options, 5, 5, 600)),
            new Part("EventsBenchmark", options -> Form.iterations(options, 3, 5, 300)),
            new Part("ManifestBenchmark", options -> Form.iterations(options, 6, 5, 1_500)),
            new Part("JournalBenchmark", options -> {
                Form.iterations(options, 2, 4, 1_000);
                options.param("inFlight", "1", "64", "256");
            }), new Part("JournalReplayBenchmark", options -> options.warmupIterations(0).measurementIterations(1)),
            new Part("ReportBenchmark.ofRun", options -> options.warmupIterations(0).measurementIterations(1)),
            new Part("ReportBenchmark.ofJournal",
                    options -> options.param("format", "HTML").warmupIterations(0).measurementIterations(1)),
            new Part("DownloadBenchmark", options -> {
                Form.iterations(options, 2, 4, 1_000);
                options.param("place", "MEMORY").param("megabytes", "20");
            }), new Part("Base64Benchmark", options -> {
                Form.iterations(options, 2, 4, 1_000);
                options.param("place", "MEMORY").param("megabytes", "20");
            })));

    private LongForm() {}

    /** The directory to write into. */
    public static void main(String[] args) throws RunnerException, IOException {
        FORM.run(args);
    }
}
