// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.video.GeneratedVideo;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A download follows where the service sends it, and the credentials do not follow everywhere. */
class RedirectTest {
    private static final GeneratedVideo STORED = new GeneratedVideo.Stored("gs://bucket/film.mp4", "video/mp4");
    private static final byte[] VIDEO = TestClients.video();

    @TempDir
    Path directory;

    @Test
    void credentialsGoAlongOnTheSameHost() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(to("/download/film.mp4"), Reply.http(200, Map.of(), VIDEO));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThat(veo.download(STORED, directory.resolve("film.mp4"))).hasBinaryContent(VIDEO);
            assertThat(server.requests()).hasSize(2).allSatisfy(request -> assertThat(request.headers())
                    .containsEntry("authorization", "Bearer " + TestClients.TOKEN));
            assertThat(server.requests().getLast().target()).isEqualTo("/download/film.mp4");
        }
    }

    @Test
    void anotherHostGetsNoCredentialsAndNeitherDoesTheFirstOneBehindIt() throws Exception {
        CompletableFuture<String> there = new CompletableFuture<>();
        Reply away = (request, socket) -> to(there.join() + "/there?signature=s").to(request, socket);
        try (ScriptedServer first = ScriptedServer.start(away, Reply.http(200, Map.of(), VIDEO));
                ScriptedServer other = ScriptedServer.start(to(first.url() + "/chosen-by-the-other"));
                VeoClient veo = TestClients.client(first, directory)) {
            there.complete(other.url().toString());
            assertThat(veo.download(STORED, directory.resolve("film.mp4"))).hasBinaryContent(VIDEO);
            assertThat(other.requests()).singleElement().satisfies(request -> {
                assertThat(request.target()).isEqualTo("/there?signature=s");
                assertThat(request.headers()).doesNotContainKeys("authorization", "x-goog-api-key",
                        "x-goog-user-project");
            });
            assertThat(first.requests().getLast().headers()).doesNotContainKey("authorization");
        }
    }

    @Test
    void aRangeFollowsTheRedirect() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(to("/a"), VideoHost.cutting(VIDEO, "\"one\"", 1000),
                to("/b"), VideoHost.serving(VIDEO, "\"one\""));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThat(veo.download(STORED, directory.resolve("film.mp4"))).hasBinaryContent(VIDEO);
            assertThat(server.requests().getLast().headers()).containsEntry("range", "bytes=1000-");
            assertThat(server.requests().getLast().target()).isEqualTo("/b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/again", "ftp://host/film.mp4", "http://", "http:no slashes", "mailto:a@b.c", "//:80/x"})
    void aRedirectInACircleOrToNowhereIsToldOnce(String location) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(to(location));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThatThrownBy(() -> veo.download(STORED, directory.resolve("film.mp4")))
                    .isInstanceOf(VeoProtocolException.class).hasMessageContaining("redirected");
            assertThat(server.requests()).hasSize(location.equals("/again") ? 6 : 1);
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void aPollIsNotRedirected() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(to("/elsewhere"));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThatThrownBy(() -> veo.poll(TestClients.OPERATION)).hasMessageContaining("HTTP 302");
            assertThat(server.requests()).hasSize(1);
        }
    }

    private static Reply to(String location) {
        return Reply.http(302, Map.of("Location", location), new byte[0]);
    }
}
