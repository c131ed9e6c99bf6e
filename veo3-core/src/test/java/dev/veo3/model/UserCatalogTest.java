// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a user's file changes in the catalogue, and what it is told when it is wrong. */
class UserCatalogTest {
    private static final ModelCatalog STANDARD = ModelCatalog.standard();

    @TempDir
    Path directory;

    @Test
    void aFileChangesTheFieldsThatItWritesAndLeavesTheOthers() throws Exception {
        Path file = Files.writeString(directory.resolve("mine.yaml"), """
                models:
                  - id: veo-3.1-generate-001
                    platform: agent-platform
                    price_with_audio: {720p: 0.35}
                """);
        ModelInfo mine = row(STANDARD.with(file), ModelId.VEO_3_1, Platform.AGENT_PLATFORM);
        ModelInfo standard = row(STANDARD, ModelId.VEO_3_1, Platform.AGENT_PLATFORM);

        assertThat(mine.prices().withAudio()).isEqualTo(java.util.Map.of(Resolution.P720, Usd.of("0.35")));
        assertThat(mine).usingRecursiveComparison().ignoringFields("prices").isEqualTo(standard);
        assertThat(mine.prices().silent()).isEqualTo(standard.prices().silent());
        assertThat(standard.prices().withAudio()).hasSize(3);
    }

    @Test
    void aModelThatAProxyStillServesIsBroughtBack() {
        ModelCatalog mine = STANDARD.with("models: [{id: veo-3.1-generate-preview, platform: gemini-api, retired: }]",
                "mine.yaml");
        ModelInfo row = row(mine, new ModelId("veo-3.1-generate-preview"), Platform.GEMINI_API);

        assertThat(row.isLiveOn(LocalDate.parse("2030-01-01"))).isTrue();
        assertThat(row.features()).contains(Feature.EXTENSION);
        assertThat(row.replacement()).contains(new ModelId("gemini-omni-1.1-flash"));
    }

    @Test
    void aModelIsAdded() {
        ModelCatalog mine = STANDARD.with("""
                models:
                  - id: films-of-acme
                    platform: GEMINI_API
                    family: omni
                    stage: ours
                    released: 2026-10
                    durations: {from: 2, to: 20}
                    resolutions: [1080P]
                    ratios: ["16:9"]
                    max_samples: 2
                    audio: always
                    features: [text, edit]
                    references: {images: 7, videos: 1, seconds: 5}
                    price_with_audio: {1080p: 1e-1}
                    unverified: {price: "last year's"}
                """, "mine.yaml");
        ModelInfo row = row(mine, new ModelId("films-of-acme"), Platform.GEMINI_API);

        assertThat(row.family()).isEqualTo(ModelFamily.OMNI);
        assertThat(row.durations().describe()).isEqualTo("2 to 20 s");
        assertThat(row.references().length()).contains(Duration.ofSeconds(5));
        assertThat(row.prices().second(Resolution.P1080, false)).contains(Usd.of("0.1"));
        assertThat(row.doubt(Trait.PRICE)).isPresent();
        assertThat(mine.models()).hasSize(STANDARD.models().size() + 1);
        assertThat(STANDARD.find(row.id(), Platform.GEMINI_API)).isEmpty();
    }

