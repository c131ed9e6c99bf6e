// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.MediaSource;
import dev.veo3.video.OperationState;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A picture of 19 MB goes out and a video of 121 MB, an answer of 161 MB, comes in through a JVM whose heap could hold neither's base64.
 * What would not fit is shown beside it: a JVM of the same size that holds the answer runs out of memory, and so does one of 64 MB.
 */
class BigMediaTest {
    private static final int MEGABYTE = 1 << 20;
    private static final int VIDEO = 121 * MEGABYTE;
    private static final int PICTURE = 19 * MEGABYTE;
    private static final int HEAP = 24;

    @TempDir
    Path directory;

    @Test
    void neitherThePictureNorTheVideoIsHeldInMemory() throws Exception {
        Path picture = Files.write(directory.resolve("big.png"), small());
        Files.write(picture, new byte[PICTURE - (int) Files.size(picture)], StandardOpenOption.APPEND);
        try (ScriptedServer server = ScriptedServer.start(Reply.json(200, TestClients.ACCEPTED), aBigVideo())) {
            Process child = child(HEAP, Child.class, server.url().toString(), picture.toString(),
                    directory.resolve("big.mp4").toString());
            String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(child.waitFor()).as(said).isZero();
            assertThat(directory.resolve("big.mp4")).hasSize(VIDEO);
            assertThat(server.requests().getFirst().body().length).isBetween(PICTURE / 3 * 4, PICTURE / 3 * 4 + 1000);
            // The bound is what the JVM itself says.
            assertThat(Integer.parseInt(said.strip())).isLessThanOrEqualTo(HEAP);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {HEAP, 64})
    void theSameAnswerHeldInMemoryDoesNotFit(int megabytes) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(aBigVideo())) {
            Process child = child(megabytes, Holder.class, server.url().toString());
            String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(child.waitFor()).as(said).isNotZero();
            assertThat(said).contains("OutOfMemoryError");
        }
    }

    /** Memory outside of the heap is bounded too, so that nothing hides there. */
    private static Process child(int megabytes, Class<?> program, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + megabytes + "m",
                "-XX:MaxDirectMemorySize=" + megabytes + "m", "-cp", System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static byte[] small() throws Exception {
        URL url = Objects.requireNonNull(BigMediaTest.class.getResource("/media/portrait-720x1280.png"));
        return Files.readAllBytes(Path.of(url.toURI()));
    }

    private static Reply aBigVideo() {
        return (request, socket) -> {
            byte[] clip = TestClients.video();
            // A box "free" behind it fills it up. Whole groups of three bytes, so that its base64 can go on.
            ByteBuffer start = ByteBuffer.allocate((clip.length + 8 + 2) / 3 * 3);
            start.put(clip).putInt(VIDEO - clip.length).put("free".getBytes(StandardCharsets.US_ASCII));
            String before = "{\"response\":{\"videos\":[{\"bytesBase64Encoded\":\""
                    + Base64.getEncoder().encodeToString(start.array());
            String after = "==\",\"mimeType\":\"video/mp4\"}]},\"done\":true}";
            // 121 MB is one byte more than a multiple of three.
            int whole = (VIDEO - start.capacity()) / 3 * 4;
            OutputStream out = socket.getOutputStream();
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + (before.length() + whole + 2 + after.length())
                    + "\r\n\r\n" + before).getBytes(StandardCharsets.US_ASCII));
            byte[] piece = "A".repeat(4096).getBytes(StandardCharsets.US_ASCII);
            for (int left = whole + 2; left > 0; left -= piece.length) {
                out.write(piece, 0, Math.min(left, piece.length));
            }
            out.write(after.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        };
    }

    /** The program of the small JVM: server, picture, target. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) throws Exception {
            Path target = Path.of(args[2]);
            try (VeoClient veo = TestClients.at(URI.create(args[0]), target.resolveSibling("spool")).build()) {
                SubmitOutcome.Accepted accepted = (SubmitOutcome.Accepted) veo
                        .submit(VideoRequest.image(MediaSource.file(Path.of(args[1])), "She waves"));
                OperationState.Done done = (OperationState.Done) veo.poll(accepted.operation());
                GeneratedVideo video = ((VideoOutcome.Succeeded) done.outcome()).videos().getFirst();
                veo.download(video, target);
            }
            System.out.println(Runtime.getRuntime().maxMemory() / MEGABYTE);
        }
    }

    /** A program that takes the same answer as one array. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] args) throws Exception {
            try (InputStream answer = URI.create(args[0]).toURL().openStream()) {
                System.out.println(answer.readAllBytes().length);
            }
        }
    }
}
