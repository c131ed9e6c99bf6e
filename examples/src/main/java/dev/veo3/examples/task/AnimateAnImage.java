// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples.task;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.emulator.Emulator;
import dev.veo3.model.AspectRatio;
import dev.veo3.model.Resolution;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.IfExists;
import dev.veo3.video.MediaSource;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Makes a video that begins with a picture, with settings of its own. */
public final class AnimateAnImage {

    private AnimateAnImage() {}

    public static void main(String[] args) throws InterruptedException {
        try (Emulator emulator = Emulator.builder().start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("my-token"))
                        .baseUrl(emulator.baseUrl()) // Leave it out, and the videos are real.
                        .build()) {
            VideoSettings settings = VideoSettings.builder().duration(Duration.ofSeconds(6))
                    .resolution(Resolution.P1080).aspectRatio(AspectRatio.LANDSCAPE).sound(false).build();
            MediaSource street = MediaSource.file(Path.of("examples/media/street.jpg"));
            VideoRequest request = VideoRequest.image(street, "People begin to cross the street")
                    .withSettings(settings);

            if (veo.submit(request) instanceof SubmitOutcome.Accepted(OperationName operation, var warnings)
                    && veo.await(operation) instanceof VideoOutcome.Succeeded(List<GeneratedVideo> videos)) {
                System.out.println(veo.download(videos.getFirst(), Path.of("target/street.mp4"), IfExists.REPLACE));
            }
        }
    }
}
