// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples.task;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.profile.BatchProfiler;
import dev.veo3.batch.profile.Profile;
import dev.veo3.batch.profile.ProfileText;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells which methods of a batch take the CPU, and which places allocate the most memory. */
public final class ProfileABatch {

    private ProfileABatch() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("veo3-");
        BatchManifest manifest = BatchManifest.load(Files.writeString(directory.resolve("jobs.yaml"),
                """
                        defaults: {type: generate, output: "{{id}}.mp4"}
                        jobs:
                          - {id: "{{town}}-{{time}}", matrix: {town: [bergen, porto, trieste], time: [dawn, noon, night]},
                             options: {prompt: "The harbour of {{town}} at {{time}}"}}
                        """));
        Path cpu = directory.resolve("cpu.jfr");
        Path memory = directory.resolve("memory.jfr");
        try (Emulator emulator = Emulator.builder().start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("my-token"))
                        .baseUrl(emulator.baseUrl()) // Leave it out, and the videos are real.
                        .build();
                BatchProcessor processor = BatchProcessor.builder(new VeoExecutor(veo)).outputDirectory(directory)
                        .build()) {
            BatchReport report = BatchProfiler.cpuAndMemory(cpu, memory).around(() -> processor.process(manifest));
            System.out.println(report.summary());
        }
        System.out.print(ProfileText.top(Profile.read(cpu).top(5)));
        Profile.read(memory).allocations().stream().limit(5).forEach(site -> System.out.println(
                site.bytes() / 1024 + " KB of " + site.className() + " from " + site.place()));
        System.out.println("All of it, to click through: " + directory.resolve("cpu.html"));
    }
}
