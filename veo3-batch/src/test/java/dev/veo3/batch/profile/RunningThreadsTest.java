// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A recording as a JDK makes it that does not sample the CPU time: before JDK 25, and elsewhere than on Linux. */
class RunningThreadsTest {
    private static final String SLOW = RunningThreadsTest.class.getName() + ".walkSlowly";
    private static final int SAMPLES = 10;
    private static final int MOST_ROUNDS = 4000;

    @TempDir
    private static Path directory;
    private static Path file = Path.of("");
    private static volatile long counted;

    // It is enough that the stream is open.
    @SuppressWarnings("try")
    @BeforeAll
    static void record() throws IOException {
        file = directory.resolve("running.jfr");
        AtomicInteger seen = new AtomicInteger();
        try (RecordingStream watching = watch(seen); Recording recording = Recordings.running()) {
            recording.start();
            for (int round = 0; round < MOST_ROUNDS && seen.get() < SAMPLES; round++) {
                walkSlowly();
            }
            recording.stop();
            recording.dump(file);
        }
        assertThat(seen.get()).as("samples of the slow method, seen live").isGreaterThanOrEqualTo(SAMPLES);
    }

    private static RecordingStream watch(AtomicInteger seen) {
        RecordingStream stream = new RecordingStream();
        stream.onEvent(Recordings.RUNNING, sample -> {
            if (sample.getStackTrace() != null
                    && sample.getStackTrace().getFrames().getFirst().getMethod().getName().equals("walkSlowly")) {
                seen.incrementAndGet();
            }
        });
        stream.startAsync();
        return stream;
    }

    private static void walkSlowly() {
        // Nobody knows beforehand how often such a loop goes round: every collector lets it be sampled.
        long steps = 0;
        for (long start = 1; start < 20_000; start++) {
            for (long number = start; number != 1; steps++) {
                number = number % 2 == 0 ? number / 2 : 3 * number + 1;
            }
        }
        counted += steps;
    }

    @Test
    void itHasSamplesOfRunningThreadsOnly() throws IOException {
        assertThat(RecordingFile.readAllEvents(file)).extracting(RecordedEvent::getEventType)
                .extracting(type -> type.getName()).contains(Recordings.RUNNING)
                .doesNotContain(Recordings.CPU_TIME, Recordings.LOST);
    }

    @Test
    void theSlowMethodIsAtTheTop() {
        Profile profile = Profile.read(file);
        assertThat(profile.measure()).isEqualTo(Measure.RUNNING);
        HotMethods top = profile.top(5);
        assertThat(top.methods().getFirst().name()).isEqualTo(SLOW);
        assertThat(top.methods().getFirst().self()).isGreaterThanOrEqualTo(SAMPLES);
        assertThat(ProfileText.top(top)).startsWith(file + ": running threads, " + top.samples() + " samples\n")
                .contains("  " + SLOW);
    }

    @Test
    void itsHotLinesAreThoseOfTheLoop() {
        HotLines lines = Profile.read(file).lines("RunningThreadsTest.walkSlowly");
        assertThat(lines.lines().stream().mapToLong(HotLine::self).sum()).isEqualTo(lines.method().self());
        assertThat(lines.method().self()).isGreaterThanOrEqualTo(SAMPLES);
    }

    @Test
    void theFlameGraphCountsSamples() {
        assertThat(Profile.read(file).flame()).content().contains("Running threads in running.jfr", SLOW,
                "\"measure\":\"RUNNING\"");
    }
}
