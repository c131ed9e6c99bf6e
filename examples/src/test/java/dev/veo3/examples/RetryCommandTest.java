// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JournalReader;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.Latency;
import dev.veo3.emulator.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The command that a run names for what failed is typed as it stands, and goes on with the same batch. */
class RetryCommandTest {
    private static final String FAILED = "To submit again what failed: ";

    @TempDir
    private Path directory;

    private Path manifest(String name, String model) throws IOException {
        Path file = Files.createDirectories(directory.resolve("it's $HOME; `here`")).resolve(name);
        return Files.writeString(file, """
                output_directory: %s
                jobs:
                  - {id: one, type: generate, options: {prompt: "A boat"%s}, output: one.mp4}
                  - {id: two, type: generate, options: {prompt: "A train"%s}, output: two.mp4}
                """.formatted(directory.resolve("elsewhere"), model, model));
    }

    private static Emulator emulator(Fault fault) {
        return Emulator.builder().latency(Latency.fixed(Duration.ZERO))
                .fault(FaultRule.onSubmit(fault).job("two").first(1)).start();
    }

    /** What a shell makes of a command, one word each. */
    private static List<String> words(String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\0' " + command)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return List.of(words.split("\0"));
    }

    private static CommandLine typed(String beginning, CommandLine before) throws Exception {
        String line = before.out().lines().filter(each -> each.contains(beginning)).findFirst().orElseThrow();
        return CommandLine.run(words(line.substring(line.indexOf(beginning) + beginning.length())).toArray());
    }

    private List<Path> journals() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().contains("journal") && Files.isRegularFile(file)
                    && !file.toString().endsWith(".lock")).toList();
        }
    }

    @Test
    void typedAsItStandsItGoesOnWithTheSameJournalAtTheSameService() throws Exception {
        Path manifest = manifest("the jobs.yaml", "");
        Path journal = directory.resolve("my \"journal\".log");
        Path videos = directory.resolve("my videos");
        try (Emulator emulator = emulator(Fault.status(400))) {
            CommandLine run = CommandLine.run("batch", "process", manifest, "--output-dir", videos, "--journal",
                    journal, "--base-url", emulator.baseUrl(), "--project", "my-project", "--location",
                    "europe-west4", "--budget", "20");
            assertThat(run.exit()).as(run.err()).isEqualTo(Veo3.JOBS_FAILED);

            CommandLine retry = typed(FAILED, run);
            assertThat(retry.exit()).as(retry.err()).isZero();
            assertThat(retry.out()).contains("1 kept, 1 submitted again", "videos to " + videos, "2 succeeded");
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).isEqualTo(3);
            assertThat(emulator.ledger().entries()).hasSize(2)
                    .allMatch(entry -> entry.operation().contains("projects/my-project/locations/europe-west4/"));
        }
        assertThat(journals()).containsExactly(journal);
        try (JournalReader reader = JournalReader.of(journal); Stream<JobHistory> jobs = reader.jobs()) {
            assertThat(jobs.map(job -> job.job() + " " + job.ended().orElseThrow().outcome() + " "
                    + job.ended().orElseThrow().attempt())).containsExactlyInAnyOrder("one succeeded 1",
                            "two succeeded 2");
        }
        assertThat(videos.resolve("two.mp4")).exists();
        assertThat(directory.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void aModelThatWasReplacedIsReplacedAgain() throws Exception {
        Path manifest = manifest("jobs.yaml", ", model: veo-3.0-generate-001, duration: 8");
        try (Emulator emulator = emulator(Fault.status(400))) {
            CommandLine run = CommandLine.run("batch", "process", manifest, "--replace-retired", "--base-url",
                    emulator.baseUrl());
            assertThat(run.exit()).as(run.err()).isEqualTo(Veo3.JOBS_FAILED);
            CommandLine retry = typed(FAILED, run);
            assertThat(retry.exit()).as(retry.err()).isZero();
        }
    }

    /** What a run did not submit after a failure is not submitted after the next one. */
    @Test
    void aBatchThatStopsAtAnErrorStopsAtItAgain() throws Exception {
        Path manifest = manifest("jobs.yaml", "");
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO))
                .fault(FaultRule.onSubmit(Fault.status(400)).job("one")).start()) {
            CommandLine run = CommandLine.run("batch", "process", manifest, "--concurrency", "1", "--stop-on-error",
                    "--base-url", emulator.baseUrl());
            assertThat(run.out()).contains("1 failed, 1 skipped");
            String line = run.out().lines().filter(each -> each.startsWith(FAILED)).findFirst().orElseThrow();
            assertThat(words(line.substring(FAILED.length()))).contains("--stop-on-error");
            assertThat(typed(FAILED, run).exit()).isEqualTo(Veo3.JOBS_FAILED);
        }
    }

    @Test
    void whatIsOfUnknownFateIsSubmittedAgainByTheCommandThatIsNamedForIt() throws Exception {
        Path manifest = manifest("jobs.yaml", "");
        Path videos = directory.resolve("my videos");
        try (Emulator emulator = emulator(new Fault.ReplyLostAfterAcceptance())) {
            CommandLine run = CommandLine.run("batch", "process", manifest, "--output-dir", videos, "--base-url",
                    emulator.baseUrl());
            assertThat(run.exit()).as(run.err()).isEqualTo(Veo3.JOBS_FAILED);
            assertThat(run.out()).doesNotContain(FAILED);
            CommandLine retry = typed("To submit it again all the same: ", run);
            assertThat(retry.exit()).as(retry.err()).isZero();
            assertThat(emulator.ledger().entriesFor("two")).hasSize(2);
        }
        assertThat(journals()).containsExactly(videos.resolve("jobs.journal"));
    }

    @Test
    void aBatchThatWouldForgetAnEarlierOneNamesTheCommandToo() throws Exception {
        Path manifest = manifest("jobs.yaml", "");
        Path videos = Files.createDirectory(directory.resolve("my videos"));
        Files.writeString(videos.resolve("results.json"),
                "{\"results\": [{\"job_id\": \"one\", \"success\": false, \"outcome\": \"ambiguous\"}]}");
        CommandLine run = CommandLine.run("batch", "process", manifest, "--output-dir", videos, "--base-url",
                "http://127.0.0.1:9");
        assertThat(run.exit()).isEqualTo(Veo3.BAD_INPUT);
        String command = run.err().replaceAll("(?s).*Take them up with `(.*)`, or move the file away.*", "$1");
        assertThat(words(command)).containsExactly("batch", "retry", videos.resolve("results.json").toString(),
                "--manifest", manifest.toString(), "--output-dir", videos.toString(), "--base-url",
                "http://127.0.0.1:9");
    }

    @Test
    void aWordThatAShellWouldChangeIsQuotedAndAnotherIsNot() throws Exception {
        List<String> words = List.of("plain-1_2./:@%+=,", "", "a b", "it's", "\"", "$HOME", "`x`", "a\nb", "*", "~",
                "#", "\\", "é", "!x", "a'b'c", "{a,b}");
        assertThat(words(ShellWords.line(words) + " end")).isEqualTo(
                Stream.concat(words.stream(), Stream.of("end")).toList());
        assertThat(ShellWords.quoted("videos/results.json")).isEqualTo("videos/results.json");
        assertThat(ShellWords.argument(Path.of("-v.json"))).isEqualTo("./-v.json");
        assertThat(ShellWords.argument(Path.of("@v.json"))).isEqualTo("./@v.json");
        assertThat(ShellWords.argument(Path.of("v.json"))).isEqualTo("v.json");
    }
}
