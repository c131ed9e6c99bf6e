// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.MediaException.Reason;
import dev.veo3.media.Verification.Damaged;
import dev.veo3.media.Verification.Depth;
import dev.veo3.media.Verification.Intact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class VerificationTest {

    @TempDir
    private Path directory;

    static List<Path> fixtures() throws IOException {
        return Fixtures.all();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void everyFixtureIsIntact(Path file) throws InterruptedException {
        Intact expected = new Intact(MediaInspector.inspect(file), 0);

        assertThat(MediaInspector.verify(file)).isEqualTo(expected);
        assertThat(MediaInspector.verify(file, Depth.STRUCTURE)).isEqualTo(expected);
        assertThat(expected.path()).isEqualTo(file);
    }

    @Test
    void damageTellsPlaceAndReasonAndWhatToDo() throws IOException, InterruptedException {
        byte[] content = Fixtures.bytes("first-frame-1280x720.png");
        content[70] ^= 1;
        Path file = Files.write(directory.resolve("frame.png"), content);

        Verification verification = MediaInspector.verify(file);

        Damaged damaged = new Damaged(file, 54, "the checksum of the chunk IDAT of 4096 bytes is wrong");
        assertThat(verification).isEqualTo(damaged);
        assertThat(damaged.message())
                .isEqualTo(file + ": damaged at byte 54: the checksum of the chunk IDAT of 4096 bytes"
                        + " is wrong. Make or download the file again.");
    }

    @Test
    void damageThatTheHeaderShowsIsTheSameDamage() throws IOException, InterruptedException {
        byte[] content = Fixtures.bytes("clip-8s-720p-moov-at-end.mp4");
        Path file = Files.write(directory.resolve("clip.mp4"), Arrays.copyOf(content, 300_000));

        MediaException refused = catchThrowableOfType(MediaException.class, () -> MediaInspector.inspect(file));

        assertThat(MediaInspector.verify(file)).isInstanceOfSatisfying(Damaged.class, damaged -> {
            assertThat(damaged.path()).isEqualTo(file);
            assertThat(refused).hasMessage(damaged.message());
            assertThat(refused.offset()).hasValue(damaged.offset());
        });
    }

    @Test
    void whatIsNoMediaIsRefused() throws IOException {
        Path text = Files.writeString(directory.resolve("notes.png"), "Buy milk.");

        assertThat(refusal(text)).isEqualTo(Reason.NOT_MEDIA);
        assertThat(refusal(Files.createFile(directory.resolve("empty.mp4")))).isEqualTo(Reason.EMPTY);
        assertThat(refusal(directory.resolve("none.jpg"))).isEqualTo(Reason.NOT_FOUND);
        assertThat(refusal(directory)).isEqualTo(Reason.NOT_A_FILE);
    }

    @Test
    void aPipeIsRefusedWithoutWaitingForItsOtherEnd() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe.mp4");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(mkfifo.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(mkfifo.exitValue()).isZero();

        assertThat(refusal(pipe)).isEqualTo(Reason.NOT_A_FILE);
    }

    @Test
    void linksThatGoRoundAreUnreadable() throws IOException {
        Files.createSymbolicLink(directory.resolve("a.png"), directory.resolve("b.png"));
        Path link = Files.createSymbolicLink(directory.resolve("b.png"), directory.resolve("a.png"));

        assertThat(refusal(link)).isEqualTo(Reason.UNREADABLE);
    }

    @Test
    void anInterruptThatIsPendingEndsItAtOnce() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> MediaInspector.verify(Fixtures.path("clip-2s.mov")))
                .isInstanceOf(InterruptedException.class).hasMessageContaining("clip-2s.mov");
        assertThat(Thread.interrupted()).isFalse();
    }

    /** The file has 400 GB, most of which are holes: whoever reads on is busy for a minute. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptEndsTheReadingOfALargeFile(boolean virtual) throws IOException, InterruptedException {
        byte[] jpeg = Fixtures.bytes("baseline-1280x720.jpg");
        Path file = Files.write(directory.resolve("large.jpg"), Arrays.copyOf(jpeg, 2000));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[]{1}), 400L << 30);
        }
        FutureTask<Verification> task = new FutureTask<>(() -> MediaInspector.verify(file));
        Thread thread = virtual ? Thread.ofVirtual().start(task) : Thread.ofPlatform().start(task);

        thread.interrupt();

        assertThatThrownBy(task::get).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline-1280x720.jpg", "progressive-1280x720.jpg", "lossy-1280x720.webp",
        "first-frame-1280x720.png", "clip-2s.mov", "clip-8s-720p-moov-at-end.mp4"})
    void whatStandsBehindTheEndIsToldAndIsNoDamage(String name) throws IOException {
        byte[] content = Fixtures.bytes(name);
        byte[] text = "any old words behind it".getBytes();

        for (byte[] more : List.of(text, new byte[1], new byte[7], new byte[100],
                new byte[]{(byte) 0xff, (byte) 0xd8})) {
            assertThat(InMemory.verify(Boxes.join(content, more))).isInstanceOfSatisfying(Intact.class,
                    intact -> assertThat(intact.trailingBytes()).isEqualTo(more.length));
        }
    }

    @Test
    void aVideoInFragmentsHasNothingBehindItsEndBecauseItMayGoOnThere() throws IOException {
        byte[] content = Fixtures.bytes("clip-2s-720p-fragmented.mp4");

        for (byte[] more : List.of("any old words".getBytes(), new byte[1], new byte[100])) {
            assertThat(InMemory.damage(Boxes.join(content, more)).offset()).isEqualTo(content.length);
        }
    }

    @Test
    void aFileThatBecomesShorterWhileItIsReadIsDamaged() throws IOException {
        for (String name : Fixtures.names()) {
            byte[] content = Fixtures.bytes(name);
            MediaFile whole = InMemory.file(content, content.length);
            MediaFile cut = InMemory.file(content, content.length - 1);

            assertThat(FileCheck.of(new MediaFile(whole.path(), cut.source(), whole.size()), Depth.CONTENT))
                    .as(name).isInstanceOfSatisfying(Damaged.class,
                            damaged -> assertThat(damaged.reason()).contains("became shorter"));
        }
    }

    private static Reason refusal(Path path) {
        MediaException refused = catchThrowableOfType(MediaException.class, () -> MediaInspector.verify(path));
        assertThat(refused).as("the refusal of %s", path).isNotNull();
        return refused.reason();
    }
}
