// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import dev.veo3.batch.manifest.JobSpec.Written;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ManifestShapeTest {
    private static final String YAML = """
            concurrency: 5
            continue_on_error: false
            output_directory: ./videos
            batch_size: 10
            jobs:
              - id: job1
                type: generate
                options: {prompt: "A cinematic shot of a sunset", duration: 8, aspect_ratio: "16:9"}
                output: sunset.mp4
              - {id: job2, type: animate, options: {image: path/to/image.png, prompt: "She waves"}, output: animated.mp4}
            """;
    private static final String JSON = """
            {"concurrency": 5, "continue_on_error": false, "output_directory": "./videos", "batch_size": 10,
             "jobs": [
               {"id": "job1", "type": "generate", "output": "sunset.mp4",
                "options": {"prompt": "A cinematic shot of a sunset", "duration": 8, "aspect_ratio": "16:9"}},
               {"id": "job2", "type": "animate", "output": "animated.mp4",
                "options": {"image": "path/to/image.png", "prompt": "She waves"}}]}
            """;

    @TempDir
    private Path directory;

    @Test
    void yamlAndJsonSayTheSame() throws IOException {
        ManifestFiles files = new ManifestFiles(directory);

        for (BatchManifest manifest : List.of(files.yaml(YAML), files.json(JSON))) {
            assertThat(manifest.problems()).isEmpty();
            assertThat(manifest.concurrency()).hasValue(5);
            assertThat(manifest.continueOnError()).contains(false);
            assertThat(manifest.outputDirectory()).contains("./videos");
            assertThat(manifest.batchSize()).hasValue(10);
            assertThat(manifest.jobs().map(ManifestShapeTest::words)).containsExactly(
                    Map.of("id", "job1", "type", "generate", "output", "sunset.mp4", "options.prompt",
                            "A cinematic shot of a sunset", "options.duration", "8", "options.aspect_ratio", "16:9"),
                    Map.of("id", "job2", "type", "animate", "output", "animated.mp4", "options.image",
                            "path/to/image.png", "options.prompt", "She waves"));
        }
    }

    @Test
    void whatIsLeftOutIsEmptyAndNotAStandardValue() throws IOException {
        BatchManifest manifest = new ManifestFiles(directory).yaml("jobs: [{id: a}]");

        assertThat(manifest.concurrency()).isEmpty();
        assertThat(manifest.continueOnError()).isEmpty();
        assertThat(manifest.outputDirectory()).isEmpty();
        assertThat(manifest.batchSize()).isEmpty();
        assertThat(manifest.problems()).isEmpty();
    }

    @Test
    void aManifestIsReadAgainAtEachCallAndKnowsItsFile() throws IOException {
        BatchManifest manifest = new ManifestFiles(directory).yaml(YAML);

        assertThat(manifest.jobs()).hasSize(2);
        assertThat(manifest.jobs()).hasSize(2);
        assertThat(manifest.file()).contains(directory.resolve("jobs.yaml"));
        assertThat(manifest.source()).isEqualTo(directory.resolve("jobs.yaml").toString());
    }

    @ParameterizedTest
    @CsvSource({"false,false", "False,false", "FALSE,false", "no,false", "off,false", "true,true", "True,true",
        "yes,true", "On,true"})
    void continueOnErrorIsWhatTheFileSays(String written, boolean meant) throws IOException {
        BatchManifest manifest = new ManifestFiles(directory)
                .yaml("continue_on_error: " + written + "\njobs: [{id: a}]");

        assertThat(manifest.continueOnError()).contains(meant);
        assertThat(manifest.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "nope", "[true]", "{a: b}"})
    void continueOnErrorIsNothingElse(String written) throws IOException {
        BatchManifest manifest = new ManifestFiles(directory)
                .yaml("continue_on_error: " + written + "\njobs: [{id: a}]");

        assertThat(manifest.continueOnError()).isEmpty();
        assertThat(ManifestFiles.lines(manifest.problems())).singleElement().asString()
                .startsWith("1:20 \"continue_on_error\" is ").endsWith(". Write true or false.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "010", "0x10", "1_0", "3.0", "1e3", "99999999999", "'3'", "three", "[3]",
        "true"})
    void aNumberOfJobsIsAWholeNumberOfAtLeastOne(String written) throws IOException {
        BatchManifest manifest = new ManifestFiles(directory)
                .yaml("concurrency: " + written + "\nbatch_size: " + written + "\njobs: [{id: a}]");

        assertThat(manifest.concurrency()).isEmpty();
        assertThat(manifest.batchSize()).isEmpty();
        assertThat(ManifestFiles.lines(manifest.problems()))
                .allMatch(line -> line.endsWith(". Write a whole number of at least 1."))
                .satisfiesExactly(line -> assertThat(line).startsWith("1:14 \"concurrency\" is "),
                        line -> assertThat(line).startsWith("2:13 \"batch_size\" is "));
    }

    @Test
    void anOutputDirectoryIsAPath() throws IOException {
        ManifestFiles files = new ManifestFiles(directory);
        String remedy = "Write the path of a directory.";

        assertThat(files.problems("output_directory: ''\njobs: [{id: a}]"))
                .containsExactly("1:19 \"output_directory\" is the text \"\". " + remedy);
        assertThat(files.problems("output_directory: [a]\njobs: [{id: a}]"))
                .containsExactly("1:19 \"output_directory\" is a list. " + remedy);
        assertThat(files.problems("output_directory: \"a\\0b\"\njobs: [{id: a}]"))
                .containsExactly("1:19 \"output_directory\" is the text \"a\0b\". " + remedy);
    }

    static Stream<List<String>> shapes() {
        return Stream.of(List.of("", "0:0 the manifest is empty. Write at least one job under \"jobs:\"."),
                List.of("# nothing\n", "0:0 the manifest is empty. Write at least one job under \"jobs:\"."),
                List.of("---\n", "0:0 the manifest is empty. Write at least one job under \"jobs:\"."),
                List.of("null", "0:0 the manifest is empty. Write at least one job under \"jobs:\"."),
                List.of("just words",
                        "1:1 a manifest is a table of keys, not the text \"just words\". Begin with \"jobs:\"."),
                List.of("\n- id: a", "2:1 a manifest is a table of keys, not a list. Begin with \"jobs:\"."),
                List.of("concurrency: 3",
                        "1:1 the manifest has no jobs. Write at least one job under \"jobs:\"."),
                List.of("jobs:", "1:1 the manifest has no jobs. Write at least one job under \"jobs:\"."),
                List.of("jobs: []", "1:7 the manifest has no jobs. Write at least one job under \"jobs:\"."),
                List.of("jobs: {id: a}",
                        "1:7 \"jobs\" is a table of keys. Write a list: each job begins with \"- id:\"."),
                List.of("jobs:\n  - a", "2:5 a job is a table of keys, not the text \"a\"."
                        + " Write id, type, options and output."));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aFileOfAnotherShapeIsAProblemAtItsPlace(List<String> textAndProblem) throws IOException {
        assertThat(new ManifestFiles(directory).problems(textAndProblem.get(0)))
                .containsExactly(textAndProblem.get(1));
    }

    @Test
    void anEmptyJsonFileIsEmpty() throws IOException {
        assertThat(ManifestFiles.lines(new ManifestFiles(directory).json("").problems()))
                .containsExactly("0:0 the manifest is empty. Write at least one job under \"jobs:\".");
    }

    @Test
    void anUnknownKeyIsAnsweredWithTheNearestKnownOne() throws IOException {
        assertThat(new ManifestFiles(directory).problems("""
                consurrency: 3
                Output_Directory: x
                CONCURRENCY: 3
                somethingelse: 1
                jobs: [{id: a}]
                """)).containsExactly(
                "1:14 the manifest has no key \"consurrency\". Write \"concurrency\" if that is meant.",
                "2:19 the manifest has no key \"Output_Directory\". Write \"output_directory\" if that is meant.",
                "3:14 the manifest has no key \"CONCURRENCY\". Write \"concurrency\" if that is meant.",
                "4:16 the manifest has no key \"somethingelse\". It may be one of batch_size, budget,"
                        + " concurrency, continue_on_error, deadline, defaults, jobs, output_directory,"
                        + " templates.");
    }

    @Test
    void aScalarIsKeptAsItWasWritten() throws IOException {
        BatchManifest manifest = new ManifestFiles(directory).yaml("""
                jobs:
                  - {a: 007, b: 1.10, c: True, d: 0x1F, e: 1_000, f: 2026-01-01, g: 16:9, h: .5, i: 1e3, j: !!str 8}
                """);

        assertThat(manifest.jobs().map(ManifestShapeTest::words)).containsExactly(Map.of("a", "007", "b", "1.10", "c",
                "True", "d", "0x1F", "e", "1_000", "f", "2026-01-01", "g", "16:9", "h", ".5", "i", "1e3", "j", "8"));
    }

    private static Map<String, String> words(JobSpec spec) {
        return switch (spec) {
            case Written(Value.Mapping fields, Set<String> defaulted, List<Problem> problems) -> words("", fields);
            case JobSpec.Unreadable unreadable -> throw new AssertionError(unreadable.problems());
            case JobSpec.Built built -> throw new AssertionError("built by a program: " + built);
        };
    }

    private static Map<String, String> words(String prefix, Value.Mapping table) {
        Map<String, String> words = new HashMap<>();
        table.entries().forEach((key, value) -> {
            switch (value) {
                case Value.Scalar scalar -> words.put(prefix + key, scalar.text());
                case Value.Mapping inner -> words.putAll(words(prefix + key + ".", inner));
                case Value.Sequence list -> throw new AssertionError("a list: " + list);
            }
        });
        return words;
    }
}
