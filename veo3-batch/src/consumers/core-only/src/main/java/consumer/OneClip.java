// SPDX-License-Identifier: Apache-2.0
package consumer;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.emulator.Emulator;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import java.nio.file.Files;
import java.nio.file.Path;

/** One video against the emulator, with veo3-core alone. */
public final class OneClip {

    private OneClip() {}

    /** Ends with an exception unless the video is there. */
    public static void main(String[] args) throws Exception {
        if (!VeoClient.class.getModule().isNamed()) {
            throw new IllegalStateException("Not on the module path");
        }
        if (ModuleLayer.boot().findModule("dev.veo3.batch").isPresent()) {
            throw new IllegalStateException("veo3-batch came along");
        }
        Optionals.requireAbsent();
        Path target = Files.createTempDirectory("consumer").resolve("lighthouse.mp4");
        try (Emulator emulator = Emulator.builder().start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("my-token"))
                        .baseUrl(emulator.baseUrl())
                        .build()) {
            if (veo.submit(VideoRequest.text("A lighthouse in a storm")) instanceof SubmitOutcome.Accepted accepted
                    && veo.await(accepted.operation()) instanceof VideoOutcome.Succeeded succeeded) {
                veo.download(succeeded.videos().getFirst(), target);
            }
        }
        if (Files.size(target) == 0) {
            throw new IllegalStateException(target + " is empty");
        }
        System.out.println("consumer: one video");
    }
}
