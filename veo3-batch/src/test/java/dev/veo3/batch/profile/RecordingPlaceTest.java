// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is in the way of a recording is told so that whoever does what is said is not refused once more. */
class RecordingPlaceTest {
    @TempDir
    private Path directory;

    private Path cpu = Path.of("");
    private Path memory = Path.of("");

    @BeforeEach
    void name() {
        cpu = directory.resolve("cpu.jfr");
        memory = directory.resolve("mem.jfr");
    }

    private void isRefusedForGood(Path foreign, String kind) throws Exception {
        String before = Files.readString(foreign);
        BatchProfiler profiler = BatchProfiler.cpuAndMemory(cpu, memory);
        for (BatchProfiler each : List.of(profiler, profiler.replacingFiles())) {
            assertThatThrownBy(each::start).isInstanceOf(ProfileException.class).hasMessage(
                    foreign + ": this file is no " + kind
                            + ", and is not replaced. Name another file for the profile.");
        }
        assertThat(foreign).hasContent(before);
    }

    @Test
    void aFileThatIsNoProfileIsNotSaidToBeReplaced() throws Exception {
        isRefusedForGood(Files.writeString(cpu, "precious"), "recording");
    }

    @Test
    void aPageThatIsNoFlameGraphIsToldBeforeARecordingThatMayBeReplaced() throws Exception {
        Files.createFile(cpu);
        isRefusedForGood(Files.writeString(directory.resolve("cpu.html"), "mine"), "flame graph");
    }

    @Test
    void aFileInThePlaceOfTheOtherRecordingIsToldBeforeOneThatMayBeReplaced() throws Exception {
        Files.createFile(cpu);
        isRefusedForGood(Files.writeString(memory, "precious"), "recording");
    }
}
