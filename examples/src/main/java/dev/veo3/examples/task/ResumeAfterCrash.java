// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples.task;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.BatchRun;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Ends a batch in the middle of its work and runs it again: what the service has taken is brought home, not paid anew. */
public final class ResumeAfterCrash {

    private ResumeAfterCrash() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("veo3-");
        BatchManifest manifest = BatchManifest.load(Files.writeString(directory.resolve("jobs.yaml"),
                """
                        defaults: {type: generate, output: "{{id}}.mp4"}
                        jobs:
                          - {id: "{{town}}", matrix: {town: [bergen, porto, trieste]}, options: {prompt: "The harbour of {{town}}"}}
                        """));
        CountDownLatch submitted = new CountDownLatch(2);
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ofSeconds(2))).start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("my-token"))
                        .baseUrl(emulator.baseUrl()) // Leave it out, and the videos are real.
                        .build();
                BatchProcessor processor = BatchProcessor.builder(new VeoExecutor(veo)).outputDirectory(directory)
                        .concurrency(2).listener(event -> {
                            if (event instanceof JobEvent.Submitted) {
                                submitted.countDown();
                            }
                        }).build()) {
            BatchPlan plan = processor.plan(manifest);
            BatchRun first = processor.start(plan);
            submitted.await();
            first.stop(); // A power cut leaves the same journal: it is forced to the disk before and after each submission.
            System.out.println("First: " + first.await().summary());
            System.out.println("Again: " + processor.process(plan).summary());
            System.out.println(emulator.ledger().entries().size() + " submissions for " + plan.jobCount() + " jobs");
        }
    }
}
