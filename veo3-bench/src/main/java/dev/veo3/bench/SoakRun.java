// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.BatchReport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One row of {@link ScaleHarness}: an hour's work in miniature. Jobs go through the real client to an emulator in another process
 * that breaks one request in some hundreds; videos are downloaded, looked at and deleted. Says what the heap holds after a
 * collection when a tenth of the jobs is done and at the end, and how many files and threads are left when all is closed.
 */
final class SoakRun {
    private static final int CONCURRENCY = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(70);

    private final int jobs;
    private final AtomicInteger finished = new AtomicInteger();

    private SoakRun(int jobs) {
        this.jobs = jobs;
    }

    /** A directory, the number of jobs and the emulator's address. */
    public static void main(String[] args) throws IOException, InterruptedException {
        new SoakRun(Integer.parseInt(args[1])).run(Path.of(args[0]), URI.create(args[2]));
    }

    private void run(Path directory, URI emulator) throws IOException, InterruptedException {
        // A first small batch loads the classes and opens what stays open as long as the process lives.
        process(directory.resolve("first"), emulator, 200, false);
        finished.set(0);
        awaitQuiet(Long.MAX_VALUE, 20);
        long files = openFiles();
        long threads = ManagementFactory.getThreadMXBean().getThreadCount();
        process(directory.resolve("soak"), emulator, jobs, true);
        awaitQuiet(files, threads);
        ScaleHarness.say("files", (double) (openFiles() - files), 0);
        ScaleHarness.say("threads", (double) (ManagementFactory.getThreadMXBean().getThreadCount() - threads), 0);
    }

    /** Threads of a closed HTTP client end by themselves, the last ones after their minute of waiting for work. */
    private static void awaitQuiet(long files, long threads) throws InterruptedException {
        long begin = System.nanoTime();
        while (openFiles() > files || ManagementFactory.getThreadMXBean().getThreadCount() > threads) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                return;
            }
            Thread.sleep(100);
        }
    }

    private void process(Path directory, URI emulator, int count, boolean measured)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        BatchManifest manifest = BatchManifest.load(ScaleRun.manifest(directory, measured ? "shot" : "first", count));
        try (VeoClient client = VeoClient.builder().backend(Backend.agentPlatform("rehearsal", "us-central1"))
                .credentials(BearerToken.of("token")).baseUrl(emulator).build();
                BatchProcessor processor = BatchProcessor.builder(deleting(client, measured)).concurrency(CONCURRENCY)
                        .outputDirectory(directory.resolve("videos")).journal(directory.resolve("jobs.journal"))
                        .limits(Limits.standard().withLongestGeneration(Duration.ZERO)).build()) {
            BatchPlan plan = processor.plan(manifest);
            long begin = System.nanoTime();
            BatchReport report = processor.process(plan);
            if (measured) {
                ScaleHarness.say("run", (System.nanoTime() - begin) / 1e9, 1);
                ScaleHarness.say("end", heap(), 1);
                ScaleHarness.say("ambiguous", report.outcomes().getOrDefault("ambiguous", 0L).doubleValue(), 0);
                ScaleHarness.sayMemory();
                if (report.jobCount() != count || report.succeeded() < count * 0.98) {
                    throw new IllegalStateException(report.summary());
                }
            }
        }
    }

    /** The client's executor, whose videos are deleted when they have come. */
    private Executor deleting(VeoClient client, boolean measured) {
        VeoExecutor executor = new VeoExecutor(client,
                AwaitOptions.standard().withIntervals(Duration.ofMillis(5), Duration.ofMillis(50)));
        return (job, context) -> {
            JobOutcome outcome = executor.execute(job, context);
            Files.deleteIfExists(job.output());
            if (finished.incrementAndGet() == jobs / 10 && measured) {
                ScaleHarness.say("tenth", heap(), 1);
            }
            return outcome;
        };
    }

    private static double heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : 0;
    }
}
