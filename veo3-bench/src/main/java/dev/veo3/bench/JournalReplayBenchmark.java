// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to read a journal when a batch is taken up again, in a heap of 256 MB and in a program that has not read one
 * before. The file is in the system's cache.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(value = 5, jvmArgsAppend = "-Xmx256m")
public class JournalReplayBenchmark {
    /** How many records there are; six make a job that goes well. */
    @Param("1000000")
    private int records = 6;

    private Path directory = Path.of("");

    /** For JMH. */
    public JournalReplayBenchmark() {}

    /** Writes the journal. */
    @Setup
    public void write() throws IOException {
        directory = Files.createTempDirectory("veo3-bench");
        try (Journal journal = Journal.open(directory.resolve("jobs.journal"))) {
            for (int job = 0; job < (records + 5) / 6; job++) {
                JournalRecords.run("job-" + job, journal, false);
            }
        }
    }

    /** Removes it. */
    @TearDown
    public void delete() throws IOException {
        JournalRecords.delete(directory);
    }

    /** Reads all of it. */
    @Benchmark
    public String replay() {
        try (JournalReader reader = JournalReader.of(directory.resolve("jobs.journal"))) {
            return reader.state("job-0").outcome().orElseThrow();
        }
    }
}
