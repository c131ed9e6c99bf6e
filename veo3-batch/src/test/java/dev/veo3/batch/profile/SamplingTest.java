// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Which samples a recording of the CPU time takes on this Java runtime. */
class SamplingTest {
    @TempDir
    private Path directory;

    /** JEP 509: from JDK 25 on, and on Linux only. */
    private static boolean hasCpuTime() {
        return Runtime.version().feature() >= 25
                && System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    }

    @Test
    void theCpuTimeIsSampledWhereTheJdkSamplesIt() {
        try (Recording recording = Recordings.cpu()) {
            assertThat(recording.getSettings().keySet()).noneMatch(
                    setting -> setting.startsWith((hasCpuTime() ? Recordings.RUNNING : Recordings.CPU_TIME) + "#"));
            String wanted = hasCpuTime() ? Recordings.CPU_TIME : Recordings.RUNNING;
            assertThat(recording.getSettings()).containsEntry(wanted + "#enabled", "true");
            assertThat(FlightRecorder.getFlightRecorder().getEventTypes()).extracting(EventType::getName)
                    .contains(wanted);
        }
    }

    @Test
    void aRecordingCountsWhatTheJdkSamples() {
        Path cpu = directory.resolve("cpu.jfr");
        long end = BatchProfiler.cpu(cpu).around(() -> {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            return until;
        });
        assertThat(end).isNotZero();
        assertThat(Profile.read(cpu).measure()).isEqualTo(hasCpuTime() ? Measure.CPU_TIME : Measure.RUNNING);
    }
}
