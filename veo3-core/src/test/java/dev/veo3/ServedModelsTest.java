// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.BearerToken;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Ledger;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.internal.codec.Exchanges;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.Platform;
import dev.veo3.model.ServedModel;
import dev.veo3.time.ManualTime;
import dev.veo3.transport.HttpTransport;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which models the service tells, and for how long its answers are remembered. */
class ServedModelsTest {
    private static final Backend AGENT_PLATFORM = Backend.agentPlatform("my-project", "us-central1");
    private static final Instant TODAY = Instant.parse("2026-11-23T10:00:00Z");
    private static final ModelId NEW = new ModelId("veo-9");
    private static final String ONE = "{\"name\":\"publishers/google/models/veo-9\",\"versionId\":\"default\","
            + "\"launchStage\":\"GA\",\"supportedActions\":{\"x\":[1]}}";
    private static final String LIST = "{\"publisherModels\":[" + ONE + "]}";

    @TempDir
    Path directory;

    private final ManualTime time = ManualTime.stepping(TODAY);

    static Stream<Arguments> backends() {
        return Stream.of(Arguments.of(AGENT_PLATFORM, ModelId.VEO_3_1, Optional.of("GA")),
                Arguments.of(Backend.geminiApi(), ModelId.OMNI_1_1, Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void theModelsOfABackendAreListedAndFound(Backend backend, ModelId served, Optional<String> stage)
            throws Exception {
        try (Emulator emulator = Emulator.builder().start();
                HttpTransport network = HttpTransport.open(Duration.ofSeconds(20), Duration.ofMinutes(1),
                        ProxySelector.getDefault())) {
            ServedModels models = ofEmulator(emulator, network, backend);
            List<ServedModel> all = models.list();
            ServedModel one = models.find(served).orElseThrow();

            assertThat(all).contains(one).allSatisfy(model -> assertThat(
                    ModelCatalog.standard().find(model.id(), backend.platform())).isPresent());
            assertThat(one.platform()).isEqualTo(backend.platform());
            assertThat(one.stage()).isEqualTo(stage);
            assertThat(one.version()).isPresent();
            assertThat(models.find(new ModelId("veo-0"))).isEmpty();
            assertThat(emulator.ledger().requests(Ledger.Route.MODELS)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void theStandardModelOfABackendIsServedAndLive(Backend backend, ModelId served, Optional<String> stage)
            throws Exception {
        ModelId standard = ModelId.standard(backend.platform());
        try (Emulator emulator = Emulator.builder().start();
                HttpTransport network = HttpTransport.open(Duration.ofSeconds(20), Duration.ofMinutes(1),
                        ProxySelector.getDefault())) {
            ServedModels models = ofEmulator(emulator, network, backend);
            assertThat(standard).isEqualTo(served);
            assertThat(models.find(standard)).isPresent();
            assertThat(models.isLive(standard)).isTrue();
        }
    }

    /** With the credentials of each platform. */
    private ServedModels ofEmulator(Emulator emulator, HttpTransport network, Backend backend) {
        Exchanges exchanges = new Exchanges(call -> network.send(call.withHeaders(switch (backend) {
            case Backend.AgentPlatform there -> Map.of("Authorization", "Bearer token");
            case Backend.GeminiApi there -> Map.of("x-goog-api-key", "key");
        })), time);
        Wires wires = Wires.of(backend.withBaseUrl(emulator.baseUrl()), exchanges, Timeouts.standard(),
                ModelCatalog.standard());
        return new ServedModels(wires.models(), ModelCatalog.standard(), backend.platform(), time, () -> {});
    }

    @Test
    void aListIsRememberedForAnHour() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, LIST));
                VeoClient veo = client(server.url(), AGENT_PLATFORM)) {
            List<ServedModel> first = veo.models().list();
            time.advance(Duration.ofHours(1).minusNanos(1));
            assertThat(veo.models().list()).isSameAs(first);
            assertThat(server.requests()).hasSize(1);

            time.advance(Duration.ofNanos(1));
            assertThat(veo.models().list()).isEqualTo(first).containsExactly(new ServedModel(NEW,
                    Platform.AGENT_PLATFORM, Optional.empty(), Optional.of("default"), Optional.of("GA")));
            assertThat(server.requests()).hasSize(2).allSatisfy(request -> assertThat(request.target())
                    .isEqualTo("/v1beta1/publishers/google/models"));
        }
    }

    @Test
    void aModelIsRememberedAndSoIsThatThereIsNone() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, ONE), Reply.json(404, "{}"));
                VeoClient veo = client(server.url(), AGENT_PLATFORM)) {
            for (int i = 0; i < 3; i++) {
                assertThat(veo.models().find(NEW)).isPresent();
                assertThat(veo.models().find(new ModelId("veo-8"))).isEmpty();
            }
            assertThat(server.requests()).extracting(ScriptedServer.Request::target).containsExactly(
                    "/v1/publishers/google/models/veo-9", "/v1/publishers/google/models/veo-8");
        }
    }

    @Test
    void theTimeToLiveIsASetting() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, LIST));
                VeoClient veo = client(server.url(), AGENT_PLATFORM)) {
            ServedModels fresh = veo.models().remembering(Duration.ZERO);
            ServedModels minute = veo.models().remembering(Duration.ofMinutes(1));
            fresh.list();
            fresh.list();
            assertThat(server.requests()).hasSize(2);
            // What one learned, the others know.
            minute.list();
            time.advance(Duration.ofMinutes(2));
            veo.models().list();
            assertThat(server.requests()).hasSize(2);
            minute.list();
            assertThat(server.requests()).hasSize(3);
            assertThatThrownBy(() -> fresh.remembering(Duration.ofNanos(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aFailureIsNotRemembered() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(503, "{}"), Reply.json(200, LIST),
                Reply.json(403, "{}"), Reply.json(200, ONE)); VeoClient veo = client(server.url(), AGENT_PLATFORM)) {
            assertThatThrownBy(() -> veo.models().list()).isInstanceOf(VeoServiceException.class);
            assertThat(veo.models().list()).hasSize(1);
            assertThatThrownBy(() -> veo.models().find(NEW)).isInstanceOf(VeoServiceException.class);
            assertThat(veo.models().find(NEW)).isPresent();
        }
    }

    @Test
    void aListOfSeveralPagesIsReadToItsEnd() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(
                Reply.json(200,
                        "{\"models\":[{\"name\":\"models/a\",\"displayName\":\"A\"}],\"nextPageToken\":\"x/ y\"}"),
                // Names by which nothing could be asked for are passed over.
                Reply.json(200, "{\"models\":[{\"name\":\"models/b@1\"},{},7,{\"name\":\"models/c\"}]}"));
                VeoClient veo = client(server.url(), Backend.geminiApi())) {
            assertThat(veo.models().list()).extracting(model -> model.id().value()).containsExactly("a", "c");
            assertThat(server.requests()).extracting(ScriptedServer.Request::target).containsExactly(
                    "/v1beta/models?pageSize=1000", "/v1beta/models?pageSize=1000&pageToken=x%2F+y");
        }
    }

    @Test
    void aListThatNeverEndsIsGivenUp() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "{\"nextPageToken\":\"again\"}"));
                VeoClient veo = client(server.url(), AGENT_PLATFORM)) {
            assertThatThrownBy(() -> veo.models().list()).isInstanceOf(VeoProtocolException.class)
                    .hasMessageContaining("did not end");
            assertThat(server.requests()).hasSize(100);
        }
    }

    @Test
    void anAnswerThatNamesNoModelIsAProtocolError() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "{\"displayName\":\"x\"}"));
                VeoClient veo = client(server.url(), AGENT_PLATFORM)) {
            assertThatThrownBy(() -> veo.models().find(NEW)).isInstanceOf(VeoProtocolException.class)
                    .hasMessageContaining("veo-9");
        }
    }

    @Test
    void whetherAModelLivesTheCatalogueSaysAndTheServiceOnlyWhereItKnowsNothing() throws Exception {
        ModelId retired = new ModelId("veo-3.0-generate-001");
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, ONE), Reply.json(404, "{}"));
                VeoClient veo = client(server.url(), AGENT_PLATFORM)) {
            assertThat(veo.models().isLive(ModelId.VEO_3_1)).isTrue();
            assertThat(veo.models().isLive(retired)).isFalse();
            assertThat(server.requests()).isEmpty();

            assertThat(veo.models().isLive(NEW)).isTrue();
            assertThat(veo.models().isLive(new ModelId("veo-8"))).isFalse();
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void aClosedClientTellsNoModels() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, LIST))) {
            VeoClient veo = client(server.url(), AGENT_PLATFORM);
            veo.models().list();
            veo.close();
            assertThatThrownBy(() -> veo.models().list()).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> veo.models().find(NEW)).isInstanceOf(IllegalStateException.class);
        }
    }

    private VeoClient client(URI url, Backend backend) {
        return VeoClient.builder().backend(backend.withBaseUrl(url))
                .credentials(BearerToken.of(TestClients.TOKEN)).spoolDirectory(directory).time(time).build();
    }
}
