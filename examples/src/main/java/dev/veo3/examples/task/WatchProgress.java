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
import dev.veo3.batch.metrics.BatchProgress;
import dev.veo3.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Tells each step of each job, and every half second how far the batch has come. */
public final class WatchProgress {

    private WatchProgress() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("veo3-");
        BatchManifest manifest = BatchManifest.load(Files.writeString(directory.resolve("jobs.yaml"),
                """
                        defaults: {type: generate, output: "{{id}}.mp4"}
                        jobs:
                          - {id: "{{town}}", matrix: {town: [bergen, porto, trieste]}, options: {prompt: "The harbour of {{town}}"}}
                        """));
        try (Emulator emulator = Emulator.builder().start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("my-token"))
                        .baseUrl(emulator.baseUrl()) // Leave it out, and the videos are real.
                        .build();
                BatchProcessor processor = BatchProcessor.builder(new VeoExecutor(veo)).outputDirectory(directory)
                        .listener(WatchProgress::tell).build()) {
            BatchRun run = processor.start(processor.plan(manifest));
            while (!run.isDone()) {
                BatchProgress now = run.progress();
                System.out
                        .println(now.done() + " of " + now.total() + ", " + now.running() + " at work, " + now.cost());
                Thread.sleep(Duration.ofMillis(500));
            }
            System.out.println(run.await().summary());
        }
    }

    /** Called on the jobs' own threads: quick, and thread-safe. */
    private static void tell(JobEvent event) {
        switch (event) {
            case JobEvent.Submitted e -> System.out.println(e.job().id() + " is made as " + e.operation());
            case JobEvent.Throttled e -> System.out.println(e.job().id() + " waits for the quota: " + e.pause());
            case JobEvent.Downloaded e -> System.out.println(e.job().id() + " is in " + e.file());
            case JobEvent.Finished e -> System.out.println(e.job().id() + " has ended: " + e.result().outcome());
            case JobEvent.Started e -> {
            }
            case JobEvent.Submitting e -> {
            }
            case JobEvent.Retrying e -> {
            }
            case JobEvent.Generated e -> {
            }
            case JobEvent.Downloading e -> {
            }
        }
    }
}
