// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.EmulatorMain;
import dev.veo3.emulator.FaultRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Helps and usages are of the command that a person has typed. */
class UsageTest {
    @TempDir
    private Path directory;

    private static CommandLine typed(String words) {
        return CommandLine.run((Object[]) words.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"top, rec.jfr -n 0", "top, rec.jfr --rows=0", "live, rec.jfr -n 0", "diff, rec.jfr -n -1"})
    void aWrongNumberOfRowsShowsTheUsageOfThatCommand(String command, String words) {
        CommandLine wrong = typed("profile " + command + " " + words);
        assertThat(wrong.exit()).isEqualTo(Veo3.BAD_INPUT);
        assertThat(wrong.err()).startsWith("Invalid value for option '--rows' (N): at least 1 row is printed, not ")
                .contains("Usage: veo3 profile " + command + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tune jobs.csv --levels=1", "doctor --jobs=10"})
    void aLatencyIsATimeOrANumberOfMilliseconds(String words) throws Exception {
        Path manifest = Files.writeString(directory.resolve("jobs.csv"),
                "id,type,prompt,output\na,generate,A cat,a.mp4\n");
        for (String latency : List.of("20", "20ms", "10ms-20ms")) {
            CommandLine run = typed(words.replace("jobs.csv", manifest.toString()) + " --latency=" + latency);
            assertThat(run.exit()).as(run.err()).isNotEqualTo(Veo3.BAD_INPUT);
        }
        CommandLine wrong = typed(words.replace("jobs.csv", manifest.toString()) + " --latency=soon");
        assertThat(wrong.exit()).isEqualTo(Veo3.BAD_INPUT);
        assertThat(wrong.err()).isEqualTo(
                "--latency is a time such as 300ms, 2s or 500ms-3s, or a number of milliseconds, not \"soon\"."
                        + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(strings = {"doctor --base-url bla", "doctor --base-url bla --latency 20",
        "tune jobs.csv --base-url ftp://x", "doctor --base-url http://user:pass@host --budget 1"})
    void whatIsNoBaseUrlIsSaidBeforeAnythingElseOfIt(String words) throws Exception {
        Path manifest = Files.writeString(directory.resolve("jobs.csv"),
                "id,type,prompt,output\na,generate,A cat,a.mp4\n");
        CommandLine wrong = typed(words.replace("jobs.csv", manifest.toString()));
        assertThat(wrong.exit()).isEqualTo(Veo3.BAD_INPUT);
        assertThat(wrong.err()).startsWith("The value of --base-url is no base URL.").doesNotContain("pass@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void theHelpOfTheEmulatorIsThatOfTheCommand(String option) {
        CommandLine help = CommandLine.run("emulator", option);
        assertThat(help.exit()).isZero();
        assertThat(help.out()).startsWith("Usage: veo3 emulator [OPTION...]").contains("--fault RULE");
        assertThat(EmulatorMain.usage("other")).startsWith("Usage: other [OPTION...]");
    }

    @Test
    void aDemoOffersNothingThatNeedsAJournal() {
        String help = CommandLine.run("demo", "--help").out();
        assertThat(help).contains("--report").doesNotContain("--journal", "--accept-change");
        CommandLine wrong = CommandLine.run("demo", "--journal", "x.journal");
        assertThat(wrong.exit()).isEqualTo(Veo3.BAD_INPUT);
        assertThat(wrong.err()).startsWith("Unknown option: '--journal'");
        for (String command : List.of("process", "retry")) {
            assertThat(CommandLine.run("batch", command, "--help").out()).contains("--journal", "--accept-change");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch process", "batch retry", "tune", "demo", "cluster submit"})
    void theFormatsOfAManifestAreAllNamed(String command) {
        assertThat(typed(command + " --help").out().replaceAll("\\s+", " "))
                .contains("YAML, JSON, JSON Lines or CSV");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            batch process jobs.yaml --base-url http://127.0.0.1:9 --rate 0 | At least 1 submission a minute is allowed, not 0
            batch process jobs.yaml --base-url http://127.0.0.1:9 --rate -1 | At least 1 submission a minute is allowed, not -1
            cluster status --database bla                                  | The value of --database is no address of a PostgreSQL
            cluster status --database jdbc:mysql://host/x                  | The value of --database is no address of a PostgreSQL
            """)
    void aWrongValueIsToldInOneSentence(String words, String sentence) throws Exception {
        Path manifest = Files.writeString(directory.resolve("jobs.yaml"),
                "jobs: [{id: a, type: generate, options: {prompt: A cat}, output: a.mp4}]");
        CommandLine wrong = typed(words.strip().replace("jobs.yaml", manifest.toString()));
        assertThat(wrong.err()).startsWith(sentence).hasLineCount(1).doesNotContain("Optional", "Exception");
        assertThat(wrong.exit()).isEqualTo(Veo3.BAD_INPUT);
    }

    @Test
    void jobsThatABudgetHasSkippedAreNotSaidToGoOnByTheSameCommand() throws Exception {
        Path manifest = Files.writeString(directory.resolve("jobs.yaml"), """
                output_directory: %s
                jobs: [{id: a, type: generate, options: {prompt: A cat}, output: a.mp4}]
                """.formatted(directory.resolve("videos")));
        CommandLine run = CommandLine.run("batch", "process", manifest, "--base-url", "http://127.0.0.1:9", "--budget",
                "1");
        assertThat(run.exit()).isEqualTo(Veo3.JOBS_FAILED);
        assertThat(run.out()).contains("To go on: mend what the jobs were skipped for, and run the command again.")
                .doesNotContain("run the same command");
        assertThat(CommandLine.run("batch", "status", directory.resolve("videos/jobs.journal")).out())
                .contains("To go on: mend what the jobs were skipped for, and run `batch process` again.");
    }

    @Test
    void theExampleAndTheReadmeCountTheSameTypes() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("examples/jobs.yaml"));
        long types = lines.stream().map(String::strip).filter(line -> line.startsWith("type: ")).distinct().count();
        assertThat(types).isEqualTo(4);
        assertThat(lines.getFirst()).contains("four of the six types of job");
        assertThat(Path.of("README.md")).content().contains("four of the six types");
    }

    @Test
    void aStatusSaysWhatCanBeDone() throws Exception {
        Path manifest = Files.writeString(directory.resolve("jobs.yaml"), """
                output_directory: %s
                jobs:
                  - {id: one, type: generate, options: {prompt: "A boat"}, output: one.mp4}
                  - {id: two, type: generate, options: {prompt: "A train"}, output: two.mp4, depends_on: [one]}
                """.formatted(directory.resolve("videos")));
        Path journal = directory.resolve("videos/jobs.journal");
        try (Emulator emulator = Emulator.builder().fault(FaultRule.parse("submit:job=one:400"))
                .start()) {
            CommandLine.run("batch", "process", manifest, "--base-url", emulator.baseUrl());
        }
        assertThat(CommandLine.run("batch", "status", journal).out()).contains("one  failed", "1 failed, 1 skipped",
                "To go on: mend what the jobs were skipped for, and run `batch process` again.",
                "To submit again what failed: `batch retry` with the results file of the batch and its manifest.")
                .doesNotContain("unknown fate");
        try (Emulator emulator = Emulator.builder().fault(FaultRule.parse("submit:job=two:reply-lost"))
                .start()) {
            CommandLine.run("batch", "retry", directory.resolve("videos/results.json"), "--manifest", manifest,
                    "--base-url", emulator.baseUrl());
        }
        assertThat(CommandLine.run("batch", "status", journal).out()).contains("1 ambiguous, 1 succeeded",
                "1 job is of unknown fate", "`batch retry --accept-unknown`").doesNotContain("To go on", "what failed");
    }
}
