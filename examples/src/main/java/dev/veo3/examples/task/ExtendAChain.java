// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples.task;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.emulator.Emulator;
import dev.veo3.media.MediaInspector;
import dev.veo3.media.VideoInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a clip and goes on where it ends, twice: each job takes the video of the one before. */
public final class ExtendAChain {

    private ExtendAChain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("veo3-");
        Path manifest = Files.writeString(directory.resolve("jobs.yaml"),
                """
                        defaults: {output: "{{id}}.mp4"}
                        jobs:
                          - {id: shore, type: generate, options: {prompt: "A camera glides along a shore", duration: 8, resolution: 720p}}
                          - {id: cliffs, type: extend, options: {video: "${shore.video}", prompt: "It comes to white cliffs"}}
                          - {id: village, type: extend, options: {video: "${cliffs.video}", prompt: "Behind them lies a village"}}
                        """);
        try (Emulator emulator = Emulator.builder().start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("my-token"))
                        .baseUrl(emulator.baseUrl()) // Leave it out, and the videos are real.
                        .build();
                BatchProcessor processor = BatchProcessor.builder(new VeoExecutor(veo)).outputDirectory(directory)
                        .build()) {
            System.out.println(processor.process(BatchManifest.load(manifest)).summary());
        }
        if (MediaInspector.inspect(directory.resolve("village.mp4")) instanceof VideoInfo video) {
            System.out.println(video.path() + " lasts " + video.duration().toSeconds() + " s");
        }
    }
}
