// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ManifestSyntaxTest {
    private static final String NO_YAML = "this is no valid YAML: ";
    private static final String NO_JSON = "this is no valid JSON: ";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "jobs:\\n  - id: a\\n   type: x | 3:4 | expected <block end>, but found '<block mapping start>'"
                + " (while parsing a block collection that began at 2:3)",
        "jobs: [a | 2:1 | expected ',' or ']', but got <stream end> (while parsing a flow sequence that began at 1:7)",
        "jobs: @foo | 1:7 | found character '@' that cannot start any token. (Do not use @ for indentation)",
        "jobs:\\n\\t- id: a | 2:1 | found character '\\t(TAB)' that cannot start any token."
                + " (Do not use \\t(TAB) for indentation)",
        "a: b: c | 1:5 | mapping values are not allowed here",
        "jobs: \"open | 2:1 | found unexpected end of stream (while scanning a quoted scalar that began at 1:7)",
        "%YAML 9.9\\n---\\njobs: [] | 1:1 | its version is not known; leave the line %YAML out"})
    void textThatIsNoYamlIsRefusedAtItsPlace(String text, String position, String reason) throws IOException {
        String yaml = text.replace("\\n", "\n").replace("\\t", "\t") + "\n";

        assertThat(new ManifestFiles(directory).refusal(yaml))
                .isEqualTo(position + " " + NO_YAML + reason.replace("\\n", "\n") + ". Correct it at this place.");
    }

    @Test
    void aKeyIsOneWord() throws IOException {
        ManifestFiles files = new ManifestFiles(directory);

        assertThat(files.refusal("? [a, b]\n: c"))
                .isEqualTo("1:3 a key is one word, not a list or a table. Correct it at this place.");
        assertThat(files.yaml("a: &n concurrency\n*n : 7\njobs: [{}]").concurrency()).hasValue(7);
    }

    @Test
    void aCharacterThatYamlForbidsIsNamedWithItsPlace() throws IOException {
        assertThat(new ManifestFiles(directory).refusal("# \ud83c\udfac\njobs: a\u0007b\n")).isEqualTo(
                "2:8 " + NO_YAML + "the character U+0007 is not allowed in it. Correct it at this place.");
    }

    @Test
    void textThatIsNoJsonIsRefusedAtItsPlace() throws IOException {
        Path cut = Files.writeString(directory.resolve("cut.json"), "{\"jobs\":\n [1,}");
        Path more = Files.writeString(directory.resolve("more.JSON"), "{\"jobs\": []}\n x");

        assertThat(ManifestFiles.refusal(cut)).startsWith("2:5 " + NO_JSON + "\"}\" stands here where a value belongs");
        assertThat(ManifestFiles.refusal(more))
                .startsWith("2:2 " + NO_JSON + "the word x stands without quotation marks");
    }

    @Test
    void aNumberWithoutEndIsRefused() throws IOException {
        Path json = Files.writeString(directory.resolve("jobs.json"), "{\"concurrency\": " + "1".repeat(5_000) + "}");

        assertThat(ManifestFiles.refusal(json)).contains(NO_JSON + "a number, a name or a text in it is too long");
    }

    @Test
    void aKeyThatStandsTwiceIsAProblemLikeAnyOther() throws IOException {
        assertThat(new ManifestFiles(directory).problems("""
                concurrency: 0
                jobs:
                  - id: a
                    options:
                      prompt: x
                      prompt: y
                """)).containsExactly("6:7 the key \"prompt\" stands twice. Keep one of the two.",
                "1:14 \"concurrency\" is the number 0. Write a whole number of at least 1.");
        assertThat(ManifestFiles.lines(new ManifestFiles(directory)
                .json("{\"jobs\": [{\"id\": \"a\",\n \"id\": \"b\"}]}").problems()))
                .containsExactly("2:2 the key \"id\" stands twice. Keep one of the two.");
    }

    @Test
    void aSecondDocumentIsAProblem() throws IOException {
        assertThat(new ManifestFiles(directory).problems("jobs: [{id: a}]\n---\njobs: [{id: b}]\n"))
                .containsExactly("2:1 a second document begins here. Keep one document in a file.");
    }

    @Test
    void nestingWithoutEndIsRefused() throws IOException {
        ManifestFiles files = new ManifestFiles(directory);
        Path json = Files.writeString(directory.resolve("deep.json"), "[".repeat(1_000_000));

        assertThat(files.refusal("[".repeat(1_000_000)))
                .isEqualTo("1:66 it nests too deeply. Correct it at this place.");
        assertThat(files.refusal("- ".repeat(100_000))).contains("it nests too deeply");
        assertThat(files.refusal("{a: ".repeat(100_000))).contains("it nests too deeply");
        assertThat(ManifestFiles.refusal(json)).isEqualTo("1:66 it nests too deeply. Correct it at this place.");
    }

    @Test
    void noTextMakesTheReaderThrowAnythingElse() throws IOException {
        Random random = new Random(42);
        String base = """
                concurrency: 3
                jobs:
                  - &x {id: a, type: generate, options: {prompt: "q\\n", duration: 8}, output: 'a.mp4'}
                  - <<: *x
                    id: |
                      words
                    k: >-
                      fold
                  - !!str x
                """;
        String letters = " \n\t:-[]{}#&*!|>'\"%@`,?\\ax0~<=\0\u0085\u2028\ufeff";
        Path file = directory.resolve("jobs.yaml");
        int read = 0;
        for (int i = 0; i < 600; i++) {
            StringBuilder text = new StringBuilder(base);
            for (int change = 0; change <= i % 4; change++) {
                int at = random.nextInt(text.length());
                text.replace(at, at + random.nextInt(2),
                        String.valueOf(letters.charAt(random.nextInt(letters.length()))));
            }
            try {
                BatchManifest.load(Files.writeString(file, text));
                read++;
            } catch (ManifestException e) {
                assertThat(e.problems()).as("problems of\n%s", text).isNotEmpty();
            }
        }
        assertThat(read).as("texts that could be read").isBetween(1, 599);
    }
}
