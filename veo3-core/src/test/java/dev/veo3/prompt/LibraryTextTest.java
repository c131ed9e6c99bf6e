// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import dev.veo3.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A change touches the lines of one template and nothing else. */
class LibraryTextTest {
    private static final String WRITTEN_BY_HAND = """
            # Our templates

            owner: film # who asks
            templates:
              # the first
              - name: a   # short
                prompt: >
                  folded {{x}}
                  text
                rating: 5

              # about b:
              # two lines
              - {name: b, prompt: "# no comment", tags: [t]} # inline

              - name: c
                prompt: |
                  text
                  # no comment either
                created_at: 2025-01-02
            # the end
            other: [1, 2]
            """;

    @TempDir
    private Path directory;
    private Path file;
    private TemplateLibrary library;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("templates.yaml"), WRITTEN_BY_HAND);
        library = TemplateLibrary.at(file, ManualTime.stepping(Instant.parse("2026-11-24T10:00:00Z")));
    }

    @Test
    void aNewTemplateComesAfterTheLastOne() throws IOException, InterruptedException {
        library.save(draft("d", "new"));

        assertThat(Files.readString(file)).isEqualTo(WRITTEN_BY_HAND.replace("# the end", """
                  - name: d
                    prompt: new
                    created_at: 2026-11-24T10:00:00Z
                    updated_at: 2026-11-24T10:00:00Z
                # the end"""));
    }

    @Test
    void aTemplateThatIsSavedAgainKeepsTheFieldsThatNobodyKnows() throws IOException, InterruptedException {
        library.save(draft("a", "changed"));

        String old = "  - name: a   # short\n    prompt: >\n      folded {{x}}\n      text\n    rating: 5\n";
        assertThat(Files.readString(file)).isEqualTo(WRITTEN_BY_HAND.replace(old,
                "  - name: a\n    prompt: changed\n    rating: 5\n    updated_at: 2026-11-24T10:00:00Z\n"));
    }

    @Test
    void aTemplateInOneLineStaysInOneLine() throws IOException, InterruptedException {
        library.save(draft("b", "changed").tagged("t"));

        assertThat(file).content().contains("""
                  # about b:
                  # two lines
                  - {name: b, prompt: changed, tags: [t], updated_at: '2026-11-24T10:00:00Z'}
                """);
    }

    @Test
    void aTemplateGoesWithItsCommentsAndLeavesThoseOfTheNextOne() throws IOException, InterruptedException {
        library.delete("a");
        assertThat(file).content().contains("templates:\n  # about b:").doesNotContain("the first");
        library.delete("b");
        assertThat(file).content().contains("# no comment either").doesNotContain("two lines");
        library.delete("c");
        assertThat(library.list()).isEmpty();
        assertThat(file).content().contains("owner: film", "other: [1, 2]");
    }

    @Test
    void linesKeepTheirEnds() throws IOException, InterruptedException {
        Files.writeString(file, WRITTEN_BY_HAND.replace("\n", "\r\n"));

        library.save(draft("d", "two\nlines"));

        assertThat(Files.readString(file).replace("\r\n", "")).doesNotContain("\n").doesNotContain("\r");
        assertThat(library.get("d").orElseThrow().prompt().text()).isEqualTo("two\nlines");
    }

    @Test
    void aFileWithoutALastLineEndGetsOne() throws IOException, InterruptedException {
        Files.writeString(file, "templates:\n- name: a\n  prompt: x");

        library.save(draft("b", "y"));

        assertThat(library.list()).extracting(SavedTemplate::name).containsExactly("a", "b");
    }

    @Test
    void aFileThatIsWrittenInAnotherWayKeepsWhatItSays() throws IOException, InterruptedException {
        Files.writeString(file,
                """
                        {"version": 2, "templates": [{"name": "a", "prompt": "x", "more": [1, "1", null, {"b": 1.50}]}], "z": true}
                        """);

        library.save(draft("b", "y"));

        assertThat(file).content().contains("\"version\": 2", "\"more\": [1, \"1\", null, {\"b\": 1.50}]",
                "\"z\": true");
        assertThat(library.list()).extracting(SavedTemplate::name).containsExactly("a", "b");
    }

    @Test
    void sharedTextsStayWhatTheyAre() throws IOException, InterruptedException {
        Files.writeString(file, """
                templates:
                - name: a
                  prompt: &text hello
                  tags: &tags [t, u]
                - name: b
                  prompt: *text
                  tags: *tags
                """);

        library.save(draft("a", "changed"));

        assertThat(library.get("b").orElseThrow().content()).isEqualTo(draft("b", "hello").tagged("t", "u"));
        assertThat(library.get("a").orElseThrow().content()).isEqualTo(draft("a", "changed"));
    }

    @Test
    void aMergeKeyFillsInWhatATemplateLacks() throws IOException, InterruptedException {
        Files.writeString(file, """
                shared: &shared {tags: [t], description: words}
                templates:
                - {<<: *shared, name: a, prompt: x}
                """);

        library.save(draft("b", "y"));

        assertThat(library.get("a").orElseThrow().content())
                .isEqualTo(draft("a", "x").describedAs("words").tagged("t"));
        assertThat(file).content().contains("- {<<: *shared, name: a, prompt: x}");
    }

    @Test
    void aCharacterOfTwoHalvesMayStandAnywhere() throws IOException {
        for (int length = 900; length < 1_100; length++) {
            Files.writeString(file, "templates:\n- {name: a, prompt: " + "x".repeat(length) + "😀 end}\n");
            assertThat(library.get("a").orElseThrow().prompt().text()).endsWith("x😀 end");
        }
    }

    @Test
    void everyTextComesBackAsItWas() throws IOException, InterruptedException {
        List<String> shards = List.of("a", " ", "  ", "\n", "\n\n", "\r", "\r\n", "\t", "- ", "# ", ": ", "'", "\"",
                "\\",
                "{ ", "[", "|", ">", "&", "*", "!", "%", "@", "?", "~", "null", "yes", "1", "2026-01-01", "---", "...",
                "é",
                "中", "😀", "\u0000", "\u0007", "\u001b", "\u0085", "\u00a0", "\u2028", "\ufeff", "{{x}}");
        Random random = new Random(7);
        Map<String, TemplateDraft> expected = new LinkedHashMap<>();
        library.list().forEach(template -> expected.put(template.name(), template.content()));
        for (int round = 0; round < 120; round++) {
            String name = "n" + random.nextInt(25) + text(shards, random, 2);
            TemplateDraft draft = draft(name, text(shards, random, 10) + "x" + text(shards, random, 10))
                    .describedAs(text(shards, random, 6)).tagged(text(shards, random, 3), text(shards, random, 3));
            if (random.nextInt(4) > 0) {
                library.save(draft);
                expected.put(name, draft);
            } else {
                String victim = expected.keySet().stream().skip(random.nextInt(expected.size())).findFirst()
                        .orElseThrow();
                library.delete(victim);
                expected.remove(victim);
            }
            assertThat(library.list()).extracting(SavedTemplate::content)
                    .containsExactlyInAnyOrderElementsOf(expected.values());
        }
        assertThat(file).content().contains("# Our templates", "# the end", "other: [1, 2]");
    }

    private static String text(List<String> shards, Random random, int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(longest + 1); i > 0; i--) {
            text.append(shards.get(random.nextInt(shards.size())));
        }
        return text.toString();
    }

    private static TemplateDraft draft(String name, String prompt) {
        return TemplateDraft.of(name, PromptTemplate.parse(prompt));
    }
}
