// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.crash;

import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.journal.JournalReader;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import dev.veo3.media.MediaInspector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** A process that is killed at random moments and started again, until its batch is over. The service outlives it. */
class KillTest {
    private static final int CONCURRENCY = 8;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aBatchThatIsKilledTwentyTimesPaysNothingTwiceAndLosesNothing() throws Exception {
        killed(20, 100);
    }

    @Test
    @Tag("stress")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void aBatchThatIsKilledTwoHundredTimesPaysNothingTwiceAndLosesNothing() throws Exception {
        killed(200, 200);
    }

    @Test
    void aProcessThatStandsStillKeepsItsJournalAndNobodyTakesItsJobs() throws Exception {
        int jobs = 40;
        try (Emulator emulator = Emulator.builder()
                .latency(Latency.between(Duration.ofMillis(50), Duration.ofMillis(300))).start()) {
            Process first = start(emulator, jobs, "first");
            while (!endedMeanwhile(first) && emulator.ledger().entries().size() < 5) {
                // It goes on.
            }
            signal("-STOP", first);
            Process second = start(emulator, jobs, "second");
            assertThat(second.waitFor()).as("the exit of the second process").isNotZero();
            assertThat(output("second")).contains("batch.journal").contains(String.valueOf(first.pid()));
            signal("-CONT", first);
            assertThat(first.waitFor()).as(() -> "the exit of the first process: " + output("first")).isZero();
            check(outcomes(output("first")), emulator, jobs);
        }
    }

    /** Looks for a moment whether the process ends: whoever watches it leaves it the machine. */
    private static boolean endedMeanwhile(Process process) throws InterruptedException {
        return process.waitFor(2, TimeUnit.MILLISECONDS);
    }

    private static void signal(String signal, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor()).isZero();
    }

    private void killed(int kills, int jobs) throws Exception {
        Random random = new Random(kills);
        try (Emulator emulator = Emulator.builder()
                .latency(Latency.between(Duration.ofMillis(50), Duration.ofMillis(300))).start()) {
            Set<String> doubtfulBefore = Set.of();
            int done = 0;
            for (int kill = 0; kill < kills; kill++) {
                Process process = start(emulator, jobs, "output" + kill);
                // Counted in what the service was asked, not in time: the machine may be slow. Polls go on until the end.
                long requests = requests(emulator) + 1 + random.nextInt(60);
                while (!endedMeanwhile(process) && requests(emulator) < requests) {
                    // It goes on.
                }
                process.destroyForcibly().waitFor();
                Set<String> doubtful = doubtful(jobs);
                Set<String> news = new HashSet<>(doubtful);
                news.removeAll(doubtfulBefore);
                assertThat(news).as("jobs that stood in SUBMITTING at kill %s", kill)
                        .hasSizeLessThanOrEqualTo(CONCURRENCY);
                doubtfulBefore = doubtful;
                done = emulator.ledger().entries().size();
            }
            assertThat(done).as("submissions").isPositive();
            Process last = start(emulator, jobs, "last");
            assertThat(last.waitFor()).as(() -> "the exit of the last run: " + output("last")).isZero();
            check(outcomes(output("last")), emulator, jobs);
        }
    }

    private void check(Map<String, String> outcomes, Emulator emulator, int jobs) {
        Map<String, Long> accepted = emulator.ledger().entries().stream()
                .collect(Collectors.groupingBy(entry -> entry.job().orElseThrow(), Collectors.counting()));
        assertThat(outcomes).hasSize(jobs);
        assertThat(outcomes.values()).isSubsetOf("succeeded", "ambiguous");
        assertThat(accepted.values()).as("how often each job was accepted").allMatch(times -> times == 1);
        assertThat(accepted.keySet()).as("what was accepted").isSubsetOf(outcomes.keySet());
        outcomes.forEach((job, outcome) -> {
            Path video = directory.resolve(job.substring("job".length()) + ".mp4");
            if (outcome.equals("succeeded")) {
                assertThat(accepted).containsKey(job);
                assertThat(video).exists();
            }
            if (Files.exists(video)) {
                assertThatCode(() -> MediaInspector.inspect(video)).as("a whole file").doesNotThrowAnyException();
            }
        });
    }

    /** The jobs of which the journal does not know whether they were taken. */
    private Set<String> doubtful(int jobs) {
        Path journal = directory.resolve("batch.journal");
        if (!Files.exists(journal)) {
            return Set.of();
        }
        Set<String> doubtful = new HashSet<>();
        try (JournalReader reader = JournalReader.of(journal)) {
            for (int job = 0; job < jobs; job++) {
                JobState state = reader.state("job" + job);
                if (state.phase() == JobState.Phase.SUBMITTING || state.phase() == JobState.Phase.AMBIGUOUS
                        || state.outcome().filter("ambiguous"::equals).isPresent()) {
                    doubtful.add("job" + job);
                }
            }
        }
        return doubtful;
    }

    private static long requests(Emulator emulator) {
        return emulator.ledger().requests().stream().mapToLong(requests -> requests.count()).sum();
    }

    private Process start(Emulator emulator, int jobs, String output) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xshare:auto", "-cp", System.getProperty("java.class.path"),
                KilledBatch.class.getName(),
                emulator.baseUrl().toString(), directory.toString(), String.valueOf(jobs)));
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(directory.resolve(output + ".txt").toFile()).start();
    }

    private String output(String name) {
        try {
            return Files.readString(directory.resolve(name + ".txt"));
        } catch (IOException e) {
            return "nothing: " + e;
        }
    }

    private static Map<String, String> outcomes(String output) {
        assertThat(output).contains("over");
        try (Stream<String> lines = output.lines()) {
            return lines.filter(line -> line.matches("job\\d+ \\w+"))
                    .collect(Collectors.toMap(line -> line.split(" ")[0], line -> line.split(" ")[1]));
        }
    }
}
