// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Path;

/** The README's program: a manifest in, videos out, against the emulator. */
public final class RunManifest {

    private RunManifest() {}

    /** Runs {@code jobs.yaml} of the working directory. */
    // @start region="readme"
    public static void main(String[] args) throws IOException, InterruptedException {
        try (Emulator emulator = Emulator.builder().start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("my-token"))
                        .baseUrl(emulator.baseUrl()) // leave it out, and the videos are real
                        .build();
                BatchProcessor processor = BatchProcessor.builder(new VeoExecutor(veo)).concurrency(8).build()) {
            BatchReport report = processor.process(BatchManifest.load(Path.of("jobs.yaml")));
            System.out.println(report.summary());
            report.writeResults(Path.of("results.json"));
        }
    }
    // @end
}
