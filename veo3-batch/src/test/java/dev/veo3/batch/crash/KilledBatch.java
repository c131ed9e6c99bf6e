// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.crash;

import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.video.VideoRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** A program that runs a batch and may be killed at any moment. It prints its outcomes when it comes to the end. */
final class KilledBatch {

    private KilledBatch() {}

    /** The base URL of the service, the directory, and the number of jobs. */
    public static void main(String[] args) throws InterruptedException {
        try (VeoClient client = VeoClient.builder().backend(Backend.agentPlatform("rehearsal", "us-central1"))
                .credentials(BearerToken.of("token")).baseUrl(URI.create(args[0])).build();
                BatchProcessor processor = BatchProcessor.builder(new VeoExecutor(client,
                        AwaitOptions.standard().withIntervals(Duration.ofMillis(20), Duration.ofMillis(100))))
                        .outputDirectory(Path.of(args[1])).concurrency(8)
                        .limits(Limits.standard().withLongestGeneration(Duration.ZERO)).build()) {
            BatchReport report = processor.process(manifest(Integer.parseInt(args[2])));
            report.results().forEach(result -> System.out.println(result.job().id() + " " + result.outcome().name()));
            System.out.println("over");
        }
    }

    static BatchManifest manifest(int jobs) {
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (int i = 0; i < jobs; i++) {
            manifest.job("job" + i, VideoRequest.text("Take " + i), i + ".mp4");
        }
        return manifest.build();
    }
}
