// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import dev.veo3.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Comments stay in a library that has no templates yet, and beside dashes that stand alone. */
class LibraryCommentsTest {
    private static final String SAVED = """
            - name: a
              prompt: x
              created_at: 2026-11-24T10:00:00Z
              updated_at: 2026-11-24T10:00:00Z
            """;

    @TempDir
    private Path directory;
    private Path file;
    private TemplateLibrary library;

    @BeforeEach
    void open() {
        file = directory.resolve("templates.yaml");
        library = TemplateLibrary.at(file, ManualTime.stepping(Instant.parse("2026-11-24T10:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {" []", "", " null", " ~", " [ ]", " [\n  ]"})
    void theFirstTemplateTakesThePlaceOfNoneAndNothingElse(String none) throws IOException, InterruptedException {
        Files.writeString(file,
                "# head, 😀\nowner: film # who\ntemplates:" + none + "\n\n# tail\nother: [1, 2] # both\n");

        save("a");

        assertThat(Files.readString(file)).isEqualTo(
                "# head, 😀\nowner: film # who\ntemplates:\n" + SAVED + "\n# tail\nother: [1, 2] # both\n");
    }

    @Test
    void aCommentBehindTheEmptyListStaysOnItsLine() throws IOException, InterruptedException {
        Files.writeString(file, "templates: [] # none yet");

        save("a");

        assertThat(Files.readString(file)).isEqualTo("templates: # none yet\n" + SAVED);
    }

    @Test
    void aLibraryThatIsIndentedStaysSo() throws IOException, InterruptedException {
        Files.writeString(file, "# head\r\n  templates: []\r\n  other: 1\r\n");

        save("a");

        assertThat(Files.readString(file)).isEqualTo("# head\r\n  templates:\r\n"
                + SAVED.indent(2).replace("\n", "\r\n") + "  other: 1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"# Our prompts\n# Ask the film team\n", "# head\n\n", "---\n# head\n", "\n# head\n"})
    void aFileThatHasOnlyCommentsKeepsThem(String comments) throws IOException, InterruptedException {
        Files.writeString(file, comments);

        save("a");

        assertThat(Files.readString(file)).isEqualTo(comments + "templates:\n" + SAVED);
    }

    @Test
    void aCommentWithoutALineEndGetsOne() throws IOException, InterruptedException {
        Files.writeString(file, "# head");

        save("a");

        assertThat(Files.readString(file)).isEqualTo("# head\ntemplates:\n" + SAVED);
    }

    @Test
    void commentsOutliveTheLastTemplateAndTheNextOne() throws IOException, InterruptedException {
        Files.writeString(file, "# head\ntemplates:\n- {name: b, prompt: y}\n# tail\n");

        library.delete("b");
        save("a");

        assertThat(Files.readString(file)).isEqualTo("# head\ntemplates:\n" + SAVED + "# tail\n");
    }

    @Test
    void anExportHasTheCommentsOfALibraryWithoutTemplates() throws IOException {
        Files.writeString(file, "# head\n");

        library.exportTo(directory.resolve("copy.yaml"));

        assertThat(directory.resolve("copy.yaml")).hasContent("# head\n");
    }

    @Test
    void aDocumentThatSaysNothingInAWordIsWrittenAnew() throws IOException, InterruptedException {
        Files.writeString(file, "null\n");

        save("a");

        assertThat(Files.readString(file)).isEqualTo("templates:\n" + SAVED);
    }

    @Test
    void commentsStayWhereDashesStandAlone() throws IOException, InterruptedException {
        Files.writeString(file, """
                # head
                templates:
                  # the first
                  -
                    # its name
                    name: a
                    prompt: y
                  # about b
                  - # alone
                    name: b
                    prompt: |
                      text
                      -
                # tail
                """);

        save("a");
        save("c");

        assertThat(Files.readString(file)).isEqualTo("""
                # head
                templates:
                  # the first
                  - name: a
                    prompt: x
                    updated_at: 2026-11-24T10:00:00Z
                  # about b
                  - # alone
                    name: b
                    prompt: |
                      text
                      -
                  - name: c
                    prompt: x
                    created_at: 2026-11-24T10:00:00Z
                    updated_at: 2026-11-24T10:00:00Z
                # tail
                """);
        library.delete("b");
        assertThat(file).content().contains("# the first", "# tail", "- name: c").doesNotContain("about b", "alone");
    }

    private void save(String name) throws InterruptedException {
        library.save(TemplateDraft.of(name, PromptTemplate.parse("x")));
    }
}
