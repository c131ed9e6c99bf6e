// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.video.VideoRequest;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to run a job that does nothing: taking it, running it, keeping its result and its times, counting it. The plan
 * stands already. The neighbours keep one outcome for each job, and no times.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DispatchBenchmark {
    private static final int JOBS = 100_000;
    private static final JobOutcome DONE = new JobOutcome.Succeeded(List.of());
    private static final Executor NOTHING = (job, context) -> DONE;

    /** How many jobs run at once. */
    @Param({"8", "64"})
    private int concurrency = 8;

    private BatchPlan plan = BatchProcessor.builder(NOTHING).build()
            .plan(BatchManifest.builder().job("job", VideoRequest.text("A sunset"), "job.mp4").build());
    private List<Job> jobs = List.of();
    private BatchProcessor processor = BatchProcessor.builder(NOTHING).build();
    private final LongAdder heard = new LongAdder();

    /** For JMH. */
    public DispatchBenchmark() {}

    /** Plans the batch, once. */
    @Setup
    public void prepare() {
        BatchManifest.Builder manifest = BatchManifest.builder();
        VideoRequest request = VideoRequest.text("A sunset");
        for (int i = 0; i < JOBS; i++) {
            manifest.job("job" + i, request, "job" + i + ".mp4");
        }
        processor = BatchProcessor.builder(NOTHING).withoutJournal().concurrency(concurrency).build();
        plan = processor.plan(manifest.build());
        jobs = plan.jobs().toList();
    }

    /** The library, with its results and counters. */
    @Benchmark
    @OperationsPerInvocation(JOBS)
    public BatchReport batchProcessor() throws InterruptedException {
        return complete(processor.process(plan));
    }

    /** The library with a journal in memory and a listener. */
    @Benchmark
    @OperationsPerInvocation(JOBS)
    public BatchReport withJournalAndListener() throws InterruptedException {
        try (Journal journal = Journal.memory();
                BatchProcessor told = BatchProcessor.builder(NOTHING).journal(journal).concurrency(concurrency)
                        .listener(event -> heard.increment()).build()) {
            return complete(told.process(plan));
        }
    }

    private static BatchReport complete(BatchReport report) {
        if (report.succeeded() != JOBS) {
            throw new IllegalStateException("Only " + report.succeeded() + " jobs succeeded");
        }
        return report;
    }

    /** A pool of as many platform threads as jobs run at once. */
    @Benchmark
    @OperationsPerInvocation(JOBS)
    public AtomicReferenceArray<JobOutcome> fixedPool() {
        AtomicReferenceArray<JobOutcome> results = new AtomicReferenceArray<>(JOBS);
        try (ExecutorService pool = Executors.newFixedThreadPool(concurrency)) {
            for (Job job : jobs) {
                pool.execute(() -> results.setRelease(job.index(), DONE));
            }
        }
        return complete(results);
    }

    /** A virtual thread for each job, held back by a semaphore. */
    @Benchmark
    @OperationsPerInvocation(JOBS)
    public AtomicReferenceArray<JobOutcome> virtualThreadForEachJob() throws InterruptedException {
        AtomicReferenceArray<JobOutcome> results = new AtomicReferenceArray<>(JOBS);
        Semaphore permits = new Semaphore(concurrency);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Job job : jobs) {
                permits.acquire();
                threads.execute(() -> {
                    results.setRelease(job.index(), DONE);
                    permits.release();
                });
            }
        }
        return complete(results);
    }

    private static AtomicReferenceArray<JobOutcome> complete(AtomicReferenceArray<JobOutcome> results) {
        for (int i = 0; i < JOBS; i++) {
            if (!DONE.equals(results.getAcquire(i))) {
                throw new IllegalStateException("Job number " + i + " has no result");
            }
        }
        return results;
    }
}