    @Test
    void filesAreLaidOverEachOther() {
        String row = "models: [{id: veo-3.1-generate-001, platform: agent-platform, %s}]";
        ModelInfo twice = row(
                STANDARD.with(row.formatted("max_samples: 2"), "a").with(row.formatted("stage: ours"), "b"),
                ModelId.VEO_3_1, Platform.AGENT_PLATFORM);

        assertThat(twice.maxSamples()).isEqualTo(2);
        assertThat(twice.stage()).isEqualTo("ours");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "id: m                                         | 3 | no \"platform\" | Write for example",
        "{id: m, platform: moon}                       | 3 | \"platform\" is \"moon\" | agent-platform, gemini-api",
        "{id: a b, platform: gemini-api}               | 3 | no model id | models.yaml",
        "{id: m, platform: gemini-api, colour: red, retired: 2026-01-01} | 3 | no \"colour\" | It may be one of audio,",
        "{id: m, platform: gemini-api}                 | 3 | m has no \"durations\" | retired",
        "{id: m, platform: gemini-api, retired: soon}  | 3 | \"retired\": | models.yaml",
        "{id: m, platform: gemini-api, retired: [1]}   | 3 | \"retired\" is a list | Write a word",
        "{id: m, platform: gemini-api, retired: 2026-01-01, released: May} | 3 | \"May\" is no day, month or year | models.yaml",
        "{id: m, platform: gemini-api, retired: 2026-01-01, durations: 8} | 3 | \"durations\" is \"8\" | Write a list of whole seconds",
        "{id: m, platform: gemini-api, retired: 2026-01-01, durations: {from: 9, to: 3}} | 3 | \"durations\" is a table | {from: 3, to: 10}",
        "{id: m, platform: gemini-api, retired: 2026-01-01, durations: [x]} | 3 | \"durations\" is a list | whole seconds",
        "{id: m, platform: gemini-api, retired: 2026-01-01, resolutions: [8k]} | 3 | \"resolutions\" is \"8k\" | 360p, 720p, 1080p, 4k",
        "{id: m, platform: gemini-api, retired: 2026-01-01, features: text} | 3 | \"features\" is \"text\" | Write a list",
        "{id: m, platform: gemini-api, retired: 2026-01-01, max_samples: many} | 3 | \"many\" is no whole number | models.yaml",
        "{id: m, platform: gemini-api, retired: 2026-01-01, references: {cats: 3}} | 3 | \"references.cats\" is \"3\" | {images: 3, videos: 0}",
        "{id: m, platform: gemini-api, retired: 2026-01-01, price_silent: {720p: -1}} | 3 | \"price_silent.720p\" is \"-1\" | dollars a second",
        "{id: m, platform: gemini-api, retired: 2026-01-01, price_silent: {720p: 0.1234567}} | 3 | \"price_silent.720p\" | dollars a second",
        "{id: m, platform: gemini-api, retired: 2026-01-01, unverified: {taste: x}} | 3 | \"unverified.taste\" | Begin the key with one of",
        "{id: m, platform: gemini-api, id: n}          | 3 | \"id\" stands here twice | Keep one"})
    void aWrongRowIsToldWithItsLineAndWhatToDo(String row, int line, String message, String remedy) {
        String yaml = "# mine\nmodels:\n  - " + row + "\n";

        assertThatThrownBy(() -> STANDARD.with(yaml, "mine.yaml")).isInstanceOf(CatalogException.class)
                .hasMessageContainingAll("mine.yaml:" + line + ": ", message, remedy);
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        assertThatThrownBy(() -> STANDARD.with("""
                models:
                  - {id: m, platform: moon}
                  - 17
                  - id: veo-9
                    platform: gemini-api
                    retired: 2026-01-01
                  - id: veo-9
                    platform: gemini-api
                    retired: 2026-01-02
                """, "mine.yaml")).isInstanceOfSatisfying(CatalogException.class,
                wrong -> assertThat(wrong.problems()).hasSize(3).satisfiesExactly(
                        first -> assertThat(first).startsWith("mine.yaml:2: "),
                        second -> assertThat(second).startsWith("mine.yaml:3: a model is \"17\""),
                        third -> assertThat(third).startsWith("mine.yaml:7: veo-9 stands twice for Gemini API, first on"
                                + " line 4")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''| mine.yaml:1: a catalogue is a list of models",
        "models: 3| mine.yaml:1: a catalogue is a list of models",
        "rows: []| mine.yaml:1: a catalogue is a list of models", "[| this is no YAML",
        "models: [*x]| an alias is not understood", "models: &x [{id: *x}]| an alias is not understood",
        "'models: [[[[[[[[[[[[[1]]]]]]]]]]]]]'| this nests too deeply"})
    void aFileOfAnotherShapeIsRefused(String yaml, String message) {
        assertThatThrownBy(() -> STANDARD.with(yaml, "mine.yaml")).isInstanceOf(CatalogException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aSecondDocumentIsRefused() {
        assertThatThrownBy(() -> STANDARD.with("models: []\n---\nmodels: []\n", "mine.yaml"))
                .isInstanceOf(CatalogException.class).hasMessageContaining("a second document");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws Exception {
        assertThatThrownBy(() -> STANDARD.with(directory.resolve("gone.yaml"))).isInstanceOf(CatalogException.class)
                .hasMessageContaining("gone.yaml");
        assertThatThrownBy(() -> STANDARD.with(directory)).isInstanceOf(CatalogException.class);
        Path latin = Files.write(directory.resolve("latin.yaml"),
                "models: [\u00e9]".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> STANDARD.with(latin)).isInstanceOf(CatalogException.class)
                .hasMessageContaining("UTF-8");
    }

    private static ModelInfo row(ModelCatalog catalog, ModelId id, Platform platform) {
        return catalog.find(id, platform).orElseThrow(() -> new AssertionError(List.of(id, platform)));
    }
}
