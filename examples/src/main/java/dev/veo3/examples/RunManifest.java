package dev.veo3.examples;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.emulator.Emulator;
import java.nio.file.Path;

/** The README's program: a manifest in, videos out, against the emulator. */
public final class RunManifest {

    private RunManifest() {}

    /** Runs the manifest that is named. */
    public static void main(String[] args) throws InterruptedException {
        run(Path.of(args[0]));
    }

    static BatchReport run(Path manifest) throws InterruptedException {
        // @start region="readme"
        try (Emulator emulator = Emulator.builder().start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("my-token"))
                        .baseUrl(emulator.baseUrl()) // leave it out, and the videos are real
                        .build();
                BatchProcessor processor = BatchProcessor.builder(new VeoExecutor(veo)).concurrency(8).build()) {
            BatchReport report = processor.process(BatchManifest.load(manifest));
            System.out.println(report.summary());
            return report;
        }
        // @end
    }
}
