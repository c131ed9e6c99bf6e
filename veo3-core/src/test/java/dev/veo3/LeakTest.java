// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.ApiKey;
import dev.veo3.auth.BearerToken;
import dev.veo3.auth.Credentials;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.Latency;
import dev.veo3.model.ModelId;
import dev.veo3.time.ManualTime;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A full run on each backend, with every misfortune, and a search of everything that it said for the key and the token. */
class LeakTest {
    private static final String TOKEN = "ya29.leak-test-token-0123456789abcdef";
    private static final String KEY = "AIzaSyLeak-test-key-0123456789abcdefghi";
    private static final ModelId OLD_VEO = new ModelId("veo-3.1-generate-preview");
    private static final Backend AGENT_PLATFORM = Backend.agentPlatform("my-project", "us-central1");

    private static final DownloadRetries TWICE = new DownloadRetries(2, Duration.ofSeconds(1), Duration.ofSeconds(1));

    @TempDir
    Path directory;
    private final ManualTime time = ManualTime.selfAdvancing(Instant.parse("2026-11-24T00:00:00Z"));
    private final List<String> said = new ArrayList<>();

    static Stream<Arguments> backends() {
        VideoSettings stored = VideoSettings.builder().storageUri("gs://films/a/").build();
        VideoRequest veo = VideoRequest.text("A lighthouse");
        return Stream.of(Arguments.of("Veo, inline", AGENT_PLATFORM, BearerToken.of(TOKEN), veo),
                Arguments.of("Veo, stored", AGENT_PLATFORM, BearerToken.of(TOKEN), veo.withSettings(stored)),
                Arguments.of("Omni on the Agent Platform", AGENT_PLATFORM, BearerToken.of(TOKEN),
                        veo.withModel(ModelId.OMNI_1_2)),
                Arguments.of("Omni on the Gemini API", Backend.geminiApi(), ApiKey.of(KEY),
                        veo.withModel(ModelId.OMNI_1_1)),
                Arguments.of("Veo on the Gemini API", Backend.geminiApi().servingRetired(), ApiKey.of(KEY),
                        veo.withModel(OLD_VEO)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("backends")
    void aFullRunSaysNothingSecret(String name, Backend backend, Credentials credentials, VideoRequest request)
            throws Exception {
        List<Fault.OfDownload> faults = List.of(new Fault.RedirectToOtherHost(), new Fault.CutMidBody(10),
                new Fault.Truncated(50), Fault.status(403), Fault.status(503), new Fault.ResetAfterBody());
        for (Fault.OfDownload fault : faults) {
            try (Emulator emulator = emulator(name).fault(FaultRule.onDownload(fault)).start();
                    VeoClient veo = client(backend, emulator.baseUrl(), credentials)) {
                run(veo, request);
                assertThat(emulator.ledger().entries()).as("the run was a real one").hasSize(1);
            }
        }
        try (Emulator emulator = emulator(name).start();
                VeoClient veo = client(backend, emulator.baseUrl(), credentials)) {
            run(veo, request);
            assertThat(Files.list(directory)).as("the last run brought a video home")
                    .anyMatch(file -> file.getFileName().toString().equals("film.mp4"));
        }
        assertNothingSecret();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("backends")
    void aServerThatPrintsWhatItGotIsNotQuoted(String name, Backend backend, Credentials credentials,
            VideoRequest request) throws Exception {
        OperationName operation = operation(name);
        for (int status : List.of(200, 302, 403, 500)) {
            for (String shape : List.of("You sent %s", "{\"error\":{\"message\":\"Bad key %s\"}}",
                    "{\"done\":true,\"error\":{\"code\":16,\"message\":\"%s\"}}", "%s", "{\"name\":%s}")) {
                try (ScriptedServer server = ScriptedServer.start(echo(status, shape));
                        VeoClient veo = client(backend, server.url(), credentials)) {
                    collect(() -> veo.submit(request));
                    collect(() -> veo.poll(operation));
                    collect(() -> veo.cancel(operation));
                    for (GeneratedVideo video : List.of(new GeneratedVideo.Stored("gs://b/o.mp4", "video/mp4"),
                            new GeneratedVideo.ServiceFile("https://x/v1beta/files/f-1?key=" + KEY, "video/mp4"))) {
                        collect(() -> veo.download(video, directory.resolve("o.mp4")));
                    }
                    assertThat(server.requests()).isNotEmpty()
                            .allSatisfy(sent -> assertThat(sent.target()).doesNotContain(KEY, TOKEN));
                }
            }
        }
        assertNothingSecret();
    }

    private void run(VeoClient veo, VideoRequest request) throws InterruptedException {
        collect(() -> veo);
        collect(veo::backend);
        collect(() -> {
            SubmitOutcome.Accepted accepted = (SubmitOutcome.Accepted) veo.submit(request);
            said.add(accepted.toString());
            VideoOutcome outcome = veo.await(accepted.operation());
            said.add(outcome.toString());
            return veo.download(((VideoOutcome.Succeeded) outcome).videos().getFirst(),
                    directory.resolve("film.mp4"), dev.veo3.video.IfExists.REPLACE);
        });
    }

    private void assertNothingSecret() {
        assertThat(said).isNotEmpty().noneMatch(LeakTest::isSecret);
        assertThat(RecordedLog.lines()).anyMatch(line -> line.contains("http://127.0.0.1"))
                .noneMatch(LeakTest::isSecret);
    }

    private static boolean isSecret(String text) {
        return text.contains(TOKEN) || text.contains(KEY);
    }

    private void collect(Callable<?> call) throws InterruptedException {
        try {
            said.add(String.valueOf(call.call()));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            said.add(trace.toString());
        }
    }

    private static Emulator.Builder emulator(String name) {
        Emulator.Builder emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO))
                .fileProcessing(Duration.ZERO).acceptedToken(TOKEN).acceptedKey(KEY);
        return name.startsWith("Veo on the Gemini") ? emulator.serveRetired() : emulator;
    }

    private static OperationName operation(String name) {
        return switch (name) {
            case "Omni on the Agent Platform" ->
                new OperationName("projects/my-project/locations/global/interactions/v1_a");
            case "Omni on the Gemini API" -> new OperationName("interactions/v1_a");
            case "Veo on the Gemini API" -> new OperationName("models/" + OLD_VEO + "/operations/o");
            default -> TestClients.OPERATION;
        };
    }

    private VeoClient client(Backend backend, URI url, Credentials credentials) {
        VeoClientBuilder builder = VeoClient.builder().backend(backend.withBaseUrl(url)).credentials(credentials)
                .time(time).downloadRetries(TWICE).spoolDirectory(directory);
        said.add(builder.toString());
        return builder.build();
    }

    private static Reply echo(int status, String shape) {
        return (request, socket) -> {
            String secret = request.headers().getOrDefault("authorization",
                    request.headers().getOrDefault("x-goog-api-key", "none"));
            Map<String, String> headers = status == 302
                    ? Map.of("Location", "ftp://" + secret.replace(' ', '.') + "/" + secret.replace(' ', '.'))
                    : Map.of("Content-Range", secret);
            Reply.http(status, headers, shape.formatted(secret).getBytes(StandardCharsets.UTF_8)).to(request, socket);
        };
    }
}
