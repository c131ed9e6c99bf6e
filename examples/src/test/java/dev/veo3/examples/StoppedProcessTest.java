// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.report.RecordedResult;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import dev.veo3.emulator.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that is told to end, by Ctrl-C or by the system, keeps what it knows. */
class StoppedProcessTest {
    @TempDir
    private Path directory;

    @Test
    void theOperationsOfAStoppedProcessAreInItsResults() throws Exception {
        Path manifest = Files.writeString(directory.resolve("jobs.yaml"), """
                concurrency: 2
                jobs:
                  - {id: one, type: generate, options: {prompt: "A boat"}, output: one.mp4}
                  - {id: two, type: generate, options: {prompt: "A train"}, output: two.mp4}
                  - {id: three, type: generate, options: {prompt: "A plane"}, output: three.mp4}
                """);
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ofHours(1))).start()) {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp", System.getProperty("java.class.path"), "dev.veo3.examples.Veo3", "batch", "process",
                    manifest.toString(), "--output-dir", directory.toString(), "--base-url",
                    emulator.baseUrl().toString()).redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output.txt").toFile()).start();
            try {
                // Polled twice, so the answers of both submissions have arrived.
                while (emulator.ledger().requests(Ledger.Route.POLL) < 4) {
                    // For a moment only, in which it has the machine.
                    assertThat(process.waitFor(2, TimeUnit.MILLISECONDS)).as(() -> "ended; it printed " + output())
                            .isFalse();
                }
                process.destroy();
                process.waitFor();
            } finally {
                process.destroyForcibly();
            }
            List<RecordedResult> results = ResultsFile.read(directory.resolve("results.json")).results().toList();
            assertThat(results).extracting(result -> result.outcome().orElse("")).containsExactly("unfinished",
                    "unfinished", "cancelled");
            assertThat(results.stream().flatMap(result -> result.operation().stream()))
                    .containsExactlyInAnyOrderElementsOf(
                            emulator.ledger().entries().stream().map(Ledger.Entry::operation).toList());
        }
    }

    private String output() {
        try {
            return Files.readString(directory.resolve("output.txt"));
        } catch (IOException e) {
            return "nothing";
        }
    }
}
