// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.crash;

import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Several processes on one batch, some of which are killed and one of which stands still for a while; this one owns the server. */
class KilledWorkersTest {
    private static final int JOBS = 30;
    private static final int KILLS = 2;

    private final String batch = "batch " + UUID.randomUUID();
    private final List<Process> processes = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void workersThatAreKilledAndOneThatStandsStillPayNothingTwiceAndLoseNothing() throws Exception {
        try (Emulator emulator = Emulator.builder()
                .latency(Latency.between(Duration.ofMillis(50), Duration.ofMillis(300))).start()) {
            Process paused = start(emulator, "paused");
            awaitAccepted(emulator, 2, paused);
            signal("-STOP", paused);
            for (int kill = 0; kill < KILLS; kill++) {
                Process killed = start(emulator, "killed" + kill);
                awaitAccepted(emulator, accepted(emulator).size() + 3, killed);
                killed.destroyForcibly().waitFor();
            }
            Process other = start(emulator, "other");
            signal("-CONT", paused);
            assertThat(paused.waitFor()).as(() -> "the exit of the one that stood still: " + output("paused")).isZero();
            assertThat(other.waitFor()).as(() -> "the exit of the other: " + output("other")).isZero();

            Process last = start(emulator, "last");
            assertThat(last.waitFor()).as(() -> "the exit of the last: " + output("last")).isZero();
            check(emulator);
        }
    }

    private void check(Emulator emulator) {
        Map<String, Long> accepted = accepted(emulator);
        assertThat(accepted.values()).as("how often each job was accepted").allMatch(times -> times == 1);
        Map<String, String> outcomes = output("last").lines().filter(line -> line.matches("job\\d+ \\w+"))
                .collect(Collectors.toMap(line -> line.split(" ")[0], line -> line.split(" ")[1]));
        assertThat(outcomes).hasSize(JOBS);
        assertThat(outcomes.values()).isSubsetOf("succeeded", "ambiguous");
        assertThat(outcomes.values().stream().filter("ambiguous"::equals)).as("jobs in doubt after the kills")
                .hasSizeLessThanOrEqualTo(4 * KILLS);
        outcomes.forEach((job, outcome) -> {
            if (outcome.equals("succeeded")) {
                assertThat(accepted).containsKey(job);
                assertThat(directory.resolve(job.substring("job".length()) + ".mp4")).exists();
            }
        });
    }

    private static Map<String, Long> accepted(Emulator emulator) {
        return emulator.ledger().entries().stream()
                .collect(Collectors.groupingBy(entry -> entry.job().orElseThrow(), Collectors.counting()));
    }

    /** Looks every moment: whoever watches a process leaves it the machine. */
    private static void awaitAccepted(Emulator emulator, int jobs, Process process) throws InterruptedException {
        while (accepted(emulator).size() < jobs && !process.waitFor(2, TimeUnit.MILLISECONDS)) {
            assertThat(accepted(emulator)).hasSizeLessThanOrEqualTo(JOBS);
        }
    }

    private static void signal(String signal, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor()).isZero();
    }

    private Process start(Emulator emulator, String worker) throws IOException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-Xshare:auto", "-cp", System.getProperty("java.class.path"), KilledWorker.class.getName(),
                emulator.baseUrl().toString(), directory.toString(), String.valueOf(JOBS), PostgresServer.address(),
                batch, worker).redirectErrorStream(true)
                .redirectOutput(directory.resolve(worker + ".txt").toFile()).start();
        processes.add(process);
        return process;
    }

    private String output(String worker) {
        try {
            return Files.readString(directory.resolve(worker + ".txt"));
        } catch (IOException e) {
            return "nothing: " + e;
        }
    }
}
