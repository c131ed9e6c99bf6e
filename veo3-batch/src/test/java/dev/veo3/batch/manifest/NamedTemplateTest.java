// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import dev.veo3.prompt.PromptTemplate;
import dev.veo3.prompt.TemplateDraft;
import dev.veo3.prompt.TemplateLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class NamedTemplateTest {

    @TempDir
    private Path directory;

    private List<Map<String, String>> jobs(String yaml) throws IOException {
        BatchManifest manifest = new ManifestFiles(directory).yaml(yaml);
        assertThat(Written.problems(manifest)).isEmpty();
        return Written.words(manifest);
    }

    private List<String> problems(String yaml) throws IOException {
        return Written.problems(new ManifestFiles(directory).yaml(yaml));
    }

    @Test
    void aTemplateOfALibraryIsNamed() throws IOException {
        Files.writeString(directory.resolve("library.yaml"), """
                templates:
                  - {name: product-demo, prompt: "{{product}} rotating on {{surface|glass}}", tags: [a]}
                  - {name: plain, prompt: A sunset}
                """);

        assertThat(jobs("""
                templates: library.yaml
                jobs:
                  - {id: a, template: product-demo, vars: {product: A watch}}
                  - {id: b, template: plain}
                  - {id: c, template: "Only {{x}}", vars: {x: this}}
                """)).extracting(job -> job.get("options.prompt"))
                .containsExactly("A watch rotating on glass", "A sunset", "Only this");
        assertThat(problems("templates: library.yaml\njobs: [{id: a, template: product-dem}]")).containsExactly(
                "2:26 a there is no template \"product-dem\". Write \"product-demo\" if that is meant.");
    }

    @Test
    void aLibraryThatCannotBeUsedIsAProblemThatSaysWhere() throws IOException {
        assertThat(problems("templates: none.yaml\njobs: [{id: a}]")).containsExactly("1:12 the templates \"none.yaml\""
                + " cannot be used: the file does not exist. Name a file that can be read.");
        Files.writeString(directory.resolve("library.yaml"), """
                templates:
                  - {name: x}
                  - 3
                  - {name: y, prompt: "A {{style"}
                """);
        assertThat(problems("templates: library.yaml\njobs: [{id: a}]")).containsExactly(
                "1:12 the templates \"library.yaml\" cannot be used: at 2:5, the template \"x\" has no prompt."
                        + " Write its text behind \"prompt:\".",
                "1:12 the templates \"library.yaml\" cannot be used: at 3:5, a template is a table of keys, not a text."
                        + " Write at least name and prompt.",
                "1:12 the templates \"library.yaml\" cannot be used: at 4:23, the prompt of \"y\" is no template."
                        + " {{ is never closed at line 1, column 3. Close the variable with }}, or write \\{{ for literal"
                        + " braces.");
    }

    @Test
    void aNameIsNoPromptWhenTheLibraryHasNoTemplates() throws IOException {
        Files.writeString(directory.resolve("library.yaml"), "templates: []\n");

        assertThat(problems("templates: library.yaml\njobs: [{id: a, template: product}]")).containsExactly(
                "2:26 a there is no template \"product\". Name one of the library, or write a text with {{names}}.");
    }

    @Test
    void whatIsSavedInALibraryIsUsedByName() throws Exception {
        TemplateLibrary.at(directory.resolve("library.yaml")).save(
                TemplateDraft.of("product", PromptTemplate.parse("{{product}} on {{surface|glass}}")));

        assertThat(jobs("templates: library.yaml\njobs: [{id: a, template: product, vars: {product: A watch}}]"))
                .extracting(job -> job.get("options.prompt")).containsExactly("A watch on glass");
    }
}
