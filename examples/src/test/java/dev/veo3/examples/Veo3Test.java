// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.RecordedResult;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.Latency;
import dev.veo3.emulator.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class Veo3Test {
    private static final String TWO_JOBS = """
            jobs:
              - {id: one, type: generate, options: {prompt: "A boat"}, output: one.mp4}
              - {id: two, type: generate, options: {prompt: "A train"}, output: two.mp4}
            """;

    @TempDir
    private Path directory;

    @Test
    void aBatchWhoseJobsAllSucceedEndsWithZero() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO)).start()) {
            CommandLine run = process(emulator);
            assertThat(run.exit()).isZero();
            assertThat(run.out()).contains("2 succeeded").contains("one.mp4 (1280x720, 8.0 s");
            assertThat(directory.resolve("two.mp4")).exists();
        }
    }

    @Test
    void aBatchWithAFailedJobEndsWithOneAndItsRetryMendsIt() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO))
                .fault(FaultRule.onSubmit(Fault.status(400)).job("two").first(1)).start()) {
            CommandLine run = process(emulator);
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.out()).contains("1 failed").contains("HTTP 400");
            assertThat(run.err()).isEmpty();

            CommandLine retry = CommandLine.run("batch", "retry", directory.resolve("results.json"), "--manifest",
                    directory.resolve("jobs.yaml"), "--base-url", emulator.baseUrl());
            assertThat(retry.exit()).isZero();
            assertThat(retry.out()).contains("2 succeeded")
                    .contains(
                            "2 jobs: 1 kept, 1 submitted again (at most $3.20), 0 taken up, 0 left alone, videos to ");
            assertThat(ResultsFile.read(directory.resolve("results.json")).results()).hasSize(2)
                    .allMatch(RecordedResult::success);
            assertThat(emulator.ledger().entriesFor("one")).hasSize(1);
            assertThat(emulator.ledger().entriesFor("two")).hasSize(1);
        }
    }

    @Test
    void aJobOfUnknownFateIsListedAndNotSubmittedAgain() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO))
                .fault(FaultRule.onSubmit(new Fault.ReplyLostAfterAcceptance()).job("two")).start()) {
            assertThat(process(emulator).exit()).isEqualTo(1);
            CommandLine retry = CommandLine.run("batch", "retry", directory.resolve("results.json"), "--manifest",
                    directory.resolve("jobs.yaml"), "--output-dir", directory, "--base-url", emulator.baseUrl());
            assertThat(retry.exit()).isEqualTo(1);
            assertThat(retry.out()).contains("1 ambiguous").contains("--accept-unknown");
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).isEqualTo(2);
        }
    }

    @Test
    void aRetryWritesItsResultsOverTheFileThatItWasGiven() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO))
                .fault(FaultRule.onSubmit(Fault.status(400)).job("two").first(1)).start()) {
            process(emulator);
            Path other = directory.resolve("other");
            Path moved = Files.move(directory.resolve("results.json"), directory.resolve("before.json"));
            CommandLine retry = CommandLine.run("batch", "retry", moved, "--manifest", directory.resolve("jobs.yaml"),
                    "--output-dir", other, "--accept-unknown", "--stop-on-error", "--base-url", emulator.baseUrl());
            assertThat(retry.exit()).isZero();
            assertThat(other.resolve("two.mp4")).exists();
            assertThat(other.resolve("results.json")).doesNotExist();
            assertThat(ResultsFile.read(moved).results()).hasSize(2).allMatch(RecordedResult::success);
        }
    }

    @Test
    void aRetryDoesNotForgetAJobThatItsManifestLacks() throws Exception {
        Path results = Files.writeString(directory.resolve("results.json"), """
                {"results": [{"job_id": "three", "success": false, "outcome": "unfinished", "operation": "o/3"}]}
                """);
        Files.writeString(directory.resolve("jobs.yaml"), TWO_JOBS);
        CommandLine retry = CommandLine.run("batch", "retry", results, "--manifest", directory.resolve("jobs.yaml"),
                "--base-url", "http://127.0.0.1:9");
        assertThat(retry.exit()).isEqualTo(2);
        assertThat(retry.err()).contains("\"three\" is not in the manifest");
        assertThat(results).content().contains("o/3");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"unfinished, o/1, true", "empty, o/1, true", "ambiguous, , true", ", , true", "cancelled, o/1, true",
        "cancelled, , false", "skipped, , false", "failed, , false", "filtered, o/1, false", "succeeded, o/1, false"})
    void aBatchIsNotRunOverResultsThatNameJobsTheServiceMayKeep(@Nullable String outcome, @Nullable String operation,
            boolean refused) throws Exception {
        Path results = Files.writeString(directory.resolve("results.json"),
                "{\"results\": [{\"job_id\": \"old\", \"success\": false" + field("outcome", outcome)
                        + field("operation", operation) + "}]}");
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO)).start()) {
            CommandLine run = process(emulator);
            assertThat(run.exit()).isEqualTo(refused ? 2 : 0);
            assertThat(emulator.ledger().entries()).hasSize(refused ? 0 : 2);
            if (refused) {
                assertThat(run.err()).hasLineCount(1)
                        .contains("Take them up with `batch retry " + results + " --manifest ", "move the file away");
            }
        }
    }

    private static String field(String name, @Nullable String value) {
        return value == null ? "" : ", \"" + name + "\": \"" + value + "\"";
    }

    @Test
    void stopOnErrorSubmitsNothingMore() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO))
                .fault(FaultRule.onSubmit(Fault.status(400)).job("one")).start()) {
            Files.writeString(directory.resolve("jobs.yaml"), TWO_JOBS);
            CommandLine run = CommandLine.run("batch", "process", directory.resolve("jobs.yaml"), "--stop-on-error",
                    "--concurrency", 1, "--output-dir", directory, "--base-url", emulator.baseUrl());
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.out()).contains("1 failed").contains("1 skipped");
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).isEqualTo(1);
        }
    }

    @Test
    void theTemplateIsAManifestWithAJobOfEachType() throws Exception {
        CommandLine template = CommandLine.run("batch", "template");
        assertThat(template.exit()).isZero();
        Path file = Files.writeString(directory.resolve("template.yaml"), template.out());
        BatchManifest manifest = BatchManifest.load(file);
        assertThat(manifest.problems()).isEmpty();
        assertThat(template.out()).contains("type: generate", "type: animate", "type: interpolate",
                "type: references", "type: edit", "type: extend");
        CommandLine run = CommandLine.run("batch", "process", file, "--base-url", "http://127.0.0.1:9");
        assertThat(run.err()).as("only its pictures and videos are missing").contains("6 problems")
                .contains("path/to/portrait.png", "path/to/first.png", "path/to/last.png", "path/to/ann.png",
                        "path/to/shore.png", "path/to/existing.mp4");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongInputs")
    void wrongInputEndsWithTwoAndASentence(String name, Object[] args, String expected) throws Exception {
        Files.writeString(directory.resolve("jobs.yaml"), TWO_JOBS);
        Files.writeString(directory.resolve("broken.yaml"), "jobs: [");
        Files.writeString(directory.resolve("twice.yaml"), TWO_JOBS.replace("two", "one"));
        Files.writeString(directory.resolve("list.json"), "[]");
        for (int i = 0; i < args.length; i++) {
            args[i] = args[i].toString().replace("DIR", directory.toString());
        }
        CommandLine run = CommandLine.run(args);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains(expected).doesNotContain("Exception").doesNotContain("\tat ");
    }

    static Stream<Arguments> wrongInputs() {
        return Stream.of(wrong("no command", "Missing required subcommand"),
                wrong("unknown command", "Unmatched argument", "make"),
                wrong("no manifest", "Missing required parameter: 'MANIFEST'", "batch", "process"),
                wrong("missing manifest", "does not exist", "batch", "process", "DIR/none.yaml", "--base-url",
                        "http://127.0.0.1:9"),
                wrong("directory", "it is a directory", "batch", "process", "DIR", "--base-url", "http://127.0.0.1:9"),
                wrong("no YAML", "this is no valid YAML", "batch", "process", "DIR/broken.yaml", "--base-url",
                        "http://127.0.0.1:9"),
                wrong("problems", "2 problems; nothing was submitted.", "batch", "process", "DIR/twice.yaml",
                        "--base-url", "http://127.0.0.1:9"),
                wrong("concurrency", "Invalid value for option '--concurrency': at least 1 job runs at once, not 0",
                        "batch", "process", "DIR/jobs.yaml",
                        "--concurrency", "0", "--base-url", "http://127.0.0.1:9"),
                wrong("concurrency no number", "'many' is not an int", "batch", "process", "DIR/jobs.yaml",
                        "--concurrency", "many"),
                wrong("other URL", "The value of --base-url is no base URL", "batch", "process", "DIR/jobs.yaml",
                        "--base-url", "ftp://127.0.0.1"),
                wrong("no URL", "The value of --base-url is no base URL", "batch", "process", "DIR/jobs.yaml",
                        "--base-url", "foo"),
                wrong("retry without manifest", "Missing required option: '--manifest=MANIFEST'", "batch", "retry",
                        "DIR/results.json"),
                wrong("no results", "the results file does not exist", "batch", "retry", "DIR/none.json", "--manifest",
                        "DIR/jobs.yaml", "--base-url", "http://127.0.0.1:9"),
                wrong("other results", "this is no results file", "batch", "retry", "DIR/list.json", "--manifest",
                        "DIR/jobs.yaml", "--base-url", "http://127.0.0.1:9"));
    }

    private static Arguments wrong(String name, String expected, Object... args) {
        return arguments(name, args, expected);
    }

    private CommandLine process(Emulator emulator) throws Exception {
        Files.writeString(directory.resolve("jobs.yaml"), TWO_JOBS);
        return CommandLine.run("batch", "process", directory.resolve("jobs.yaml"), "--output-dir", directory,
                "--base-url", emulator.baseUrl());
    }
}
