// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.auth.ApiKey;
import dev.veo3.auth.BearerToken;
import dev.veo3.auth.Credentials;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import dev.veo3.emulator.Ledger;
import dev.veo3.model.ModelId;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A process submits and goes away; another one has nothing but the names that it left, and brings the videos home. */
class AnotherProcessTest {
    private static final List<ModelId> MODELS = List.of(ModelId.VEO_3_1, ModelId.OMNI_1_2, ModelId.OMNI_1_1,
            new ModelId("veo-3.1-generate-preview"));

    @TempDir
    Path directory;

    @Test
    void aNameThatAProcessLeftIsResumedByAnotherOnEveryWire() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ofMillis(1))).serveRetired()
                .fileProcessing(Duration.ZERO).start()) {
            Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp", System.getProperty("java.class.path"), Child.class.getName(),
                    emulator.baseUrl().toString()).redirectErrorStream(true).start();
            String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.waitFor()).as(said).isZero();
            List<String> names = said.lines().toList();
            assertThat(names).hasSameSizeAs(MODELS);

            for (int i = 0; i < names.size(); i++) {
                try (VeoClient veo = client(emulator.baseUrl(), i, directory)) {
                    VideoOutcome outcome = veo.await(new OperationName(names.get(i)));
                    Path film = veo.download(((VideoOutcome.Succeeded) outcome).videos().getFirst(),
                            directory.resolve("film" + i + ".mp4"));
                    assertThat(Files.size(film)).isPositive();
                }
            }
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).isEqualTo(MODELS.size());
        }
    }

    private static VeoClient client(URI url, int model, Path spool) {
        boolean agent = model < 2;
        Backend backend = agent ? Backend.agentPlatform("p", "us-central1") : Backend.geminiApi().servingRetired();
        Credentials proof = agent ? BearerToken.of("a-token") : ApiKey.of("a-key");
        return VeoClient.builder().backend(backend.withBaseUrl(url)).credentials(proof).spoolDirectory(spool).build();
    }

    /** Submits one request on each wire, and prints the operations' names. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) throws Exception {
            for (int i = 0; i < MODELS.size(); i++) {
                try (VeoClient veo = client(URI.create(args[0]), i, Path.of(System.getProperty("java.io.tmpdir")))) {
                    SubmitOutcome.Accepted accepted = (SubmitOutcome.Accepted) veo
                            .submit(VideoRequest.text("A lighthouse").withModel(MODELS.get(i)));
                    System.out.println(accepted.operation());
                }
            }
        }
    }
}
