// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import dev.veo3.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TemplateLibraryTest {
    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    @TempDir
    private Path directory;
    private Path file;
    private final ManualTime time = ManualTime.stepping(START);
    private TemplateLibrary library;

    @BeforeEach
    void open() {
        file = directory.resolve("templates.yaml");
        library = TemplateLibrary.at(file, time);
    }

    @Test
    void aLibraryWithoutAFileIsEmpty() {
        assertThat(library.list()).isEmpty();
        assertThat(library.get("a")).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void whatWasSavedIsFoundByEverybody() throws InterruptedException {
        TemplateDraft draft = draft("product-demo", "{{product}} on {{surface}}").describedAs("On a table").tagged("a",
                "b");

        SavedTemplate saved = library.save(draft);

        assertThat(saved).isEqualTo(new SavedTemplate(draft, Optional.of(START), Optional.of(START)));
        assertThat(TemplateLibrary.at(file).get("product-demo")).contains(saved);
        assertThat(saved.prompt().render(Map.of("product", "A watch", "surface", "marble")))
                .isEqualTo("A watch on marble");
    }

    @Test
    void theFileIsWrittenForPeople() throws InterruptedException {
        library.save(draft("product-demo", "{{product}} rotating").describedAs("Turntable").tagged("a", "b"));
        library.save(draft("rain", "Rain on\n{{place}}"));

        assertThat(file).hasContent("""
                templates:
                - name: product-demo
                  prompt: '{{product}} rotating'
                  description: Turntable
                  tags: [a, b]
                  created_at: 2026-11-24T10:00:00Z
                  updated_at: 2026-11-24T10:00:00Z
                - name: rain
                  prompt: |-
                    Rain on
                    {{place}}
                  created_at: 2026-11-24T10:00:00Z
                  updated_at: 2026-11-24T10:00:00Z
                """);
    }

    @Test
    void aTemplateThatIsSavedAgainKeepsItsFirstTime() throws InterruptedException {
        library.save(draft("a", "one").tagged("x"));
        time.advance(Duration.ofHours(1));

        SavedTemplate saved = library.save(draft("a", "two"));

        assertThat(saved.created()).contains(START);
        assertThat(saved.updated()).contains(START.plus(Duration.ofHours(1)));
        assertThat(library.list()).containsExactly(saved);
        assertThat(saved.tags()).isEmpty();
    }

    @Test
    void templatesAreListedByNameAndByTag() throws InterruptedException {
        library.save(draft("c", "1").tagged("red", "round"));
        library.save(draft("a", "2").tagged("red"));
        library.save(draft("b", "3"));

        assertThat(library.list()).extracting(SavedTemplate::name).containsExactly("a", "b", "c");
        assertThat(library.list("red")).extracting(SavedTemplate::name).containsExactly("a", "c");
        assertThat(library.list("round")).extracting(SavedTemplate::name).containsExactly("c");
        assertThat(library.list("re")).isEmpty();
    }

    @Test
    void aTemplateThatWasDeletedIsGone() throws InterruptedException {
        library.save(draft("a", "1"));
        library.save(draft("b", "2"));

        assertThat(library.delete("a")).isTrue();
        assertThat(library.delete("a")).isFalse();
        assertThat(library.list()).extracting(SavedTemplate::name).containsExactly("b");
        assertThat(library.delete("b")).isTrue();
        assertThat(library.list()).isEmpty();
        library.save(draft("c", "3"));
        assertThat(library.list()).extracting(SavedTemplate::name).containsExactly("c");
    }

    @Test
    void aFileOfTheGoProgramIsReadAndWrittenOn() throws IOException, InterruptedException {
        copyGoFile(file);

        assertThat(library.list()).containsExactly(
                new SavedTemplate(draft("portrait", "A portrait of {{subject}},\nlit from {{side}}"), Optional.empty(),
                        Optional.empty()),
                new SavedTemplate(draft("product-demo", "{{product}} rotating on {{surface}} with {{lighting}}")
                        .describedAs("A product on a turntable").tagged("product", "studio"),
                        Optional.of(Instant.parse("2025-12-03T09:00:00.123456789Z")),
                        Optional.of(Instant.parse("2025-12-03T10:05:00Z"))));

        String before = Files.readString(file);
        library.save(draft("new", "{{x}}"));
        assertThat(Files.readString(file)).isEqualTo(before + """
                    - name: new
                      prompt: '{{x}}'
                      created_at: 2026-11-24T10:00:00Z
                      updated_at: 2026-11-24T10:00:00Z
                """);
    }

    @Test
    void aNameIsNotBlank() {
        assertThatIllegalArgumentException().isThrownBy(() -> draft(" \n", "x")).withMessageContaining("blank");
    }

    @Test
    void onlyTheOwnerMayReadTheFiles() throws IOException, InterruptedException {
        Path deep = directory.resolve("config/veo3/templates.yaml");

        TemplateLibrary.at(deep).save(draft("a", "x"));
        TemplateLibrary.at(deep).exportTo(directory.resolve("export.yaml"));

        assertThat(mode(deep)).isEqualTo("rw-------");
        assertThat(mode(deep.resolveSibling(".templates.yaml.lock"))).isEqualTo("rw-------");
        assertThat(mode(deep.getParent())).isEqualTo("rwx------");
        assertThat(mode(directory.resolve("export.yaml"))).isEqualTo("rw-------");
    }

    @Test
    void aLinkStaysALink() throws IOException, InterruptedException {
        Path real = Files.createDirectory(directory.resolve("real")).resolve("library.yaml");
        Files.createSymbolicLink(file, Path.of("real/link.yaml"));
        Files.createSymbolicLink(directory.resolve("real/link.yaml"), real);

        library.save(draft("a", "x"));
        library.save(draft("b", "x"));

        assertThat(file).isSymbolicLink();
        assertThat(real).isRegularFile();
        assertThat(TemplateLibrary.at(real).list()).hasSize(2);
        assertThat(files(directory)).containsExactlyInAnyOrder("templates.yaml", "real");
        assertThat(files(real.getParent())).containsExactlyInAnyOrder("library.yaml", "link.yaml",
                ".library.yaml.lock");
    }

    @Test
    void linksInACircleAreRefused() throws IOException {
        Files.createSymbolicLink(file, Path.of("templates.yaml"));

        assertThatThrownBy(() -> library.save(draft("a", "x"))).isInstanceOf(TemplateLibraryException.class)
                .hasMessageContaining("its links go round in a circle").hasMessageContaining(file.toString());
    }

    @Test
    void aPartFileThatAKilledWriterLeftIsNoHindrance() throws IOException, InterruptedException {
        Files.writeString(directory.resolve(".templates.yaml.part"), "templates:\n- na");

        library.save(draft("a", "x"));

        assertThat(files(directory)).containsExactlyInAnyOrder("templates.yaml", ".templates.yaml.lock");
    }

    @Test
    void anInterruptBeforeTheTurnChangesNothing() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> library.save(draft("a", "x"))).isInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(file).doesNotExist();
    }

    private static TemplateDraft draft(String name, String prompt) {
        return TemplateDraft.of(name, PromptTemplate.parse(prompt));
    }

    private static void copyGoFile(Path to) throws IOException {
        Files.copy(Path.of("src/test/resources/dev/veo3/prompt/go-veo3-templates.yaml"), to);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
