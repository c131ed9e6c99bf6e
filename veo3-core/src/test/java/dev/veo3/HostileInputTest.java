// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.ApiKey;
import dev.veo3.auth.CredentialsException;
import dev.veo3.error.VeoException;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoRequestException;
import dev.veo3.model.Billable;
import dev.veo3.model.CatalogException;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.Platform;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationName;
import dev.veo3.video.OperationState;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Words, addresses and times that nobody should give: each is taken, or refused in a sentence of ours. */
class HostileInputTest {
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
    private static final List<String> WORDS = List.of("", " ", "%", "%zz", "*", "..", "/", "a/../b", "\u0000",
            "\r\nX: y",
            "\ud800", "a".repeat(100_000), "{}", "https://[", "gs://", "gs:///x", "gs://b/%", "interactions/%",
            "interactions/%zz", "interactions/*", "interactions/..", "interactions/%2e%2E", "interactions/a%",
            "models/%/operations/%", "models/m/operations/..", "projects/p/locations/global/interactions/%",
            "http://h:99999", "https://h:-5/v1beta/files/a", "https://h/v1beta/files/a#b");
    private static final List<Duration> TIMES = List.of(Duration.ZERO, Duration.ofNanos(1), Duration.ofNanos(-1),
            FOREVER, Duration.ofSeconds(Long.MIN_VALUE), Duration.ofDays(200_000));

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"%", "%zz", "*", "a%", "a%2", ".", "..", "%2e", "%2e%2e", "%2E.", "a/../b", "a?b", "a#b"})
    void anInteractionWhoseNameIsNoPathIsRefusedWithoutACall(String id) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "{\"status\":\"in_progress\"}"));
                VeoClient veo = gemini(server)) {
            OperationName name = new OperationName("interactions/" + id);
            assertThatThrownBy(() -> veo.poll(name)).isInstanceOf(VeoRequestException.class)
                    .hasMessageContaining("is no operation");
            assertThatThrownBy(() -> veo.cancel(name)).isInstanceOf(VeoRequestException.class);
            assertThatThrownBy(() -> veo.delete(name)).isInstanceOf(VeoRequestException.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*b", "a%b", "a b", "a/b", "ä", "a+b"})
    void anIdOfAnyCharactersComesBackAsANameThatCanBePolled(String id) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(
                Reply.json(200, "{\"id\":\"" + id + "\",\"status\":\"in_progress\"}"));
                VeoClient veo = gemini(server)) {
            SubmitOutcome outcome = veo.submit(VideoRequest.text("A sunset").withModel(ModelId.OMNI_1_1));
            OperationName name = ((SubmitOutcome.Accepted) outcome).operation();
            assertThat(veo.poll(name)).isInstanceOf(OperationState.Running.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:65536", "http://127.0.0.1:99999/x"})
    void aPortThatIsNoneIsRefused(String address) {
        assertThatThrownBy(() -> Backend.geminiApi().withBaseUrl(URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Ports end at 65535");
        assertThatThrownBy(() -> VeoClient.builder().baseUrl(URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Ports end at 65535");
    }

    @Test
    void aRedirectToAPortThatIsNoneIsTold() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(
                Reply.http(302, Map.of("Location", "http://127.0.0.1:99999/x"), new byte[0]));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThatThrownBy(() -> veo.download(new GeneratedVideo.Stored("gs://b/v.mp4", "video/mp4"),
                    directory.resolve("film.mp4"))).isInstanceOf(VeoProtocolException.class)
                    .hasMessageContaining("no address");
        }
    }

    @Test
    void timesWithoutEndAreTimesThatNeverRunOut() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200,
                "{\"done\":true,\"name\":\"publishers/google/models/veo-3.1-generate-001\"}"));
                VeoClient veo = TestClients.at(server.url(), directory).keepAlive(FOREVER)
                        .timeouts(new Timeouts(FOREVER, FOREVER, FOREVER, FOREVER))
                        .downloadRetries(new DownloadRetries(2, FOREVER, FOREVER)).build()) {
            AwaitOptions options = AwaitOptions.standard().withTimeout(FOREVER).withLastPoll(FOREVER)
                    .withIntervals(FOREVER, FOREVER);
            assertThat(veo.await(TestClients.OPERATION, options)).isInstanceOf(VideoOutcome.Empty.class);
            assertThat(veo.models().remembering(FOREVER).find(ModelId.VEO_3_1)).isPresent();
            assertThat(veo.models().remembering(FOREVER).find(ModelId.VEO_3_1)).isPresent();
        }
    }

    static Stream<Arguments> words() {
        return WORDS.stream().map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("words")
    void noWordBringsForthATypeOfAnotherLibrary(String word) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(404, "{}"));
                VeoClient gemini = gemini(server);
                VeoClient platform = TestClients.client(server, directory)) {
            assertSpoken(() -> Backend.agentPlatform(word, "global"));
            assertSpoken(() -> Backend.agentPlatform("p", word));
            assertSpoken(() -> Backend.geminiApi().withApiVersion(word));
            assertSpoken(() -> ApiKey.of(word));
            assertSpoken(() -> new ModelId(word));
            assertSpoken(() -> ModelCatalog.standard().with(word, "mine"));
            assertSpoken(() -> VeoClient.builder().environment(Map.of("GOOGLE_CLOUD_PROJECT", "p",
                    "GOOGLE_CLOUD_LOCATION", word, "VEO3_ACCESS_TOKEN", word)));
            for (VeoClient veo : List.of(gemini, platform)) {
                assertSpoken(() -> veo.poll(new OperationName(word)));
                assertSpoken(() -> veo.cancel(new OperationName(word)));
                assertSpoken(() -> veo.delete(new OperationName(word)));
                assertSpoken(() -> veo.storedVideos(word, 1));
                assertSpoken(() -> veo.download(new GeneratedVideo.Stored(word, ""), directory.resolve("a.mp4")));
                assertSpoken(() -> veo.download(new GeneratedVideo.ServiceFile(word, ""), directory.resolve("b.mp4")));
                VideoSettings settings = VideoSettings.builder().storageUri(word).negativePrompt(word)
                        .personGeneration(word).build();
                assertSpoken(() -> veo.submit(VideoRequest.text(word).withSettings(settings)));
            }
        }
    }

    static Stream<Arguments> times() {
        return TIMES.stream().map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("times")
    void noTimeBringsForthATypeOfAnotherLibrary(Duration time) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(404, "{}"));
                VeoClient veo = TestClients.client(server, directory)) {
            assertSpoken(() -> new Timeouts(time, time, time, time));
            assertSpoken(() -> new DownloadRetries(1, time, time));
            assertSpoken(() -> VeoClient.builder().keepAlive(time));
            assertSpoken(() -> veo.models().remembering(time).list());
            assertSpoken(() -> veo.await(TestClients.OPERATION,
                    AwaitOptions.standard().withIntervals(time, time).withLastPoll(time).withTimeout(time)));
            assertSpoken(() -> veo.check(VideoRequest.text("A sunset")
                    .withSettings(VideoSettings.builder().duration(time).build())));
            assertSpoken(() -> price(time));
        }
    }

    private static void price(Duration time) {
        Billable request = VideoRequest.text("A sunset").withSettings(VideoSettings.builder().duration(time).build());
        assertThat(ModelCatalog.standard().price(request, Platform.AGENT_PLATFORM)).isPresent();
    }

    private static void assertSpoken(Executable action) {
        Throwable thrown = catchThrowable(action::execute);
        if (thrown != null && !(thrown instanceof VeoException)) {
            assertThat(thrown.getClass()).isIn(IllegalArgumentException.class, CredentialsException.class,
                    CatalogException.class);
            // Of the JDK's own, for example URI.create's, the cause or the wording would tell.
            assertThat(thrown.getStackTrace()[0].getClassName()).startsWith("dev.veo3.");
            assertThat(thrown).hasMessageMatching("(?s).*[.\\w)].*");
        }
    }

    private VeoClient gemini(ScriptedServer server) {
        return VeoClient.builder().backend(Backend.geminiApi().withBaseUrl(server.url()))
                .credentials(ApiKey.of("a-key-0123456789")).spoolDirectory(directory).build();
    }
}
