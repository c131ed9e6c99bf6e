// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.ScriptedServer.Request;
import dev.veo3.error.VeoNetworkException;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.time.ManualTime;
import dev.veo3.video.GeneratedVideo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A download that was cut goes on where it ended, and never puts two halves of different videos together. */
class DownloadResumeTest {
    private static final GeneratedVideo STORED = new GeneratedVideo.Stored("gs://bucket/film.mp4", "video/mp4");
    private static final byte[] VIDEO = TestClients.video();
    private static final String ETAG = "\"one\"";
    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

    @TempDir
    Path directory;
    private final ManualTime time = ManualTime.selfAdvancing(START);
    private Path target;

    @BeforeEach
    void name() {
        target = directory.resolve("film.mp4");
    }

    @Test
    void aVideoThatIsCutAgainAndAgainGoesOnBehindWhatHasCome() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(VideoHost.cutting(VIDEO, ETAG, 1000),
                VideoHost.cutting(VIDEO, ETAG, 500), Reply.reset(), VideoHost.serving(VIDEO, ETAG));
                VeoClient veo = client(server).build()) {
            assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);

            assertThat(ranges(server)).containsExactly("null", "bytes=1000-", "bytes=1500-", "bytes=1500-");
            assertThat(server.requests().stream().skip(1))
                    .allSatisfy(request -> assertThat(request.headers()).containsEntry("if-range", ETAG));
            assertThat(files()).containsExactly(target);
        }
        Duration waited = Duration.between(START, time.now());
        assertThat(waited).as(
                "half a second, then half of that more each time; half of each is chance. The JDK repeats a reset one itself")
                .isBetween(Duration.ofMillis(625), Duration.ofMillis(2375));
    }

    @Test
    void anAnswerThatComesWithoutEndEndsWithTheTimeOfADownload() throws Exception {
        Reply endless = Reply.endless(ETAG);
        DownloadRetries patience = new DownloadRetries(6, Duration.ofSeconds(1), Duration.ofSeconds(1),
                Duration.ofMillis(200));
        try (ScriptedServer server = ScriptedServer.start(endless);
                VeoClient veo = client(server).downloadRetries(patience).build()) {
            assertThatThrownBy(() -> veo.download(STORED, target)).isInstanceOf(VeoNetworkException.class)
                    .hasMessageContaining("took longer than 200 ms").hasMessageContaining("are kept in a part file");
            assertThat(server.requests()).hasSize(1);
            assertThat(target).doesNotExist();
        }
    }

    @Test
    void aServerThatIgnoresTheRangeIsHeardFromTheBeginning() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(VideoHost.cutting(VIDEO, ETAG, 1000),
                Reply.http(200, Map.of("ETag", ETAG), VIDEO)); VeoClient veo = client(server).build()) {
            assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);
            assertThat(ranges(server)).containsExactly("null", "bytes=1000-");
        }
    }

    @Test
    void aVideoThatHasChangedIsFetchedFromItsBeginning() throws Exception {
        byte[] other = VIDEO.clone();
        other[other.length - 1] ^= 1;
        try (ScriptedServer server = ScriptedServer.start(VideoHost.cutting(VIDEO, ETAG, 1000),
                VideoHost.serving(other, "\"two\"")); VeoClient veo = client(server).build()) {
            assertThat(veo.download(STORED, target)).hasBinaryContent(other);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 999-LAST/TOTAL", "bytes 1001-LAST/TOTAL", "bytes 1000-LAST/1001", "bytes 0-5", ""})
    void aPieceThatWasNotAskedForIsRefused(String range) throws Exception {
        String filled = range.replace("LAST", VIDEO.length - 1 + "").replace("TOTAL", VIDEO.length + "");
        Reply wrong = Reply.http(206, Map.of("ETag", ETAG, "Content-Range", filled),
                Arrays.copyOfRange(VIDEO, 1000, VIDEO.length));
        try (ScriptedServer server = ScriptedServer.start(VideoHost.cutting(VIDEO, ETAG, 1000), wrong,
                VideoHost.serving(VIDEO, ETAG)); VeoClient veo = client(server).build()) {
            assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);
            assertThat(ranges(server)).containsExactly("null", "bytes=1000-", "null");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"two\"", "W/\"one\"", ""})
    void aPieceOfAnotherVideoIsNotPutBehindTheFirst(String etag) throws Exception {
        Reply other = Reply.http(206, Map.of("ETag", etag, "Content-Range", "bytes 1000-" + (VIDEO.length - 1) + "/"
                + VIDEO.length), new byte[VIDEO.length - 1000]);
        try (ScriptedServer server = ScriptedServer.start(VideoHost.cutting(VIDEO, ETAG, 1000), other,
                VideoHost.serving(VIDEO, ETAG)); VeoClient veo = client(server).build()) {
            assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);
            assertThat(ranges(server)).containsExactly("null", "bytes=1000-", "null");
        }
    }

    @Test
    void anObjectOfCloudStorageIsKnownByItsGeneration() throws Exception {
        Reply cut = (request, socket) -> {
            socket.getOutputStream().write(("HTTP/1.1 200 OK\r\nx-goog-generation: 7\r\nContent-Length: "
                    + VIDEO.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(VIDEO, 0, 1000);
            socket.close();
        };
        Reply rest = Reply.http(206, Map.of("x-goog-generation", "7", "Content-Range",
                "bytes 1000-" + (VIDEO.length - 1) + "/" + VIDEO.length),
                Arrays.copyOfRange(VIDEO, 1000, VIDEO.length));
        try (ScriptedServer server = ScriptedServer.start(cut, rest); VeoClient veo = client(server).build()) {
            assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);
            assertThat(server.requests().getLast().headers()).containsEntry("range", "bytes=1000-")
                    .doesNotContainKey("if-range");
        }
    }

    @Test
    void whatIsWholeAlreadyIsNotFetchedAgain() throws Exception {
        String latin = new String(VIDEO, StandardCharsets.ISO_8859_1);
        Reply allButTheEnd = Reply.raw("HTTP/1.1 200 OK\r\nETag: " + ETAG + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(VIDEO.length) + "\r\n" + latin + "\r\n");
        try (ScriptedServer server = ScriptedServer.start(allButTheEnd, VideoHost.serving(VIDEO, ETAG));
                VeoClient veo = client(server).build()) {
            assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);
            assertThat(ranges(server)).containsExactly("null", "bytes=" + VIDEO.length + "-");
        }
    }

    @Test
    void aVideoThatIsShorterByNowIsFetchedFromItsBeginning() throws Exception {
        Reply beyond = Reply.http(416, Map.of("Content-Range", "bytes */7"), new byte[0]);
        try (ScriptedServer server = ScriptedServer.start(VideoHost.cutting(VIDEO, ETAG, 1000), beyond,
                VideoHost.serving(VIDEO, ETAG)); VeoClient veo = client(server).build()) {
            assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);
            assertThat(ranges(server)).containsExactly("null", "bytes=1000-", "null");
        }
    }

    @ParameterizedTest
    @CsvSource({"408, 6", "429, 6", "500, 6", "503, 6", "401, 1", "403, 1", "404, 1"})
    void anErrorThatMayPassIsAskedAgainAsOftenAsAllowed(int status, int requests) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(status, "{}"));
                VeoClient veo = client(server).build()) {
            assertThatThrownBy(() -> veo.download(STORED, target)).isInstanceOf(VeoServiceException.class)
                    .hasMessageContaining("HTTP " + status);
            assertThat(server.requests()).hasSize(requests);
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void theServicesWishToWaitIsKeptAndALongOneIsLeftToTheCaller() throws Exception {
        Reply soon = Reply.http(429, Map.of("Retry-After", "90"), new byte[0]);
        Reply tomorrow = Reply.http(429, Map.of("Retry-After", "3600"), new byte[0]);
        try (ScriptedServer server = ScriptedServer.start(soon, tomorrow); VeoClient veo = client(server).build()) {
            assertThatThrownBy(() -> veo.download(STORED, target)).isInstanceOfSatisfying(VeoServiceException.class,
                    e -> assertThat(e.error().retryAfter()).contains(Duration.ofHours(1)));
            assertThat(server.requests()).hasSize(2);
            assertThat(Duration.between(START, time.now())).isEqualTo(Duration.ofSeconds(90));
        }
    }

    @Test
    void aLaterDownloadByAnotherClientGoesOn() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(VideoHost.cutting(VIDEO, ETAG, 1000));
                VeoClient veo = client(server).downloadRetries(DownloadRetries.none()).build()) {
            assertThatThrownBy(() -> veo.download(STORED, target)).isInstanceOf(VeoNetworkException.class)
                    .hasMessageContainingAll("gs://bucket/film.mp4", "1000 bytes are kept");
            assertThat(files()).doesNotContain(target).isNotEmpty().allSatisfy(
                    file -> assertThat(file.getFileName().toString()).startsWith(".film.mp4.").contains(".part"));
        }
        try (ScriptedServer server = ScriptedServer.start(VideoHost.serving(VIDEO, ETAG));
                VeoClient veo = client(server).build()) {
            assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);
            assertThat(ranges(server)).containsExactly("bytes=1000-");
            assertThat(files()).containsExactly(target);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"crc32c", "md5"})
    void aVideoWithAnotherChecksumThanTheServicesIsFetchedAnew(String algorithm) throws Exception {
        byte[] wrong = VIDEO.clone();
        wrong[VIDEO.length / 2] ^= 1;
        String hash = algorithm.equals("md5")
                ? base64(java.security.MessageDigest.getInstance("MD5").digest(VIDEO))
                : base64(crc32c());
        Map<String, String> headers = Map.of("x-goog-hash", algorithm + "=" + hash);
        try (ScriptedServer server = ScriptedServer.start(Reply.http(200, headers, wrong),
                Reply.http(200, headers, VIDEO)); VeoClient veo = client(server).build()) {
            assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);
            assertThat(server.requests()).hasSize(2);
            assertThat(files()).containsExactly(target);
        }
    }

    @Test
    void aVideoWhoseChecksumIsNeverRightIsNoVideo() throws Exception {
        Map<String, String> headers = Map.of("x-goog-hash", "crc32c=AAAAAA==,md5=irrelevant");
        try (ScriptedServer server = ScriptedServer.start(Reply.http(200, headers, VIDEO));
                VeoClient veo = client(server).build()) {
            assertThatThrownBy(() -> veo.download(STORED, target)).isInstanceOf(VeoProtocolException.class)
                    .hasMessageContaining("crc32c");
            assertThat(server.requests()).hasSize(6);
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void aVideoThatLooksWholeButLacksItsEndIsFetchedAnew() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(
                Reply.http(200, Map.of(), Arrays.copyOf(VIDEO, VIDEO.length - 10)), Reply.http(200, Map.of(), VIDEO));
                VeoClient veo = client(server).build()) {
            assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);
        }
    }

    private static byte[] crc32c() {
        CRC32C crc = new CRC32C();
        crc.update(VIDEO);
        return ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private VeoClientBuilder client(ScriptedServer server) {
        return TestClients.at(server.url(), directory).time(time);
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static List<String> ranges(ScriptedServer server) {
        return server.requests().stream().map(Request::headers).map(headers -> headers.get("range") + "").toList();
    }
}
