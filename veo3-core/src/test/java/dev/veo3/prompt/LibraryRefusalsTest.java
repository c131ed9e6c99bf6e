// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A file that is no library is told with its place and what to do, and is left as it is. */
class LibraryRefusalsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            "jobs: []";                                         1:1;  there is no \\"templates:\\" in it
            "- a";                                              1:1;  a library of templates is a table of keys, not a list
            "words";                                            1:1;  a library of templates is a table of keys, not a text
            "templates: words";                                 1:12; \\"templates\\" is a text
            "templates: {a: b}";                                1:12; \\"templates\\" is a table of keys
            "templates:\n- words";                              2:3;  a template is a table of keys, not a text
            "templates:\n-";                                    2:2;  a template is a table of keys, not nothing
            "templates:\n- {prompt: x}";                        2:3;  this template has no name
            "templates:\n- {name: , prompt: x}";                2:9; this template has no name
            "templates:\n- {name: ' ', prompt: x}";             2:10; the name of this template is blank
            "templates:\n- {name: [a], prompt: x}";             2:10; \\"name\\" is a list
            "templates:\n- name: a";                            2:3;  the template \\"a\\" has no prompt
            "templates:\n- {name: a, prompt: }";                2:20; the template \\"a\\" has no prompt
            "templates:\n- {name: a, prompt: {b: c}}";          2:21; \\"prompt\\" is a table of keys
            "templates:\n- {name: a, prompt: ' '}";             2:21; the prompt of \\"a\\" is no template
            "templates:\n- {name: a, prompt: x, tags: b}";      2:30; \\"tags\\" is a text
            "templates:\n- {name: a, prompt: x, tags: [[b]]}";  2:31; a tag is a word, not a list
            "templates:\n- {name: a, prompt: x, description: []}"; 2:37; \\"description\\" is a list
            "templates:\n- {name: a, prompt: x, created_at: soon}"; 2:36; \\"created_at\\" is \\"soon\\"
            "templates:\n- {name: a, prompt: x}\n- {name: a, prompt: y}"; 3:3; the template \\"a\\" stands twice, before in line 2
            "templates:\n- {name: a, prompt: x, name: b}";      2:24; the key \\"name\\" stands twice
            "templates: []\ntemplates: []";                     2:1;  the key \\"templates\\" stands twice
            "templates: [";                                     1:13; this is no valid YAML
            "a: b: c";                                          1:5;  this is no valid YAML
            "templates: *none";                                 1:12; this is no valid YAML
            "templates: []\n---\na: b";                         2:1;  this is no valid YAML
            """)
    void saysWhatIsWrongAndWhere(String text, String place, String message) throws IOException {
        Path file = write(text.replace("\\n", "\n"));

        TemplateLibraryException refused = catchThrowableOfType(TemplateLibraryException.class,
                () -> TemplateLibrary.at(file).list());

        assertThat(refused).as(text).hasMessageStartingWith(file + ":" + place + ": " + message.replace("\\\"", "\""));
        assertThat(refused.problems()).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.remedy()).isNotBlank();
            assertThat(problem).hasToString(problem.describe());
        });
        assertThatThrownBy(() -> TemplateLibrary.at(file).save(TemplateDraft.of("new", PromptTemplate.parse("x"))))
                .hasMessage(refused.getMessage());
        assertThat(file).content().isEqualTo(text.replace("\\n", "\n"));
    }

    @Test
    void allProblemsAreToldTogether() throws IOException {
        Path file = write("""
                templates:
                  - name: a
                    prompt: "{{x"
                    tags: b
                  - prompt: fine
                """);

        assertThatThrownBy(() -> TemplateLibrary.at(file).get("a")).hasMessage("""
                %1$s:3:13: the prompt of "a" is no template. {{ is never closed at line 1, column 1. \
                Close the variable with }}, or write \\{{ for literal braces.
                {{x
                ^
                %1$s:4:11: "tags" is a text. Write a list of words, such as [product, studio].
                %1$s:5:5: this template has no name. Give it one with "name:".""".formatted(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void aFileThatNestsWithoutEndIsRefused(String opening) throws IOException {
        Path file = write(opening.repeat(100_000));

        assertThatThrownBy(() -> TemplateLibrary.at(file).list()).isInstanceOf(TemplateLibraryException.class)
                .hasMessageContaining("this is no valid YAML");
    }

    @Test
    void twoHundredDeepIsReadAndOneMoreIsRefused() throws IOException {
        // The document, the list and the template are three of them.
        String text = "templates:\n- {name: a, prompt: x, mine: %s1%s}\n";
        Path deep = write(text.formatted("[".repeat(197), "]".repeat(197)));
        assertThat(TemplateLibrary.at(deep).list()).hasSize(1);

        Path deeper = write(text.formatted("[".repeat(198), "]".repeat(198)));
        assertThatThrownBy(() -> TemplateLibrary.at(deeper).list()).hasMessageContaining("200 deep");
    }

    @Test
    void aLongLibraryIsNotTakenForADeepOne() throws IOException {
        StringBuilder text = new StringBuilder("templates:\n");
        for (int i = 0; i < 300; i++) {
            text.append("- {name: a").append(i).append(", prompt: x, tags: [b]}\n");
        }

        assertThat(TemplateLibrary.at(write(text.toString())).list()).hasSize(300);
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Path file = Files.write(directory.resolve("templates.yaml"),
                "templates: é".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> TemplateLibrary.at(file).list())
                .hasMessage(file + ": this file is not text in UTF-8. Name a YAML file in UTF-8.");
        assertThatThrownBy(() -> TemplateLibrary.at(directory).list())
                .hasMessage(
                        directory + ": the library cannot be read: it is a directory. Name a file that can be read.");
        assertThatThrownBy(() -> TemplateLibrary.at(Path.of("/dev/zero")).list()).hasMessageContaining("a device");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing yet\n", "templates:\n", "templates: []\n", "templates: ~",
        "---\n...\n",
        "\ufefftemplates: []"})
    void aFileWithoutTemplatesIsAnEmptyLibrary(String text) throws IOException, InterruptedException {
        TemplateLibrary library = TemplateLibrary.at(write(text));

        assertThat(library.list()).isEmpty();
        library.save(TemplateDraft.of("a", PromptTemplate.parse("x")));
        assertThat(library.list()).hasSize(1);
    }

    @Test
    void halfACharacterCannotBeWritten() throws IOException {
        Path file = write("templates: []\n");

        assertThatThrownBy(() -> TemplateLibrary.at(file).save(TemplateDraft.of("a", PromptTemplate.parse("x\ud83d"))))
                .isInstanceOf(TemplateLibraryException.class).hasMessageContaining("half of a character");
        assertThat(file).hasContent("templates: []\n");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("templates.yaml"), text);
    }

    @Test
    void aPlaceWhereNoFileCanBeIsRefused() throws IOException {
        Path root = directory.getRoot();
        Path other = Files.writeString(directory.resolve("other"), "words");
        TemplateDraft draft = TemplateDraft.of("a", PromptTemplate.parse("x"));

        assertThatThrownBy(() -> TemplateLibrary.at(root).save(draft)).isInstanceOf(TemplateLibraryException.class)
                .hasMessageContaining("it is a directory");
        assertThatThrownBy(() -> TemplateLibrary.at(other.resolve("a.yaml")).save(draft))
                .isInstanceOf(TemplateLibraryException.class)
                .hasMessageContaining(other.toRealPath() + " is a file, not a directory");
    }
}
