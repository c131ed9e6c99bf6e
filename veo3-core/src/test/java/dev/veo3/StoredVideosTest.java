// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.BearerToken;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import dev.veo3.emulator.Ledger;
import dev.veo3.error.VeoException;
import dev.veo3.error.VeoNetworkException;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoRequestException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.video.GeneratedVideo.Stored;
import dev.veo3.video.IfExists;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What stands below a place in Cloud Storage. */
class StoredVideosTest {
    private static final String NOTHING = "{\"kind\":\"storage#objects\"}";

    @TempDir
    private Path directory;

    @Test
    void whatAnOperationDeliveredIsFoundBelowItsPlaceAndNowhereElse() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO)).start();
                VeoClient veo = client(emulator)) {
            submit(veo, "gs://films/a b/1/", 3);
            submit(veo, "gs://films/a b/10/", 1);
            submit(veo, "gs://other/a b/1/", 1);

            List<Stored> found = veo.storedVideos("gs://films/a b/1/", 10);

            assertThat(found).hasSize(3).allSatisfy(video -> {
                assertThat(video.uri()).matches("gs://films/a b/1/\\d{19}/sample_[0-2]\\.mp4");
                assertThat(video.mimeType()).isEqualTo("video/mp4");
                assertThat(veo.download(video, directory.resolve("film.mp4"), IfExists.REPLACE)).isNotEmptyFile();
            });
            assertThat(veo.storedVideos("gs://films/a b/1", 10)).hasSize(4);
            assertThat(veo.storedVideos("gs://films/a b/2/", 10)).isEmpty();
            assertThat(veo.storedVideos("gs://films/a b/1/", 2)).isEqualTo(found.subList(0, 2));
        }
    }

    @Test
    void whatARunningOperationIsToDeliverIsNotThereYet() throws Exception {
        AtomicLong time = new AtomicLong();
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ofSeconds(1))).time(time::get)
                .start(); VeoClient veo = client(emulator)) {
            submit(veo, "gs://films/1/", 1);
            assertThat(veo.storedVideos("gs://films/1/", 4)).isEmpty();
            time.set(Duration.ofSeconds(1).toNanos());
            assertThat(veo.storedVideos("gs://films/1/", 4)).hasSize(1);
        }
    }

    @Test
    void aListingIsReadPageByPage() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(
                Reply.json(200, page("{'name':'p/'},{'name':'p/a.mp4','contentType':'video/mp4'}", "to/the next=")),
                Reply.json(200, page("", "again")),
                Reply.json(200, page("{'name':'p/b','contentType':'video/webm'},{'name':'p/log.txt'}", "")));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThat(veo.storedVideos("gs://b/p/", 5)).containsExactly(new Stored("gs://b/p/a.mp4", "video/mp4"),
                    new Stored("gs://b/p/b", "video/webm"));
            assertThat(server.requests()).extracting(ScriptedServer.Request::target).containsExactly(
                    target("&maxResults=5", ""), target("&maxResults=4", "&pageToken=to%2Fthe%20next%3D"),
                    target("&maxResults=4", "&pageToken=again"));
            assertThat(server.requests()).allSatisfy(request -> assertThat(request.headers()).containsEntry(
                    "authorization", "Bearer " + TestClients.TOKEN));
        }
    }

    @Test
    void everyPageOfTheEmulatorIsReached() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO)).keep(2000).start();
                VeoClient veo = client(emulator)) {
            for (int i = 0; i < 270; i++) {
                submit(veo, "gs://films/many/", 4);
            }
            assertThat(veo.storedVideos("gs://films/many/", 5000)).hasSize(1080).doesNotHaveDuplicates()
                    .isSortedAccordingTo((a, b) -> a.uri().compareTo(b.uri()));
            assertThat(emulator.ledger().requests(Ledger.Route.LIST)).isEqualTo(2);
        }
    }

    @Test
    void aListingNeedsValidCredentials() throws Exception {
        try (Emulator emulator = Emulator.builder().acceptedToken("another").start();
                VeoClient veo = client(emulator)) {
            assertThatThrownBy(() -> veo.storedVideos("gs://films/1/", 4)).isInstanceOfSatisfying(
                    VeoServiceException.class, e -> assertThat(e.error().httpStatus()).isEqualTo(401));
        }
    }

    static Stream<Arguments> failures() {
        return Stream.of(Arguments.of(Reply.json(403, "{\"error\":{\"message\":\"no\"}}"), VeoServiceException.class),
                Arguments.of(Reply.json(404, "{}"), VeoServiceException.class),
                Arguments.of(Reply.json(503, ""), VeoServiceException.class),
                Arguments.of(Reply.reset(), VeoNetworkException.class),
                Arguments.of(Reply.cut(200, NOTHING, 9), VeoNetworkException.class));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aListingThatFailsSaysSo(Reply reply, Class<? extends VeoException> kind) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(reply);
                VeoClient veo = TestClients.client(server, directory)) {
            assertThatThrownBy(() -> veo.storedVideos("gs://b/p/", 4)).isInstanceOf(kind)
                    .hasMessageContaining("gs://b/p/");
        }
    }

    /** A paid video must not count as missing because something else answered. */
    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{}", "{'kind':'storage#object'}", "<html>Sign in</html>", "{",
        "{'kind':'storage#objects','items':{}}", "{'kind':'storage#objects','items':[7]}",
        "{'kind':'storage#objects','items':[{}]}", "{'kind':'storage#objects','items':[{'name':3}]}",
        "{'kind':'storage#objects','items':[{'name':'elsewhere/a.mp4'}]}",
        "{'kind':'storage#objects','nextPageToken':4}", "{'kind':'storage#objects','items':[{'name':'p/a'}",
        "{'kind':'storage#objects','error':{'code':500}}", "{'kind':'storage#objects'} x"})
    void anAnswerThatIsNoListingIsAProtocolError(String answer) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, answer.replace('\'', '"')));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThatThrownBy(() -> veo.storedVideos("gs://b/p/", 4)).isInstanceOf(VeoProtocolException.class)
                    .hasMessageContaining("gs://b/p/");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"same", "counting"})
    void aListingWithoutEndIsGivenUp(String tokens) throws Exception {
        AtomicLong count = new AtomicLong();
        Reply endless = (request, socket) -> Reply
                .json(200, page("", tokens.equals("same") ? tokens : "t" + count.incrementAndGet()))
                .to(request, socket);
        try (ScriptedServer server = ScriptedServer.start(endless);
                VeoClient veo = TestClients.client(server, directory)) {
            assertThatThrownBy(() -> veo.storedVideos("gs://b/p/", 4)).isInstanceOf(VeoProtocolException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://b/p", "gs://", "gs://b", "gs://b/", "b/p"})
    void whatIsNoPlaceIsRefusedBeforeAnythingIsAsked(String place) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, NOTHING));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThatThrownBy(() -> veo.storedVideos(place, 4)).isInstanceOf(VeoRequestException.class)
                    .hasMessageContaining(place);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void theGeminiApiHasNoPlaceInCloudStorage() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, NOTHING));
                VeoClient veo = VeoClient.builder().backend(Backend.geminiApi()).baseUrl(server.url())
                        .credentials(BearerToken.of("t")).build()) {
            assertThatThrownBy(() -> veo.storedVideos("gs://b/p/", 4)).isInstanceOf(VeoRequestException.class);
        }
    }

    private static String page(String items, String next) {
        return ("{'kind':'storage#objects','items':[" + items + "],'nextPageToken':'" + next + "'}").replace('\'', '"');
    }

    private static String target(String size, String token) {
        return "/storage/v1/b/b/o?prefix=p%2F" + size + "&fields=kind%2Citems%28name%2CcontentType%29%2CnextPageToken"
                + token;
    }

    private VeoClient client(Emulator emulator) {
        return TestClients.at(emulator.baseUrl(), directory).build();
    }

    private static void submit(VeoClient veo, String place, int samples) throws InterruptedException {
        VideoRequest request = VideoRequest.text("A lighthouse")
                .withSettings(VideoSettings.builder().samples(samples).storageUri(place).build());
        assertThat(veo.submit(request)).isInstanceOf(SubmitOutcome.Accepted.class);
    }
}
