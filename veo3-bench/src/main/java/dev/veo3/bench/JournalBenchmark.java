// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import dev.veo3.batch.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many jobs a second the journal takes: all records of a job that goes well, of which the intent to submit and the name of
 * the operation are forced, each with what precedes it. One operation is one job. The file is in the directory for temporary
 * files: the figure says more about that disk's force than about anything else, above all at one job in flight.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class JournalBenchmark {
    private static final int JOBS = 4_096;

    /** How many virtual threads run jobs at once. */
    @Param({"1", "16", "64", "256"})
    private int inFlight = 1;

    private final AtomicLong next = new AtomicLong();
    private Path directory = Path.of("");
    private Journal journal = Journal.memory();

    /** For JMH. */
    public JournalBenchmark() {}

    /** Begins a new file. */
    @Setup(Level.Iteration)
    public void open() throws IOException {
        directory = Files.createTempDirectory("veo3-bench");
        journal = Journal.open(directory.resolve("jobs.journal"));
    }

    /** Removes it. */
    @TearDown(Level.Iteration)
    public void close() throws IOException {
        journal.close();
        JournalRecords.delete(directory);
    }

    /** Runs the jobs. */
    @Benchmark
    @OperationsPerInvocation(JOBS)
    public long jobs() throws InterruptedException {
        long end = next.get() + JOBS;
        List<Thread> threads = new ArrayList<>(inFlight);
        for (int i = 0; i < inFlight; i++) {
            threads.add(Thread.ofVirtual().start(() -> run(end)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        next.set(end);
        return end;
    }

    private void run(long end) {
        for (long job = next.getAndIncrement(); job < end; job = next.getAndIncrement()) {
            JournalRecords.run("job-" + job, journal, true);
        }
    }
}
