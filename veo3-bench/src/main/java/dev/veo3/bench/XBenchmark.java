package dev.veo3.bench;

import org.openjdk.jmh.annotations.Benchmark;

/** X. */
public class XBenchmark {
    @Benchmark
    public int x() {
        return 1;
    }
}
