// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples.task;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Estimate;
import dev.veo3.batch.plan.Pace;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.emulator.Emulator;
import dev.veo3.model.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks a batch, says what it will cost and how long it takes, and runs it under a hard cap. */
public final class RehearseAndBudget {

    private RehearseAndBudget() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("veo3-");
        Path manifest = Files.writeString(directory.resolve("jobs.yaml"),
                """
                        defaults: {type: generate, options: {duration: 8, resolution: 720p}, output: "{{id}}.mp4"}
                        jobs:
                          - {id: "{{town}}", matrix: {town: [bergen, porto, trieste]}, options: {prompt: "The harbour of {{town}}"}}
                        """);
        try (Emulator emulator = Emulator.builder().start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("my-token"))
                        .baseUrl(emulator.baseUrl()) // Leave it out, and the videos are real.
                        .build();
                BatchProcessor processor = BatchProcessor.builder(new VeoExecutor(veo)).outputDirectory(directory)
                        .budget(Usd.of("8")).build()) {
            BatchPlan plan = processor.plan(BatchManifest.load(manifest));
            Estimate estimate = plan.estimate(Pace.standard());
            System.out.println(plan.jobCount() + " jobs for " + estimate.total() + " in about " + estimate.time());
            BatchReport report = processor.process(plan); // Two fit into the budget; the third is never sent.
            report.results().forEach(result -> System.out.println(result.job().id() + ": " + result.outcome()));
        } catch (ManifestException e) {
            e.problems().forEach(problem -> System.out.println(problem.describe()));
        }
    }
}
