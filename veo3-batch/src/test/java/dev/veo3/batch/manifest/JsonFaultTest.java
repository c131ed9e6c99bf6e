// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A line of JSON Lines that is broken is told of in plain words, with its line and its column. */
class JsonFaultTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"id\": \"a\",, \"b\": 1} | 2:12 | \",\" stands here where a key in quotation marks belongs",
        "{\"id\" \"a\"} | 2:7 | \"\"\" stands here where a colon belongs",
        "{\"id\": \"a\" \"b\": 1} | 2:12 | \"\"\" stands here where a comma or a closing bracket belongs",
        "{\"id\": job1} | 2:8 | the word job1 stands without quotation marks; only true, false and null may",
        "{\"id\": 'x'} | 2:8 | \"'\" stands here where a value belongs: a text in quotation marks, a number, a table or a list",
        "{id: 1} | 2:2 | \"i\" stands here where a key in quotation marks belongs",
        "{\"id\": 1] | 2:9 | \"]\" stands here where another bracket is open, or none",
        "{\"id\": \"a | 2:10 | it ends here, and a quotation mark or a bracket is still open",
        "{\"id\": 01} | 2:9 | a number is written like 8 or -0.5, and not with a plus, with zeros in front, or with nothing behind the point",
        "{\"id\": \"\\q\"} | 2:10 | a backslash in a text stands before something that it has no meaning for; the backslash itself is written \\\\",
        "{\"id\": NaN} | 2:11 | the word NaN stands without quotation marks; only true, false and null may"})
    void itSaysWhatIsWrongInPlainWords(String line, String place, String reason) throws IOException {
        assertThat(problem(line)).isEqualTo(
                place + " this is no valid JSON: " + reason + ". Correct it at this place.");
    }

    @Test
    void aTabInATextIsNamed() throws IOException {
        assertThat(problem("{\"id\": \"a\tb\"}")).startsWith("2:10 ").contains("a text has a line break, a tab");
    }

    @Test
    void whatTheParserThinksOfItIsNotShown() throws IOException {
        for (String line : new String[]{"{\"a\": #}", "// comment", "{\"a\": 1e}", "[1, 2", "}", "{\"a\": +1}", "\"a",
            "\u0001"}) {
            assertThat(problem(line)).startsWith("2:").doesNotContainIgnoringCase("token").doesNotContain("REDACTED",
                    "Feature", "code ", "marker", "CTRL");
        }
    }

    private String problem(String line) throws IOException {
        Path file = Files.writeString(directory.resolve("jobs.jsonl"), "{\"id\": \"first\"}\n" + line + "\n");
        return Written.problems(BatchManifest.load(file)).getLast();
    }
}
