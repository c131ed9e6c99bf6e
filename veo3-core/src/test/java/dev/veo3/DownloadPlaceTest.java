// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.error.VeoFileException;
import dev.veo3.error.VeoNetworkException;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.IfExists;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What stands at a target stays unless the caller says otherwise, and downloads do not get into each other's files. */
class DownloadPlaceTest {
    private static final GeneratedVideo STORED = new GeneratedVideo.Stored("gs://bucket/film.mp4", "video/mp4");
    private static final byte[] VIDEO = TestClients.video();
    private static final String ETAG = "\"one\"";

    @TempDir
    Path directory;
    private Path target;

    @BeforeEach
    void name() {
        target = directory.resolve("film.mp4");
    }

    @Test
    void whatIsThereStaysUnlessTheCallerSaysOtherwise() throws Exception {
        Files.writeString(target, "somebody's");
        Path part = Files.write(directory.resolve("x.part"), VIDEO);
        GeneratedVideo inline = new GeneratedVideo.Inline(part, VIDEO.length, "video/mp4");
        try (ScriptedServer server = ScriptedServer.start(VideoHost.serving(VIDEO, ETAG));
                VeoClient veo = TestClients.client(server, directory)) {
            for (GeneratedVideo video : List.of(STORED, inline)) {
                assertThatThrownBy(() -> veo.download(video, target)).isInstanceOf(VeoFileException.class)
                        .hasMessageContainingAll(target.toString(), "IfExists");
                assertThat(veo.download(video, target, IfExists.KEEP)).hasContent("somebody's");
            }
            assertThat(server.requests()).as("nothing was fetched for it").isEmpty();
            assertThat(part).hasBinaryContent(VIDEO);

            assertThat(veo.download(STORED, target, IfExists.REPLACE)).hasBinaryContent(VIDEO);
            Files.writeString(target, "somebody's");
            assertThat(veo.download(inline, target, IfExists.REPLACE)).hasBinaryContent(VIDEO);
            assertThat(files()).containsExactly(target);
        }
    }

