// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.BearerToken;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import dev.veo3.error.VeoException;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.IfExists;
import dev.veo3.video.MediaSource;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** An interrupt at any moment ends a method with its InterruptedException, or too late, and leaves nothing in the way. */
class InterruptedAnywhereTest {
    @TempDir
    Path directory;

    /** Something that a client does. */
    @FunctionalInterface
    interface Deed {
        Object by(VeoClient veo, Path directory) throws Exception;
    }

    static Stream<Arguments> deeds() {
        return Stream.of(
                Arguments.of("submit", (Deed) (veo, there) -> veo.submit(VideoRequest.text("A lighthouse"))),
                Arguments.of("submit of a picture", (Deed) (veo, there) -> veo.submit(
                        VideoRequest.image(MediaSource.file(there.resolve("picture.png")), "She waves"))),
                Arguments.of("poll", (Deed) (veo, there) -> veo.poll(TestClients.OPERATION)),
                Arguments.of("await", (Deed) (veo, there) -> veo.await(TestClients.OPERATION)),
                Arguments.of("download", (Deed) (veo, there) -> veo.download(
                        new GeneratedVideo.Stored("gs://films/a.mp4", "video/mp4"), there.resolve("a.mp4"))),
                Arguments.of("download of a file of the service", (Deed) (veo, there) -> veo.download(
                        new GeneratedVideo.ServiceFile("https://x/v1beta/files/f", "video/mp4"),
                        there.resolve("b.mp4"))),
                Arguments.of("download from a part file", (Deed) (veo, there) -> veo.download(
                        new GeneratedVideo.Inline(there.resolve("part"), 1, "video/mp4"), there.resolve("c.mp4"))),
                Arguments.of("list", (Deed) (veo, there) -> veo.storedVideos("gs://films/a/", 3)),
                Arguments.of("models", (Deed) (veo, there) -> veo.models().list()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deeds")
    void whoIsInterruptedAlreadyAsksNothing(String name, Deed deed) throws Exception {
        copyPicture();
        Files.write(directory.resolve("part"), TestClients.video());
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, TestClients.ACCEPTED));
                VeoClient veo = TestClients.client(server, directory)) {
            assertThat(interrupted(() -> deed.by(veo, directory), true)).isIn("interrupted", "done");
            assertThat(server.requests()).isEmpty();
        }
        assertThat(directory.resolve("a.mp4")).doesNotExist();
        assertThat(Files.list(directory)).noneMatch(file -> file.toString().endsWith(".part"));
    }

    @Test
    void anInterruptWhileCredentialsAreAskedForSendsNothing() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, TestClients.ACCEPTED));
                VeoClient veo = TestClients.at(server.url(), directory).credentials(BearerToken.from(() -> {
                    Thread.currentThread().interrupt();
                    return "a-token-of-some-length";
                })).build()) {
            assertThat(interrupted(() -> veo.submit(VideoRequest.text("A lighthouse")), false))
                    .isEqualTo("interrupted");
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anInterruptAtAnyMomentLeavesNothingInTheWay(long seed) throws Exception {
        Random random = new Random(seed);
        VideoSettings stored = VideoSettings.builder().storageUri("gs://films/a/").build();
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO)).start();
                VeoClient veo = TestClients.at(emulator.baseUrl(), directory).build()) {
            OperationName inline = accepted(veo, VideoRequest.text("A lighthouse"));
            OperationName kept = accepted(veo, VideoRequest.text("A lighthouse").withSettings(stored));
            GeneratedVideo video = ((VideoOutcome.Succeeded) veo.await(kept)).videos().getFirst();
            Path target = directory.resolve("film.mp4");
            for (int i = 0; i < 60; i++) {
                int turns = random.nextInt(40_000);
                assertThat(interruptedAfter(turns, () -> veo.submit(VideoRequest.text("A lighthouse")))).isIn(
                        "interrupted", "done");
                assertThat(interruptedAfter(turns, () -> {
                    VideoOutcome.Succeeded done = (VideoOutcome.Succeeded) veo.await(inline);
                    return veo.download(done.videos().getFirst(), directory.resolve("inline.mp4"), IfExists.REPLACE);
                })).isIn("interrupted", "done");
                String end = interruptedAfter(turns, () -> veo.download(video, target, IfExists.REPLACE));
                assertThat(end).isIn("interrupted", "done");
                veo.download(video, target, IfExists.REPLACE);
                assertThat(Files.size(target)).isPositive();
                assertThat(leftovers("film.mp4")).as("behind a whole download").isEmpty();
            }
            assertThat(veo.await(inline)).as("an accepted request is not lost").isInstanceOf(
                    VideoOutcome.Succeeded.class);
        }
    }

    private List<Path> leftovers(String target) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("." + target)).toList();
        }
    }

    private static OperationName accepted(VeoClient veo, VideoRequest request) throws InterruptedException {
        return ((SubmitOutcome.Accepted) veo.submit(request)).operation();
    }

    /** How it ended; a failure of another kind is told with its name. */
    private static String interrupted(Callable<?> deed, boolean before) throws Exception {
        FutureTask<String> task = new FutureTask<>(() -> {
            if (before) {
                Thread.currentThread().interrupt();
            }
            return end(deed);
        });
        Thread.ofVirtual().start(task);
        return task.get();
    }

    private static String interruptedAfter(int turns, Callable<?> deed) throws Exception {
        FutureTask<String> task = new FutureTask<>(() -> end(deed));
        Thread thread = Thread.ofVirtual().start(task);
        for (int i = 0; i < turns; i++) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        return task.get();
    }

    private static String end(Callable<?> deed) {
        try {
            deed.call();
            return "done";
        } catch (InterruptedException e) {
            return "interrupted";
        } catch (VeoException e) {
            return e.toString();
        } catch (Exception e) {
            return "not one of ours: " + e;
        }
    }

    private void copyPicture() throws Exception {
        try (InputStream in = Objects
                .requireNonNull(InterruptedAnywhereTest.class.getResourceAsStream("/media/first-frame-1280x720.png"))) {
            Files.copy(in, directory.resolve("picture.png"));
        }
    }
}
