// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.ReportFormat;
import dev.veo3.batch.report.ReportSource;
import dev.veo3.batch.report.ReportWriter;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
 * How long it takes to write a report of many jobs, in a heap of 256 MB and in a program that has written none before: by the run,
 * and from its journal afterwards. The journal and the report are in a file system in memory; opening the journal is in the figure.
 * One job of twenty-five has failed.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(value = 5, jvmArgsAppend = "-Xmx256m")
public class ReportBenchmark {
    private static final int FAILING = 25;

    /** For JMH. */
    public ReportBenchmark() {}

    /** A batch that has run. */
    @State(Scope.Benchmark)
    public static class Batch {
        /** How many jobs it has. */
        @Param("100000")
        private int jobs = 1;

        /** What is written. */
        @Param({"HTML", "JSON", "CSV"})
        private ReportFormat format = ReportFormat.HTML;

        private Path directory = Path.of("");
        private Optional<BatchReport> report = Optional.empty();

        /** For JMH. */
        public Batch() {}

        /** Runs it. */
        @Setup
        public void run() throws IOException, InterruptedException {
            directory = FilePlace.MEMORY.directory();
            BatchManifest.Builder manifest = BatchManifest.builder();
            VideoRequest request = VideoRequest.text("A sunset");
            for (int i = 0; i < jobs; i++) {
                manifest.job("job-" + i, request, "job-" + i + ".mp4");
            }
            try (BatchProcessor processor = BatchProcessor.builder(executor()).outputDirectory(directory)
                    .journal(journal()).concurrency(256).build()) {
                report = Optional.of(processor.process(manifest.build()));
            }
        }

        private static Executor executor() {
            return (job, context) -> {
                context.once(JobContext.SUBMIT, () -> new Ending.Happened(
                        "projects/p/locations/us-central1/publishers/google/models/m/operations/" + job.id()));
                if (job.index() % FAILING == 0) {
                    return new JobOutcome.Failed("the operation of \"" + job.id() + "\" ended with INTERNAL (code 13)");
                }
                context.generated(List.of("gs://bucket/" + job.id() + ".mp4"), Optional.empty());
                return new JobOutcome.Succeeded(List.of(job.output()));
            };
        }

        private Path journal() {
            return directory.resolve("jobs.journal");
        }

        private Path written() {
            return directory.resolve("report." + format);
        }

        private long size() throws IOException {
            long size = Files.size(written());
            if (size < jobs) {
                throw new IllegalStateException("The report has only " + size + " bytes");
            }
            return size;
        }

        /** Removes its files. */
        @TearDown
        public void delete() throws IOException {
            JournalRecords.delete(directory);
        }
    }

    /** The report of a run, with what was measured and the phases that its journal has kept. */
    @Benchmark
    public long ofRun(Batch batch) throws IOException {
        batch.report.orElseThrow().write(batch.format, batch.written());
        return batch.size();
    }

    /** The report that is written from the journal of a run, perhaps in another program. */
    @Benchmark
    public long ofJournal(Batch batch) throws IOException {
        try (ReportSource source = ReportSource.ofJournal(batch.journal())) {
            ReportWriter.of(source).write(batch.format, batch.written());
        }
        return batch.size();
    }
}
