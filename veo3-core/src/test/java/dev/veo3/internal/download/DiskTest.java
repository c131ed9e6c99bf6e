// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import dev.veo3.error.VeoFileException;
import dev.veo3.time.ManualTime;
import dev.veo3.time.TimeSource;
import dev.veo3.transport.Answer;
import dev.veo3.transport.Transport;
import dev.veo3.video.IfExists;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Disks that are full, or nearly. */
class DiskTest {
    private static final String FILM = "gs://bucket/film.mp4";
    private static final TimeSource TIME = ManualTime.selfAdvancing(Instant.EPOCH);

    @TempDir
    Path directory;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();

    @Test
    void aVideoThatHasNoRoomIsNotFetched() throws IOException {
        assertThatThrownBy(() -> videos(disk(999, Optional.empty())).fetch(FILM, target(), IfExists.FAIL))
                .isInstanceOf(VeoFileException.class)
                .hasMessageContainingAll(FILM, "needs 1000 bytes more", "999 are free", "Make room");
        assertThat(read).hasValue(0);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDiskWhoseRoomCannotBeToldIsTried() throws IOException {
        // What comes is no video: it was fetched.
        for (Disk disk : List.of(disk(-1, Optional.empty()), unknown())) {
            assertThatThrownBy(() -> videos(disk).fetch(FILM, target(), IfExists.FAIL))
                    .hasMessageContaining("brought no video");
        }
        assertThat(read.get()).isPositive();
    }

    @Test
    void aDiskThatFillsUpSaysSoAndGetsItsRoomBack() throws IOException {
        Path full = Path.of("/dev/full");
        assertThat(Files.exists(full)).as("Linux has a disk that is always full").isTrue();

        assertThatThrownBy(() -> videos(disk(-1, Optional.of(full))).fetch(FILM, target(), IfExists.FAIL))
                .isInstanceOf(VeoFileException.class)
                .hasMessageContainingAll(".film.mp4.", "No space left", "Make room", "nothing of the video is lost");

        assertThat(calls).as("another attempt would fail as well").hasValue(1);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    private Path target() {
        return directory.resolve("film.mp4");
    }

    private StoredVideos videos(Disk disk) {
        Transport service = call -> {
            calls.incrementAndGet();
            InputStream body = new ByteArrayInputStream(new byte[1000]) {
                @Override
                public int read(byte[] buffer, int offset, int length) {
                    read.incrementAndGet();
                    return super.read(buffer, offset, length);
                }
            };
            return new Answer(200, Map.of("Content-Length", List.of("1000"), "ETag", List.of("\"one\"")), body);
        };
        return new StoredVideos(service, service, Optional.empty(), TIME,
                new Patience(3, failures -> Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofHours(1), 1000),
                () -> false, disk);
    }

    private static Disk unknown() {
        return new Disk() {
            @Override
            public FileChannel open(Path file, OpenOption... options) throws IOException {
                return FileChannel.open(file, options);
            }

            @Override
            public long usableSpace(Path directory) throws IOException {
                throw new IOException("No such file system");
            }
        };
    }

    /** A disk with that much room, whose files are all the same one if that is given. */
    private static Disk disk(long usable, Optional<Path> instead) {
        return new Disk() {
            @Override
            public FileChannel open(Path file, OpenOption... options) throws IOException {
                return instead.isPresent()
                        ? FileChannel.open(instead.get(), StandardOpenOption.WRITE)
                        : FileChannel.open(file, options);
            }

            @Override
            public long usableSpace(Path directory) {
                return usable;
            }
        };
    }
}
