// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples.task;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.BatchRun;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.micrometer.MicrometerBinder;
import dev.veo3.emulator.Emulator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Shows a batch's figures in a registry of Micrometer: add {@code io.micrometer:micrometer-core} or a registry of yours. */
public final class MicrometerMetrics {

    private MicrometerMetrics() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("veo3-");
        BatchManifest manifest = BatchManifest.load(Files.writeString(directory.resolve("jobs.yaml"),
                """
                        defaults: {type: generate, output: "{{id}}.mp4"}
                        jobs:
                          - {id: "{{town}}", matrix: {town: [bergen, porto, trieste]}, options: {prompt: "The harbour of {{town}}"}}
                        """));
        MeterRegistry registry = new SimpleMeterRegistry(); // In production, yours.
        try (Emulator emulator = Emulator.builder().start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("my-token"))
                        .baseUrl(emulator.baseUrl()) // Leave it out, and the videos are real.
                        .build();
                MicrometerBinder binder = new MicrometerBinder(registry);
                BatchProcessor processor = BatchProcessor.builder(new VeoExecutor(veo)).outputDirectory(directory)
                        .listener(binder).build()) {
            BatchRun run = processor.start(processor.plan(manifest));
            binder.follow(run);
            System.out.println(run.await().summary());
            registry.find("veo3.batch.submissions").counters().forEach(counter -> System.out.println(
                    "veo3.batch.submissions " + counter.getId().getTags() + " " + counter.count()));
        }
    }
}