    @ParameterizedTest
    @EnumSource(IfExists.class)
    void whereNothingIsAVideoIsPutWhateverTheRule(IfExists rule) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(VideoHost.serving(VIDEO, ETAG));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThat(veo.download(STORED, target, rule)).hasBinaryContent(VIDEO);
            assertThat(files()).containsExactly(target);
        }
    }

    @Test
    void whatComesAboutWhileAVideoIsFetchedIsNotReplaced() throws Exception {
        Reply meanwhile = (request, socket) -> {
            Files.writeString(target, "somebody's");
            VideoHost.serving(VIDEO, ETAG).to(request, socket);
        };
        try (ScriptedServer server = ScriptedServer.start(meanwhile);
                VeoClient veo = TestClients.client(server, directory)) {
            assertThatThrownBy(() -> veo.download(STORED, target)).isInstanceOf(VeoFileException.class);
            assertThat(target).hasContent("somebody's");
            Files.delete(target);
            assertThat(veo.download(STORED, target, IfExists.KEEP)).hasContent("somebody's");
            assertThat(files()).containsExactly(target);
        }
    }

    @Test
    void manyDownloadsToOneTargetDoNotMixAndOneIsThere() throws Exception {
        List<Future<Path>> all = new ArrayList<>();
        int threads = 8;
        CountDownLatch begun = new CountDownLatch(threads);
        Reply together = (request, socket) -> {
            OutputStream out = socket.getOutputStream();
            out.write(("HTTP/1.1 200 OK\r\nETag: " + ETAG + "\r\nContent-Length: " + VIDEO.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(VIDEO, 0, 1000);
            out.flush();
            begun.countDown();
            begun.await();
            out.write(VIDEO, 1000, VIDEO.length - 1000);
            out.flush();
        };
        try (ScriptedServer server = ScriptedServer.start(together);
                VeoClient veo = TestClients.client(server, directory);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < threads; i++) {
                all.add(executor.submit(() -> veo.download(STORED, target, IfExists.REPLACE)));
            }
            for (Future<Path> one : all) {
                assertThat(one.get()).hasBinaryContent(VIDEO);
            }
        }
        assertThat(files()).containsExactly(target);
    }

    @Test
    void aPartThatAnotherProcessHasIsLeftToIt() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(VideoHost.cutting(VIDEO, ETAG, 1000),
                VideoHost.serving(VIDEO, ETAG));
                VeoClient veo = TestClients.at(server.url(), directory).downloadRetries(DownloadRetries.none())
                        .build()) {
            assertThatThrownBy(() -> veo.download(STORED, target)).isInstanceOf(VeoNetworkException.class);
            Path part = files().stream().filter(file -> file.toString().endsWith(".part")).findFirst().orElseThrow();
            Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp", System.getProperty("java.class.path"), Holder.class.getName(), part.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try {
                assertThat(other.getInputStream().read()).isEqualTo('!');

                assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);

                assertThat(part).hasBinaryContent(java.util.Arrays.copyOf(VIDEO, 1000));
                assertThat(server.requests().getLast().headers()).doesNotContainKey("range");
            } finally {
                other.destroy();
                other.waitFor();
            }
        }
    }

    /** Another process that is at work on a part file. */
    public static final class Holder {
        private Holder() {}

        /** Locks the file as a download does, says so, and waits to be ended. */
        public static void main(String[] args) throws Exception {
            try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
                channel.lock(Long.MAX_VALUE - 1, 1, false);
                System.out.print('!');
                System.out.flush();
                new CountDownLatch(1).await();
            }
        }
    }

    @Test
    void anInterruptThatCameBeforeLeavesNothing() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(VideoHost.serving(VIDEO, ETAG));
                VeoClient veo = TestClients.client(server, directory)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> veo.download(STORED, target)).isInstanceOf(InterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void aPartWithoutANoteIsOverwritten() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(VideoHost.cutting(VIDEO, ETAG, 1000),
                VideoHost.serving(VIDEO, ETAG));
                VeoClient veo = TestClients.at(server.url(), directory).downloadRetries(DownloadRetries.none())
                        .build()) {
            assertThatThrownBy(() -> veo.download(STORED, target)).isInstanceOf(VeoNetworkException.class);
            for (Path file : files()) {
                if (file.toString().endsWith(".note")) {
                    Files.delete(file);
                }
            }
            assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);
            assertThat(server.requests().getLast().headers()).doesNotContainKey("range");
            assertThat(files()).as("what a killed process left is not litter").containsExactly(target);
        }
    }

    @Test
    void anInterruptInTheMiddleOfAVideoLeavesWhatHasComeForTheNext() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.start(pausing(half), VideoHost.serving(VIDEO, ETAG));
                VeoClient veo = TestClients.client(server, directory)) {
            FutureTask<Path> download = new FutureTask<>(() -> veo.download(STORED, target));
            Thread thread = Thread.ofVirtual().start(download);
            awaitPart(half);
            thread.interrupt();
            assertThatThrownBy(download::get).isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(target).doesNotExist();
            assertGoesOn(server, veo);
        }
    }

    @Test
    void closingTheClientInTheMiddleOfAVideoLeavesWhatHasComeForTheNext() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.start(pausing(half), VideoHost.serving(VIDEO, ETAG));
                VeoClient next = TestClients.client(server, directory)) {
            VeoClient veo = TestClients.client(server, directory);
            FutureTask<Path> download = new FutureTask<>(() -> veo.download(STORED, target));
            Thread.ofVirtual().start(download);
            awaitPart(half);
            veo.close();
            assertThatThrownBy(download::get).isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(VeoNetworkException.class);
            assertThat(target).doesNotExist();
            assertGoesOn(server, next);
        }
    }

    @Test
    void closingTheClientInTheMiddleOfAnInlineVideoLeavesNothing() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        Reply halfAVideo = (request, socket) -> {
            String body = "{\"done\":true,\"response\":{\"videos\":[{\"bytesBase64Encoded\":\"" + "AAAA".repeat(50_000);
            socket.getOutputStream().write(("HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII));
            half.countDown();
            socket.getInputStream().read();
        };
        try (ScriptedServer server = ScriptedServer.start(halfAVideo)) {
            VeoClient veo = TestClients.client(server, directory);
            FutureTask<?> poll = new FutureTask<>(() -> veo.poll(TestClients.OPERATION));
            Thread.ofVirtual().start(poll);
            awaitPart(half);
            veo.close();
            assertThatThrownBy(poll::get).isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(VeoNetworkException.class);
            assertThat(directory).isEmptyDirectory();
        }
    }

    /** Sends half of the video, and the rest when nobody is there any more. */
    private static Reply pausing(CountDownLatch half) {
        return (request, socket) -> {
            OutputStream out = socket.getOutputStream();
            out.write(("HTTP/1.1 200 OK\r\nETag: " + ETAG + "\r\nContent-Length: " + VIDEO.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(VIDEO, 0, VIDEO.length / 2);
            out.flush();
            half.countDown();
            socket.getInputStream().read();
        };
    }

    /** Until some of it is on the disk, so that it is the middle. */
    private void awaitPart(CountDownLatch half) throws Exception {
        half.await();
        while (files().stream().noneMatch(file -> file.toFile().length() > 0)) {
            Thread.onSpinWait();
        }
    }

    private void assertGoesOn(ScriptedServer server, VeoClient veo) throws Exception {
        assertThat(veo.download(STORED, target)).hasBinaryContent(VIDEO);
        assertThat(server.requests().getLast().headers().get("range")).startsWith("bytes=").isNotEqualTo("bytes=0-");
        assertThat(files()).containsExactly(target);
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
