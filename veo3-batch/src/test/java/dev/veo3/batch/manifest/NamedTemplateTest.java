package dev.veo3.batch.manifest;

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
        assertThat(problems("templates: none.yaml\njobs: [{id: a}]")).containsExactly("1:12 the templates \"none.yaml\""
                + " cannot be read: it does not exist. Name a file that can be read.");
        Files.writeString(directory.resolve("library.yaml"), "templates: [{name: x}, 3]\n");
        assertThat(problems("templates: library.yaml\njobs: [{id: a}]")).containsExactly(
                "1:12 the templates \"library.yaml\" have an entry without a name or a prompt. Give each one both.");
    }
}
