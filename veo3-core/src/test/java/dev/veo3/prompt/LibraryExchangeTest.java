// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import dev.veo3.prompt.TemplateImport.OnConflict;
import dev.veo3.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a library gives to another file, and takes from one. */
class LibraryExchangeTest {
    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    @TempDir
    private Path directory;
    private Path file;
    private TemplateLibrary library;

    @BeforeEach
    void open() {
        file = directory.resolve("templates.yaml");
        library = TemplateLibrary.at(file, ManualTime.stepping(START));
    }

    @Test
    void anExportIsAnotherLibraryWithTheSameWords() throws IOException, InterruptedException {
        copyGoFile(file);
        Path export = directory.resolve("export.yaml");

        library.exportTo(export);

        assertThat(export).hasSameTextualContentAs(file);
        assertThatThrownBy(() -> library.exportTo(export)).isInstanceOf(TemplateLibraryException.class)
                .hasMessage(export + ": this file exists already. Name another one, or say that it is to be replaced.");
        library.save(draft("new", "x"));
        library.exportTo(export, StandardCopyOption.REPLACE_EXISTING);
        assertThat(TemplateLibrary.at(export).get("new")).isPresent();
        assertThatThrownBy(() -> library.exportTo(file, StandardCopyOption.REPLACE_EXISTING))
                .isInstanceOf(TemplateLibraryException.class).hasMessageContaining("this is the library itself");
    }

    @Test
    void anEmptyLibraryCanBeExportedToo() {
        library.exportTo(directory.resolve("export.yaml"));

        assertThat(directory.resolve("export.yaml")).hasContent("templates: []\n");
    }

    @Test
    void anImportBringsTimesAndFieldsThatNobodyKnows() throws IOException, InterruptedException {
        Path other = Files.writeString(directory.resolve("other.yaml"), """
                templates:
                - {name: a, prompt: one, owner: {team: film}, created_at: 2020-01-01}
                - {name: b, prompt: two}
                """);

        TemplateImport done = library.importFrom(other, OnConflict.REFUSE);

        assertThat(done).isEqualTo(new TemplateImport(List.of("a", "b"), List.of(), List.of()));
        assertThat(library.get("a").orElseThrow().created()).contains(Instant.parse("2020-01-01T00:00:00Z"));
        assertThat(library.get("a").orElseThrow().updated()).contains(Instant.parse("2020-01-01T00:00:00Z"));
        assertThat(library.get("b").orElseThrow().created()).contains(START);
        assertThat(file).content().contains("owner: {team: film}");
    }

    @Test
    void anImportSaysWhatHappensToATemplateThatIsThereAlready() throws IOException, InterruptedException {
        library.save(draft("a", "mine"));
        library.save(draft("same", "same"));
        Path other = Files.writeString(directory.resolve("other.yaml"),
                "templates:\n- {name: same, prompt: same}\n- {name: new, prompt: x}\n- {name: a, prompt: theirs}\n");
        String before = Files.readString(file);

        assertThatThrownBy(() -> library.importFrom(other, OnConflict.REFUSE))
                .isInstanceOf(TemplateLibraryException.class)
                .hasMessage(other + ":4:3: the library " + file + " has another template \"a\". Give one of the two "
                        + "another name, or say which one is to stay.");
        assertThat(file).content().isEqualTo(before);

        assertThat(library.importFrom(other, OnConflict.KEEP))
                .isEqualTo(new TemplateImport(List.of("new"), List.of(), List.of("same", "a")));
        assertThat(library.get("a").orElseThrow().prompt().text()).isEqualTo("mine");

        assertThat(library.importFrom(other, OnConflict.REPLACE))
                .isEqualTo(new TemplateImport(List.of(), List.of("a"), List.of("same", "new")));
        assertThat(library.get("a").orElseThrow().prompt().text()).isEqualTo("theirs");
    }

    @Test
    void anImportOfABrokenFileChangesNothing() throws IOException, InterruptedException {
        library.save(draft("a", "mine"));
        String before = Files.readString(file);
        Path broken = Files.writeString(directory.resolve("broken.yaml"),
                "templates:\n- {name: b, prompt: x}\n- {name: c, prompt: '{{'}\n");

        assertThatThrownBy(() -> library.importFrom(broken, OnConflict.REPLACE))
                .isInstanceOf(TemplateLibraryException.class)
                .hasMessageStartingWith(broken + ":3:21: the prompt of \"c\" is no template. {{ is never closed");
        assertThatThrownBy(() -> library.importFrom(directory.resolve("none.yaml"), OnConflict.REPLACE))
                .isInstanceOf(TemplateLibraryException.class).hasMessageContaining("does not exist");
        assertThat(file).content().isEqualTo(before);
    }

    private static TemplateDraft draft(String name, String prompt) {
        return TemplateDraft.of(name, PromptTemplate.parse(prompt));
    }

    private static void copyGoFile(Path to) throws IOException {
        Files.copy(Path.of("src/test/resources/dev/veo3/prompt/go-veo3-templates.yaml"), to);
    }
}
