// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One row of {@link ScaleHarness}: jobs that only wait for a second, all of them at once, after some rounds of shorter ones. */
final class WaitingRun {
    private static final int ROUNDS = 100;

    private WaitingRun() {}

    /** A directory, which is not used, and the number of jobs. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int jobs = Integer.parseInt(args[1]);
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (int job = 0; job < jobs; job++) {
            manifest.job("job" + job, VideoRequest.text("A sunset, take " + job), job + ".mp4");
        }
        AtomicLong millis = new AtomicLong(1);
        try (BatchProcessor processor = BatchProcessor.builder((job, context) -> {
            Thread.sleep(millis.get());
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(jobs).build()) {
            BatchPlan plan = processor.plan(manifest.build());
            for (int round = 0; round < ROUNDS; round++) {
                millis.set(1 + round % 10);
                processor.process(plan);
            }
            millis.set(1_000);
            long begin = System.nanoTime();
            BatchReport report = processor.process(plan);
            ScaleHarness.say("run", (System.nanoTime() - begin) / 1e9, 3);
            ScaleHarness.sayMemory();
            if (report.succeeded() != jobs) {
                throw new IllegalStateException(report.summary());
            }
        }
    }
}
