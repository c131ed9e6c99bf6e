// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples.task;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.emulator.Emulator;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.IfExists;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.util.List;

/** Makes one video from a text, and says what to do in each case in which there is none. */
public final class GenerateOneClip {

    private GenerateOneClip() {}

    public static void main(String[] args) throws InterruptedException {
        try (Emulator emulator = Emulator.builder().start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("my-token"))
                        .baseUrl(emulator.baseUrl()) // Leave it out, and the videos are real.
                        .build()) {
            switch (veo.submit(VideoRequest.text("A lighthouse in a storm, waves break over the rocks"))) {
                case SubmitOutcome.Accepted accepted -> bringHome(veo, accepted.operation());
                case SubmitOutcome.Refused refused ->
                    System.out.println("Nothing is paid; mend the request: " + refused.error().message());
                case SubmitOutcome.NotSent notSent ->
                    System.out.println("Nothing is paid; send it again: " + notSent.reason());
                case SubmitOutcome.Ambiguous ambiguous ->
                    System.out.println("It may run. Look before you send it again: " + ambiguous.reason());
            }
        }
    }

    private static void bringHome(VeoClient veo, OperationName operation) throws InterruptedException {
        System.out.println("Keep this name, it is paid: " + operation);
        switch (veo.await(operation)) {
            case VideoOutcome.Succeeded(List<GeneratedVideo> videos) -> System.out.println("Here it is: "
                    + veo.download(videos.getFirst(), Path.of("target/lighthouse.mp4"), IfExists.REPLACE));
            case VideoOutcome.PartlyFiltered partly -> System.out.println("Some were held back: " + partly.reasons());
            case VideoOutcome.Filtered filtered -> System.out.println("Held back, and free: " + filtered.reasons());
            case VideoOutcome.Failed failed -> System.out.println("It failed: " + failed.error().describe());
            case VideoOutcome.Empty() -> System.out.println("It ended without a video, and without a word why");
        }
    }
}
