package dev.veo3.bench;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.video.VideoRequest;
import java.util.ArrayList;
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
 * The seed's first table: a batch of 100 jobs that only wait, at rising concurrency. Beside it stands what the machine allows:
 * as many bare virtual threads that wait as often. The difference is what the library costs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(2)
public class ConcurrencyBenchmark {
    /** How many jobs run at once. */
    @Param({"1", "2", "3", "4", "5", "8", "16", "100"})
    private int concurrency = 1;

    /** How long a job waits. */
    @Param("10")
    private long jobMillis = 10;

    /** How many jobs there are. */
    @Param("100")
    private int jobs = 100;

    private BatchManifest manifest = BatchManifest.builder().build();
    private BatchPlan plan = BatchProcessor.builder((job, context) -> new JobOutcome.Empty()).withoutJournal().build()
            .plan(BatchManifest.builder().job("job", VideoRequest.text("A sunset"), "job.mp4").build());
    private BatchProcessor processor = BatchProcessor.builder((job, context) -> new JobOutcome.Empty()).withoutJournal()
            .build();

    /** For JMH. */
    public ConcurrencyBenchmark() {}

    /** Builds the manifest and the processor, which many runs share, as an application would. */
    @Setup
    public void prepare() throws InterruptedException {
        BatchManifest.Builder builder = BatchManifest.builder();
        for (int i = 0; i < jobs; i++) {
            builder.job("job" + i, VideoRequest.text("A sunset, take " + i), "job" + i + ".mp4");
        }
        manifest = builder.build();
        Executor waits = (job, context) -> {
            Thread.sleep(jobMillis);
            return new JobOutcome.Succeeded(List.of());
        };
        processor = BatchProcessor.builder(waits).withoutJournal().concurrency(concurrency).build();
        plan = processor.plan(manifest);
        if (plan.jobCount() != jobs || plan.concurrency() != concurrency) {
            throw new IllegalStateException("The plan is not what was asked for");
        }
        warmUp();
    }

    /** At 100 jobs a second the library's code would still be interpreted when the measurement is over. */
    private void warmUp() throws InterruptedException {
        try (BatchProcessor quick = BatchProcessor.builder((job, context) -> new JobOutcome.Succeeded(List.of()))
                .withoutJournal()
                .concurrency(concurrency).build()) {
            for (int round = 0; round < 2_000; round++) {
                quick.process(manifest);
            }
        }
    }

    /** The library: check the manifest, run the jobs, report. */
    @Benchmark
    public BatchReport batchProcessor() throws InterruptedException {
        return processor.process(manifest);
    }

    /** The library without the check of the manifest, which looks at the file system: run the jobs, report. */
    @Benchmark
    public BatchReport plannedBatch() throws InterruptedException {
        return processor.process(plan);
    }

    /** The bound: the same waits on as many bare virtual threads, nothing checked and nothing kept. */
    @Benchmark
    public int bareVirtualThreads() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < Math.min(concurrency, jobs); thread++) {
            int rounds = jobs / concurrency + (thread < jobs % concurrency ? 1 : 0);
            threads.add(Thread.ofVirtual().start(() -> waitFor(rounds)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return threads.size();
    }

    private void waitFor(int rounds) {
        try {
            for (int round = 0; round < rounds; round++) {
                Thread.sleep(jobMillis);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
