// SPDX-License-Identifier: Apache-2.0
package consumer;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.emulator.Emulator;
import java.nio.file.Files;
import java.nio.file.Path;

/** A batch of two jobs against the emulator, with nothing but what veo3-batch brings along. Its argument says as what it is used: module or jar. */
public final class Batch {

    private Batch() {}

    /** Ends with an exception unless each job has its video. */
    public static void main(String[] args) throws Exception {
        boolean module = args[0].equals("module");
        if (BatchProcessor.class.getModule().isNamed() != module || Batch.class.getModule().isNamed() != module) {
            throw new IllegalStateException("On the wrong path: " + BatchProcessor.class.getModule());
        }
        Optionals.requireAbsent();
        Path directory = Files.createTempDirectory("consumer");
        Path manifest = Files.writeString(directory.resolve("jobs.yaml"), """
                output_directory: %s
                jobs:
                  - {id: sunset, type: generate, options: {prompt: "A sunset over the sea", model: veo-3.1-fast-generate-001}, output: sunset.mp4}
                  - {id: rain, type: generate, options: {prompt: "Rain on a window", model: veo-3.1-fast-generate-001}, output: rain.mp4}
                """.formatted(directory.resolve("videos")));
        try (Emulator emulator = Emulator.builder().start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("my-token"))
                        .baseUrl(emulator.baseUrl())
                        .build();
                BatchProcessor processor = BatchProcessor.builder(new VeoExecutor(veo)).build()) {
            BatchReport report = processor.process(BatchManifest.load(manifest));
            System.out.println(report.summary());
            report.writeResults(directory.resolve("results.json"));
        }
        for (String video : new String[] {"sunset.mp4", "rain.mp4"}) {
            if (Files.size(directory.resolve("videos").resolve(video)) == 0) {
                throw new IllegalStateException(video + " is empty");
            }
        }
        System.out.println("consumer: two videos");
    }
}
