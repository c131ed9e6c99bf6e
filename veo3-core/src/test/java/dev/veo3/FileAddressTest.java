// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.ApiKey;
import dev.veo3.error.VeoRequestException;
import dev.veo3.time.ManualTime;
import dev.veo3.video.GeneratedVideo;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Addresses under which an answer names a video, and who gets the credentials for them. */
class FileAddressTest {
    private static final byte[] VIDEO = TestClients.video();

    @TempDir
    Path directory;

    @Test
    void aFileBehindABaseUrlWithAPathComesHome() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "{\"state\":\"ACTIVE\"}"),
                Reply.http(200, Map.of(), VIDEO));
                VeoClient veo = client(server, "/proxy/google")) {
            String address = server.url() + "/proxy/google/v1beta/files/f-1:download?alt=media";
            assertThat(veo.download(new GeneratedVideo.ServiceFile(address, "video/mp4"), target()))
                    .hasBinaryContent(VIDEO);
            assertThat(server.requests()).extracting(ScriptedServer.Request::target).containsExactly(
                    "/proxy/google/v1beta/files/f-1", "/proxy/google/v1beta/files/f-1:download?alt=media");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://storage.googleapis.com", "https://bucket.storage.googleapis.com",
        "https://storage.googleapis.com:443"})
    void aSignedAddressOfCloudStorageIsFetchedWithoutCredentials(String host) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.http(200, Map.of(), VIDEO));
                VeoClient veo = client(server, "")) {
            assertThat(veo.download(new GeneratedVideo.ServiceFile(
                    host + "/bucket/video%201.mp4?X-Goog-Signature=abc", "video/mp4"), target()))
                    .hasBinaryContent(VIDEO);
            assertThat(server.requests()).singleElement().satisfies(request -> {
                assertThat(request.target()).isEqualTo("/bucket/video%201.mp4?X-Goog-Signature=abc");
                assertThat(request.headers()).doesNotContainKeys("authorization", "x-goog-api-key");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://storage.googleapis.com.evil.example/b/v.mp4",
        "http://storage.googleapis.com/b/v.mp4", "https://evilstorage.googleapis.com/b/v.mp4",
        "https://user@storage.googleapis.com/b/v.mp4", "https://storage.googleapis.com:444/b/v.mp4",
        "https://storage.googleapis.com/a b", "https://storage.googleapis.com/%zz", "https://host/%", "",
        "https:///v1beta/files/", "file:///v1beta/files/a"})
    void anyOtherAddressIsRefusedWithoutACall(String address) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, "{}"));
                VeoClient veo = client(server, "")) {
            assertThatThrownBy(() -> veo.download(new GeneratedVideo.ServiceFile(address, "video/mp4"), target()))
                    .isInstanceOf(VeoRequestException.class).hasMessageContaining("no address");
            assertThat(server.requests()).isEmpty();
        }
    }

    private Path target() {
        return directory.resolve("film.mp4");
    }

    private VeoClient client(ScriptedServer server, String path) {
        return VeoClient.builder().backend(Backend.geminiApi().withBaseUrl(URI.create(server.url() + path)))
                .credentials(ApiKey.of("a-key-0123456789"))
                .time(ManualTime.selfAdvancing(Instant.parse("2026-11-24T00:00:00Z"))).spoolDirectory(directory)
                .build();
    }
}
