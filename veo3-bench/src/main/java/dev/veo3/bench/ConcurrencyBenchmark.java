// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.video.VideoRequest;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
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
import org.openjdk.jmh.infra.BenchmarkParams;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The seed's first table: a batch of 100 jobs that only wait, at rising concurrency. Beside it stands what the machine allows:
 * as many bare virtual threads that wait as often. The difference is what the library costs. The neighbours do what their manuals
 * recommend for calls that block, and keep one result for each job: no plan, no times, no report.
 *
 * <p>
 * It does not show what a real service does: every job takes as long as every other, none fails, and nothing is written.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(2)
public class ConcurrencyBenchmark {
    private static final int WARM_UP_ROUNDS = 500;

    /** How many jobs run at once. */
    @Param({"1", "2", "3", "4", "5", "8", "16", "100"})
    private int concurrency = 1;

    /** How long a job waits. */
    @Param("10")
    private long jobMillis = 10;

    /** How many jobs there are. */
    @Param("100")
    private int jobs = 100;

    /** The last result, so that a profiler that looks at the heap finds what an application would keep. */
    Object kept = List.of();

    private volatile long sleepMillis = 0;
    private List<Integer> numbers = List.of();
    private Scheduler scheduler = Schedulers.immediate();
    private BatchManifest manifest = BatchManifest.builder().build();
    private BatchPlan plan = BatchProcessor.builder((job, context) -> new JobOutcome.Empty()).withoutJournal().build()
            .plan(BatchManifest.builder().job("job", VideoRequest.text("A sunset"), "job.mp4").build());
    private BatchProcessor processor = BatchProcessor.builder((job, context) -> new JobOutcome.Empty()).withoutJournal()
            .build();

    /** For JMH. */
    public ConcurrencyBenchmark() {}

    /** Builds the manifest and the processor, which many runs share, as an application would. */
    @Setup
    public void prepare(BenchmarkParams benchmark) throws InterruptedException, ExecutionException {
        BatchManifest.Builder builder = BatchManifest.builder();
        for (int i = 0; i < jobs; i++) {
            builder.job("job" + i, VideoRequest.text("A sunset, take " + i), "job" + i + ".mp4");
        }
        manifest = builder.build();
        Executor waits = (job, context) -> waited();
        processor = BatchProcessor.builder(waits).withoutJournal().concurrency(concurrency).build();
        plan = processor.plan(manifest);
        if (plan.jobCount() != jobs || plan.concurrency() != concurrency) {
            throw new IllegalStateException("The plan is not what was asked for");
        }
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            all.add(i);
        }
        numbers = List.copyOf(all);
        scheduler = Schedulers.newBoundedElastic(concurrency, Integer.MAX_VALUE, "jobs");
        String method = benchmark.getBenchmark();
        warmUp(method.substring(method.lastIndexOf('.') + 1));
    }

    /** Ends the threads of a neighbour. */
    @TearDown
    public void close() {
        scheduler.dispose();
        processor.close();
    }

    /**
     * At 100 jobs a second the code would still be interpreted when the measurement is over: what is to be measured runs before with
     * jobs that do not wait.
     */
    private void warmUp(String method) throws InterruptedException, ExecutionException {
        sleepMillis = 0;
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            switch (method) {
                case "batchProcessor" -> batchProcessor();
                case "plannedBatch" -> plannedBatch();
                case "bareVirtualThreads" -> bareVirtualThreads();
                case "fixedPool" -> fixedPool();
                case "virtualThreadsAndSemaphore" -> virtualThreadsAndSemaphore();
                case "reactorFlatMap" -> reactorFlatMap();
                case "resilience4jBulkhead" -> resilience4jBulkhead();
                default -> throw new IllegalStateException("Nothing is known of " + method);
            }
        }
        sleepMillis = jobMillis;
    }

    /** The library: check the manifest, run the jobs, report. */
    @Benchmark
    public BatchReport batchProcessor() throws InterruptedException {
        BatchReport report = processor.process(manifest);
        kept = report;
        return report;
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

    /** A pool of as many platform threads as jobs run at once. */
    @Benchmark
    public List<JobOutcome> fixedPool() throws InterruptedException, ExecutionException {
        try (ExecutorService pool = Executors.newFixedThreadPool(concurrency)) {
            return results(numbers.stream().map(number -> pool.submit(this::waited)).toList());
        }
    }

    /** A virtual thread for each job, held back by a semaphore. */
    @Benchmark
    public List<JobOutcome> virtualThreadsAndSemaphore() throws InterruptedException, ExecutionException {
        Semaphore permits = new Semaphore(concurrency);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return results(numbers.stream().map(number -> threads.submit(() -> {
                permits.acquire();
                try {
                    return waited();
                } finally {
                    permits.release();
                }
            })).toList());
        }
    }

    /** Reactor: each call that blocks on a scheduler for such calls, so many at once. */
    @Benchmark
    public List<JobOutcome> reactorFlatMap() {
        List<JobOutcome> results = Flux.fromIterable(numbers)
                .flatMap(number -> Mono.fromCallable(this::waited).subscribeOn(scheduler), concurrency).collectList()
                .blockOptional().orElseThrow();
        return complete(results);
    }

    /** Resilience4j: a virtual thread for each job, held back by a bulkhead. */
    @Benchmark
    public List<JobOutcome> resilience4jBulkhead() throws InterruptedException, ExecutionException {
        Bulkhead bulkhead = Bulkhead.of("jobs", BulkheadConfig.custom().maxConcurrentCalls(concurrency)
                .maxWaitDuration(Duration.ofDays(1)).build());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return results(numbers.stream()
                    .map(number -> threads.submit(() -> bulkhead.executeCallable(this::waited))).toList());
        }
    }

    private JobOutcome waited() throws InterruptedException {
        Thread.sleep(sleepMillis);
        return new JobOutcome.Succeeded(List.of());
    }

    private List<JobOutcome> results(List<Future<JobOutcome>> futures)
            throws InterruptedException, ExecutionException {
        List<JobOutcome> results = new ArrayList<>(jobs);
        for (Future<JobOutcome> future : futures) {
            results.add(future.get());
        }
        return complete(results);
    }

    private List<JobOutcome> complete(List<JobOutcome> results) {
        if (results.size() != jobs || !results.stream().allMatch(JobOutcome::isSuccess)) {
            throw new IllegalStateException("Not every job has succeeded: " + results);
        }
        kept = results;
        return results;
    }

    private void waitFor(int rounds) {
        try {
            for (int round = 0; round < rounds; round++) {
                Thread.sleep(sleepMillis);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
