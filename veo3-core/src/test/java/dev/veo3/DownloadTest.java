// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.error.VeoException;
import dev.veo3.error.VeoFileException;
import dev.veo3.error.VeoNetworkException;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.IfExists;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A file stands in its place whole or not at all. */
class DownloadTest {
    private static final GeneratedVideo STORED = new GeneratedVideo.Stored("gs://bucket/film.mp4", "video/mp4");
    private static final byte[] BYTES = TestClients.video();

    private static final byte[] PAGE = "<!DOCTYPE html><title>Sign in</title>".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PNG = Base64.getDecoder().decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @TempDir
    Path directory;
    private Path target;

    @BeforeEach
    void name() {
        target = directory.resolve("film.mp4");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("cut", Reply.cut(200, "the whole video", 5), VeoNetworkException.class),
                Arguments.of("reset", Reply.reset(), VeoNetworkException.class),
                Arguments.of("cut between chunks",
                        Reply.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nthe w\r\n"),
                        VeoNetworkException.class),
                Arguments.of("without a length", Reply.raw("HTTP/1.1 200 OK\r\n\r\nthe whole video"),
                        VeoProtocolException.class),
                Arguments.of("empty", Reply.http(200, Map.of(), new byte[0]), VeoProtocolException.class),
                Arguments.of("a page", Reply.http(200, Map.of(), PAGE), VeoProtocolException.class),
                Arguments.of("an image", Reply.http(200, Map.of(), PNG), VeoProtocolException.class),
                Arguments.of("a damaged video", Reply.http(200, Map.of(), Arrays.copyOf(BYTES, 100)),
                        VeoProtocolException.class),
                Arguments.of("part of it", Reply.http(206, Map.of(), BYTES), VeoProtocolException.class),
                Arguments.of("redirected nowhere", Reply.http(302, Map.of(), new byte[0]), VeoServiceException.class),
                Arguments.of("not found", Reply.json(404, "{\"error\":{\"message\":\"No such object\"}}"),
                        VeoServiceException.class),
                Arguments.of("silent", Reply.silence(new CountDownLatch(1)),
                        VeoNetworkException.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void aDownloadThatFailsLeavesWhatWasThere(String what, Reply reply, Class<? extends VeoException> failure)
            throws Exception {
        Files.writeString(target, "an older video");
        try (ScriptedServer server = ScriptedServer.start(reply);
                VeoClient veo = TestClients.at(server.url(), directory).timeouts(TestClients.impatient())
                        .downloadRetries(DownloadRetries.none()).build()) {
            assertThatThrownBy(() -> veo.download(STORED, target, IfExists.REPLACE)).isInstanceOf(failure)
                    .hasMessageContaining("gs://bucket/film.mp4");
            assertThat(target).hasContent("an older video");
            assertThat(Files.list(directory)).containsExactly(target);
        }
    }

    @Test
    void aDownloadThatWasCutMayBeRepeated() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.cut(200, "the whole video", 5),
                Reply.http(200, Map.of(), BYTES));
                VeoClient veo = TestClients.at(server.url(), directory).downloadRetries(DownloadRetries.none())
                        .build()) {
            assertThatThrownBy(() -> veo.download(STORED, target)).isInstanceOf(VeoNetworkException.class);
            assertThat(veo.download(STORED, target)).hasBinaryContent(BYTES);
            assertThat(veo.download(STORED, target, IfExists.REPLACE)).hasBinaryContent(BYTES);
        }
    }

    @Test
    void aPageInsteadOfAVideoIsToldAsOne() throws Exception {
        Path part = Files.write(directory.resolve(".veo3-1.part"), PAGE);
        try (ScriptedServer server = ScriptedServer.start(Reply.http(200, Map.of(), PAGE));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThatThrownBy(() -> veo.download(STORED, target)).isInstanceOf(VeoProtocolException.class)
                    .hasMessageContainingAll("gs://bucket/film.mp4", "it looks like an HTML page", "Sign in");
            assertThatThrownBy(() -> veo.download(new GeneratedVideo.Inline(part, PAGE.length, "video/mp4"), target))
                    .isInstanceOf(VeoProtocolException.class)
                    .hasMessageContainingAll(part.toString(), "it looks like an HTML page");
            assertThat(Files.list(directory)).as("the inline one stays to be looked at").containsExactly(part);
        }
    }

    @Test
    void aChunkedVideoComesWhole() throws Exception {
        String whole = new String(BYTES, StandardCharsets.ISO_8859_1);
        Reply chunked = Reply.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n" + whole.substring(0, 5)
                + "\r\n" + Integer.toHexString(BYTES.length - 5) + "\r\n" + whole.substring(5) + "\r\n0\r\n\r\n");
        try (ScriptedServer server = ScriptedServer.start(chunked);
                VeoClient veo = TestClients.client(server, directory)) {
            assertThat(veo.download(STORED, target)).hasBinaryContent(BYTES);
        }
    }

    @Test
    void aDirectoryIsNoPlaceForAVideoAndNothingIsFetched() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.http(200, Map.of(), BYTES));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThatThrownBy(() -> veo.download(STORED, directory)).isInstanceOf(VeoFileException.class)
                    .hasMessageContaining("is a directory");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aPlaceBelowAFileIsToldAsOne() throws Exception {
        Files.writeString(target, "a file");
        try (ScriptedServer server = ScriptedServer.start(Reply.http(200, Map.of(), BYTES));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThatThrownBy(() -> veo.download(STORED, target.resolve("below.mp4")))
                    .isInstanceOf(VeoFileException.class).hasMessageContaining("film.mp4");
        }
    }

    @Test
    void anInlineVideoIsMovedOnceAndThenPolledAnew() throws Exception {
        Path part = Files.write(directory.resolve(".veo3-1.part"), BYTES);
        GeneratedVideo inline = new GeneratedVideo.Inline(part, BYTES.length, "video/mp4");
        try (ScriptedServer server = ScriptedServer.start(Reply.reset());
                VeoClient veo = TestClients.client(server, directory)) {
            assertThat(veo.download(inline, target)).hasBinaryContent(BYTES);
            assertThat(part).doesNotExist();
            assertThatThrownBy(() -> veo.download(inline, directory.resolve("again.mp4")))
                    .isInstanceOf(VeoFileException.class).hasMessageContaining("Poll the operation again");
            assertThat(target).hasBinaryContent(BYTES);
        }
    }
}
