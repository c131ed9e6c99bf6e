// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.auth.ApiKey;
import dev.veo3.auth.BearerToken;
import dev.veo3.auth.Credentials;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.KeyRefusal;
import dev.veo3.emulator.Ledger;
import dev.veo3.error.VeoServiceException;
import dev.veo3.model.ModelId;
import dev.veo3.time.ManualTime;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every refusal of credentials on every wire, at every call: a certain refusal that says what to do, and nothing is accepted. */
class WrongCredentialsTest {
    private static final String RIGHT = "AIzaSyA-right-key-0123456789abcdefghij";
    private static final String WRONG = "AIzaSyA-wrong-key-0123456789abcdefghij";

    @TempDir
    Path directory;

    /** A wire, how it refuses, and the words by which it is helped. */
    private record Wire(String name, Backend backend, ModelId model, String operation, Credentials credentials,
            KeyRefusal refusal, int status, String remedy) {

        Wire refusing(KeyRefusal other, int otherStatus, String otherRemedy) {
            return new Wire(name, backend, model, operation, credentials, other, otherStatus, otherRemedy);
        }

        GeneratedVideo video() {
            return switch (backend) {
                case Backend.AgentPlatform there -> new GeneratedVideo.Stored("gs://b/v.mp4", "video/mp4");
                case Backend.GeminiApi there -> new GeneratedVideo.ServiceFile(
                        "https://generativelanguage.googleapis.com/v1beta/files/f-1:download?alt=media", "video/mp4");
            };
        }

        @Override
        public String toString() {
            return name + ", " + status;
        }
    }

    static Stream<Arguments> wires() {
        Wire omni = new Wire("Omni, Gemini API", Backend.geminiApi(), ModelId.OMNI_1_1, "interactions/v1_a",
                ApiKey.of(WRONG), KeyRefusal.INVALID, 400, "https://aistudio.google.com/apikey");
        Wire veo = new Wire("Veo, Gemini API", Backend.geminiApi().servingRetired(),
                new ModelId("veo-3.1-generate-preview"), "models/veo-3.1-generate-preview/operations/o",
                ApiKey.of(WRONG), KeyRefusal.INVALID, 400, "https://aistudio.google.com/apikey");
        Stream<Wire> keys = Stream.of(omni, veo).flatMap(wire -> Stream.of(wire,
                wire.refusing(KeyRefusal.UNAUTHENTICATED, 401, "Give valid credentials"),
                wire.refusing(KeyRefusal.BLOCKED, 403, "are not allowed to do this")));
        Backend.AgentPlatform right = Backend.agentPlatform("right", "us-central1");
        Backend.AgentPlatform other = Backend.agentPlatform("other", "us-central1");
        String veoThere = "/locations/us-central1/publishers/google/models/veo-3.1-generate-001/operations/o";
        String omniThere = "/locations/global/interactions/i";
        Stream<Wire> tokens = Stream.of(
                platform("Veo, wrong token", right, ModelId.VEO_3_1, veoThere, BearerToken.of(WRONG), 401),
                platform("Omni, wrong token", right, ModelId.OMNI_1_2, omniThere, BearerToken.of(WRONG), 401),
                platform("Veo, a key", right, ModelId.VEO_3_1, veoThere, ApiKey.of(RIGHT), 401),
                platform("Omni, a key", right, ModelId.OMNI_1_2, omniThere, ApiKey.of(RIGHT), 401),
                platform("Veo, another's project", other, ModelId.VEO_3_1, veoThere, BearerToken.of(RIGHT), 403),
                platform("Omni, another's project", other, ModelId.OMNI_1_2, omniThere, BearerToken.of(RIGHT), 403));
        return Stream.concat(keys, tokens).map(Arguments::of);
    }

    private static Wire platform(String name, Backend.AgentPlatform backend, ModelId model, String operation,
            Credentials credentials, int status) {
        return new Wire(name, backend, model, "projects/" + backend.project() + operation, credentials,
                KeyRefusal.INVALID, status, status == 401 ? "Give valid credentials" : "are not allowed to do this");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wires")
    void isRefusedForCertainAtEveryCall(Wire wire) throws Exception {
        OperationName operation = new OperationName(wire.operation());
        try (Emulator emulator = Emulator.builder().acceptedKey(RIGHT).acceptedToken(RIGHT).acceptedProject("right")
                .wrongKeys(wire.refusal()).start(); VeoClient veo = client(emulator, wire)) {
            assertThat(veo.submit(VideoRequest.text("A lighthouse").withModel(wire.model()))).isInstanceOfSatisfying(
                    SubmitOutcome.Refused.class, refused -> {
                        assertThat(refused.error().httpStatus()).isEqualTo(wire.status());
                        assertThat(refused.error().describe()).contains(wire.remedy()).doesNotContain(WRONG);
                    });
            isRefused(wire, () -> veo.poll(operation));
            isRefused(wire, () -> veo.await(operation));
            // A project is looked at where the address names it, and the addresses of files and models do not.
            if (wire.status() != 403 || wire.refusal() == KeyRefusal.BLOCKED) {
                isRefused(wire, () -> veo.download(wire.video(), directory.resolve("film.mp4")));
                isRefused(wire, () -> veo.models().list());
            }
            if (operation.isInteraction()) {
                isRefused(wire, () -> veo.cancel(operation));
                isRefused(wire, () -> veo.delete(operation));
            }
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).isEqualTo(1);
            assertThat(emulator.ledger().entries()).isEmpty();
            assertThat(directory.resolve("film.mp4")).doesNotExist();
        }
    }

    private static void isRefused(Wire wire, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(VeoServiceException.class, refused -> {
            assertThat(refused.error().httpStatus()).isEqualTo(wire.status());
            assertThat(refused.getMessage()).contains(wire.remedy()).doesNotContain(WRONG);
        });
    }

    private VeoClient client(Emulator emulator, Wire wire) {
        return VeoClient.builder().backend(wire.backend().withBaseUrl(emulator.baseUrl()))
                .credentials(wire.credentials()).spoolDirectory(directory)
                .time(ManualTime.selfAdvancing(Instant.parse("2026-11-24T00:00:00Z"))).build();
    }
}
