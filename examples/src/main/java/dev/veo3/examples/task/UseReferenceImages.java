// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples.task;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.emulator.Emulator;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.IfExists;
import dev.veo3.video.MediaSource;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.util.List;

/** Makes a video with the person and the place of other pictures. */
public final class UseReferenceImages {

    private UseReferenceImages() {}

    public static void main(String[] args) throws InterruptedException {
        try (Emulator emulator = Emulator.builder().start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("my-token"))
                        .baseUrl(emulator.baseUrl()) // Leave it out, and the videos are real.
                        .build()) {
            MediaSource person = MediaSource.file(Path.of("examples/media/portrait.png"));
            MediaSource place = MediaSource.file(Path.of("examples/media/harbour.jpg"));
            VideoRequest request = VideoRequest.references(List.of(person, place), "She walks along the quay");

            if (veo.submit(request) instanceof SubmitOutcome.Accepted(OperationName operation, var warnings)
                    && veo.await(operation) instanceof VideoOutcome.Succeeded(List<GeneratedVideo> videos)) {
                System.out.println(veo.download(videos.getFirst(), Path.of("target/quay.mp4"), IfExists.REPLACE));
            }
        }
    }
}
