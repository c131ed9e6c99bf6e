// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.ApiKey;
import dev.veo3.emulator.Emulator;
import dev.veo3.model.ModelId;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;

final class FirstVideo {
    public static void main(String[] args) throws InterruptedException {
        VideoRequest request = VideoRequest.text("A lighthouse in a storm").withModel(ModelId.OMNI_1_2);
        try (Emulator emulator = Emulator.builder().start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.geminiApi())
                        .credentials(ApiKey.of("my-key"))
                        .baseUrl(emulator.baseUrl())
                        .build()) {
            if (veo.submit(request) instanceof SubmitOutcome.Accepted accepted
                    && veo.await(accepted.operation()) instanceof VideoOutcome.Succeeded succeeded) {
                System.out.println(veo.download(succeeded.videos().getFirst(), Path.of("lighthouse.mp4")));
            }
        }
    }
}
