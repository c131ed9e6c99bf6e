// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.error.VeoException;
import dev.veo3.error.VeoFileException;
import dev.veo3.error.VeoNetworkException;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.time.ManualTime;
import dev.veo3.video.GeneratedVideo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A server that lies about lengths brings no wrong file and fills no disk. */
class DownloadBoundsTest {
    private static final GeneratedVideo STORED = new GeneratedVideo.Stored("gs://bucket/film.mp4", "video/mp4");
    private static final byte[] VIDEO = TestClients.video();
    private static final String ETAG = "\"one\"";

    @TempDir
    Path directory;
    private final ManualTime time = ManualTime.selfAdvancing(Instant.parse("2026-11-24T00:00:00Z"));
    private Path target;

    @BeforeEach
    void name() {
        target = directory.resolve("film.mp4");
    }

    @Test
    void anAnswerWithoutEndIsGivenUpBeforeItFillsTheDisk() throws Exception {
        Reply endless = Reply.endless(ETAG);
        try (ScriptedServer server = ScriptedServer.start(endless);
                VeoClient veo = client(server).downloadRetries(DownloadRetries.standard().withMostBytes(100_000))
                        .build()) {
            assertThatThrownBy(() -> veo.download(STORED, target)).isInstanceOf(VeoProtocolException.class)
                    .hasMessageContainingAll("more than 100000 bytes", "withMostBytes");
            assertThat(server.requests()).hasSize(1);
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void aVideoThatIsAnnouncedTooLongIsNotBegun() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(VideoHost.serving(VIDEO, ETAG));
                VeoClient veo = client(server)
                        .downloadRetries(DownloadRetries.standard().withMostBytes(VIDEO.length - 1)).build()) {
            assertThatThrownBy(() -> veo.download(STORED, target)).isInstanceOf(VeoProtocolException.class)
                    .hasMessageContaining("more than " + (VIDEO.length - 1) + " bytes");
            assertThat(directory).isEmptyDirectory();
        }
        try (ScriptedServer server = ScriptedServer.start(VideoHost.serving(VIDEO, ETAG));
                VeoClient veo = client(server)
                        .downloadRetries(DownloadRetries.standard().withMostBytes(VIDEO.length)).build()) {
            assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"9000000000", "999999999999999999"})
    void anImpossibleLengthIsToldBeforeAnythingIsWritten(String length) throws Exception {
        Reply huge = Reply.raw("HTTP/1.1 200 OK\r\nETag: \"one\"\r\nContent-Length: " + length + "\r\n\r\nvideo");
        try (ScriptedServer server = ScriptedServer.start(huge);
                VeoClient veo = client(server)
                        .downloadRetries(new DownloadRetries(1, Duration.ofSeconds(1),
                                Duration.ofSeconds(1)))
                        .build()) {
            assertThatThrownBy(() -> veo.download(STORED, target)).isInstanceOfAny(VeoProtocolException.class,
                    VeoFileException.class, VeoNetworkException.class);
            assertThat(target).doesNotExist();
        }
    }

    @Test
    void aPieceThatIsLongerThanItsRangeIsRefused() throws Exception {
        Reply longer = Reply.http(206, Map.of("ETag", ETAG, "Content-Range", "bytes 1000-1999/" + VIDEO.length),
                Arrays.copyOfRange(VIDEO, 1000, VIDEO.length));
        try (ScriptedServer server = ScriptedServer.start(VideoHost.cutting(VIDEO, ETAG, 1000), longer,
                VideoHost.serving(VIDEO, ETAG)); VeoClient veo = client(server).build()) {
            assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);
            assertThat(ranges(server)).containsExactly("null", "bytes=1000-", "null");
        }
    }

    @Test
    void aServerThatGivesLittleAtATimeIsAskedForTheRest() throws Exception {
        Reply little = Reply.http(206, Map.of("ETag", ETAG, "Content-Range", "bytes 1000-1999/" + VIDEO.length),
                Arrays.copyOfRange(VIDEO, 1000, 2000));
        try (ScriptedServer server = ScriptedServer.start(VideoHost.cutting(VIDEO, ETAG, 1000), little,
                VideoHost.serving(VIDEO, ETAG)); VeoClient veo = client(server).build()) {
            assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);
            assertThat(ranges(server)).containsExactly("null", "bytes=1000-", "bytes=2000-");
        }
    }

    @Test
    void theLengthThatOnlyARangeTellsIsKept() throws Exception {
        Reply cutChunks = Reply.raw("HTTP/1.1 200 OK\r\nETag: \"one\"\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n"
                + new String(VIDEO, 0, 1000, ISO_8859_1));
        Reply little = Reply.http(206, Map.of("ETag", ETAG, "Content-Range", "bytes 1000-1999/" + VIDEO.length),
                Arrays.copyOfRange(VIDEO, 1000, 2000));
        try (ScriptedServer server = ScriptedServer.start(cutChunks, little, VideoHost.serving(VIDEO, ETAG));
                VeoClient veo = client(server).build()) {
            assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);
            assertThat(ranges(server)).containsExactly("null", "bytes=1000-", "bytes=2000-");
        }
    }

    @Test
    void settingsThatAllowNoVideoAreRefused() {
        assertThatThrownBy(() -> DownloadRetries.standard().withMostBytes(0))
                .isInstanceOf(IllegalArgumentException.class).isNotInstanceOf(VeoException.class);
        assertThat(DownloadRetries.standard().mostBytes()).isEqualTo(16L << 30);
        assertThat(Files.exists(target)).isFalse();
    }

    private VeoClientBuilder client(ScriptedServer server) {
        return TestClients.at(server.url(), directory).time(time);
    }

    private static List<String> ranges(ScriptedServer server) {
        return Stream.of(server.requests()).flatMap(List::stream).map(request -> String.valueOf(request.headers()
                .get("range"))).toList();
    }
}
