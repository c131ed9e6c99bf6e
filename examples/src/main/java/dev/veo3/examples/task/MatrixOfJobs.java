// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples.task;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a video for each combination of two lists, and one for each row of a table. */
public final class MatrixOfJobs {

    private MatrixOfJobs() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("veo3-");
        Files.writeString(directory.resolve("products.csv"), """
                sku,product,colour
                K-1,teapot,blue
                K-2,lamp,green
                """);
        Path manifest = Files.writeString(directory.resolve("jobs.yaml"), """
                defaults: {type: generate, options: {duration: 8, resolution: 720p}, output: "{{id}}.mp4"}
                jobs:
                  - id: "{{animal}}-{{style}}"
                    matrix: {animal: [cat, dog], style: [noir, pop]}
                    options: {prompt: "A {{animal}} in the rain, {{style}} style"}
                  - id: "{{sku}}"
                    for_each: products.csv
                    options: {prompt: "A {{colour}} {{product}} on a table, slow turn"}
                """);
        try (Emulator emulator = Emulator.builder().start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("my-token"))
                        .baseUrl(emulator.baseUrl()) // Leave it out, and the videos are real.
                        .build();
                BatchProcessor processor = BatchProcessor.builder(new VeoExecutor(veo)).concurrency(6)
                        .outputDirectory(directory).build()) {
            processor.process(BatchManifest.load(manifest)).results().forEach(
                    result -> System.out.println(result.job().id() + ": " + result.outcome()));
        }
    }
}
