// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.BearerToken;
import dev.veo3.error.VeoNetworkException;
import dev.veo3.model.ModelId;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Versions of the API stand in every address, and every wait has an end of its own, also when nothing is set. */
class FiniteSettingsTest {
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofHours(1);
    private static final GeneratedVideo VIDEO = new GeneratedVideo.Stored("gs://b/v.mp4", "video/mp4");

    @TempDir
    Path directory;

    static Stream<Arguments> versions() {
        Backend.AgentPlatform agent = Backend.agentPlatform("my-project", "us-central1");
        OperationName there = new OperationName("projects/my-project/locations/global/interactions/i");
        OperationName here = new OperationName("interactions/v1_a");
        ModelId oldVeo = new ModelId("veo-3.1-generate-preview");
        OperationName old = new OperationName("models/veo-3.1-generate-preview/operations/o-1");
        Backend.GeminiApi gemini = Backend.geminiApi().servingRetired();
        return Stream.of(Arguments.of(agent, ModelId.VEO_3_1, TestClients.OPERATION, "v1"),
                Arguments.of(agent.withApiVersion("v1beta1"), ModelId.VEO_3_1, TestClients.OPERATION, "v1beta1"),
                Arguments.of(agent, ModelId.OMNI_1_2, there, "v1beta1"),
                Arguments.of(agent.withInteractionsVersion("v1"), ModelId.OMNI_1_2, there, "v1"),
                Arguments.of(gemini, ModelId.OMNI_1_1, here, "v1beta"),
                Arguments.of(gemini.withApiVersion("v1"), ModelId.OMNI_1_1, here, "v1"),
                Arguments.of(gemini, oldVeo, old, "v1beta"),
                Arguments.of(gemini.withApiVersion("v1alpha"), oldVeo, old, "v1alpha"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theVersionStandsInEveryAddress(Backend backend, ModelId model, OperationName operation, String version)
            throws Exception {
        String answer = "{\"name\":\"" + operation + "\",\"id\":\"x\",\"status\":\"in_progress\"}";
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, answer));
                VeoClient veo = VeoClient.builder().backend(backend.withBaseUrl(server.url()))
                        .credentials(BearerToken.of(TestClients.TOKEN)).spoolDirectory(directory).build()) {
            veo.submit(VideoRequest.text("x").withModel(model));
            veo.poll(operation);
            if (operation.isInteraction()) {
                veo.cancel(operation);
            }
            assertThat(server.requests()).hasSizeGreaterThan(1)
                    .allSatisfy(request -> assertThat(request.target()).startsWith("/" + version + "/"));
        }
    }

    @Test
    void nothingWaitsForEverUnlessSomebodySaysSo() {
        Timeouts standard = Timeouts.standard();
        DownloadRetries retries = DownloadRetries.standard();

        assertThat(List.of(standard.connect(), standard.submit(), standard.poll(), standard.download()))
                .allSatisfy(time -> assertThat(time).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(5)));
        assertThat(AwaitOptions.standard().timeout()).isBetween(Duration.ofMinutes(6), Duration.ofDays(1));
        assertThat(retries.longest()).isBetween(Duration.ofMinutes(1), Duration.ofDays(1));
    }

    @Test
    void aSilentSubmitEndsWithItsOwnTimeout() throws Exception {
        try (ScriptedServer server = silent();
                VeoClient veo = client(server.url(), new Timeouts(LONG, SOON, LONG, LONG))) {
            assertThat(veo.submit(VideoRequest.text("x"))).isInstanceOf(SubmitOutcome.Ambiguous.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aSilentPollEndsWithItsOwnTimeout() throws Exception {
        try (ScriptedServer server = silent();
                VeoClient veo = client(server.url(), new Timeouts(LONG, LONG, SOON, LONG))) {
            assertThatThrownBy(() -> veo.poll(TestClients.OPERATION)).isInstanceOf(VeoNetworkException.class);
            assertThatThrownBy(() -> veo.models().list()).isInstanceOf(VeoNetworkException.class);
        }
    }

    @Test
    void aSilentDownloadEndsWithItsOwnTimeout() throws Exception {
        try (ScriptedServer server = silent();
                VeoClient veo = client(server.url(), new Timeouts(LONG, LONG, LONG, SOON))) {
            assertThatThrownBy(() -> veo.download(VIDEO, directory.resolve("v.mp4")))
                    .isInstanceOf(VeoNetworkException.class);
        }
    }

    /** A port whose queue of connections is full does not answer: so nothing has been sent when the time is over. */
    @Test
    void aConnectionThatDoesNotComeAboutEndsWithItsOwnTimeoutAndNothingWasSent() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress(full.getInetAddress(), full.getLocalPort());
            fill(address, waiting);
            try (VeoClient veo = client(URI.create("http://127.0.0.1:" + full.getLocalPort()),
                    new Timeouts(SOON, LONG, LONG, LONG))) {
                assertThat(veo.submit(VideoRequest.text("x"))).isInstanceOf(SubmitOutcome.NotSent.class);
                assertThatThrownBy(() -> veo.poll(TestClients.OPERATION)).isInstanceOf(VeoNetworkException.class);
            }
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static void fill(InetSocketAddress address, List<Socket> waiting) throws IOException {
        while (waiting.size() < 20) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(address, 300);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new IllegalStateException("The queue of connections was never full");
    }

    private static ScriptedServer silent() throws IOException {
        return ScriptedServer.start(Reply.silence(new CountDownLatch(1)));
    }

    private VeoClient client(URI url, Timeouts timeouts) {
        return TestClients.at(url, directory).timeouts(timeouts)
                .downloadRetries(new DownloadRetries(1, Duration.ofMillis(1), Duration.ofMillis(1))).build();
    }
}
