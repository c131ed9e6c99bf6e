// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.video.VideoRequest;
import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The seed's advice on {@code batch_size}, looked at: what the library costs at the sizes that the seed names, as a batch of that
 * many jobs, and as 1,000 jobs that run in slices of that many. Jobs do nothing, so that only the library is measured.
 *
 * <p>
 * It does not show what a slice costs when its jobs take different times: a slice ends with its slowest job, so that permits lie
 * idle at its end. That loss is the seed's "more overhead" many times over, and none of the library's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class BatchSizeBenchmark {
    private static final int ALL = 1_000;
    private static final int CONCURRENCY = 8;

    /** How many jobs are handled together. */
    @Param({"10", "50", "100", "1000"})
    private int batchSize = 10;

    private final BatchProcessor processor = BatchProcessor
            .builder((job, context) -> new JobOutcome.Succeeded(List.of())).withoutJournal().concurrency(CONCURRENCY)
            .build();
    private BatchPlan batch = processor.plan(manifest(1).build());
    private BatchPlan slices = batch;

    /** For JMH. */
    public BatchSizeBenchmark() {}

    /** Plans both batches, once. */
    @Setup
    public void prepare() {
        batch = processor.plan(manifest(batchSize).build());
        slices = processor.plan(manifest(ALL).batchSize(batchSize).build());
    }

    /** A batch of that many jobs. */
    @Benchmark
    public BatchReport batch() throws InterruptedException {
        return run(batch, batchSize);
    }

    /** 1,000 jobs in slices of that many. */
    @Benchmark
    public BatchReport thousandInSlices() throws InterruptedException {
        return run(slices, ALL);
    }

    private BatchReport run(BatchPlan plan, int jobs) throws InterruptedException {
        BatchReport report = processor.process(plan);
        if (report.succeeded() != jobs) {
            throw new IllegalStateException(report.summary());
        }
        return report;
    }

    private static BatchManifest.Builder manifest(int jobs) {
        BatchManifest.Builder manifest = BatchManifest.builder();
        VideoRequest request = VideoRequest.text("A sunset");
        for (int i = 0; i < jobs; i++) {
            manifest.job("job" + i, request, "job" + i + ".mp4");
        }
        return manifest;
    }
}
