// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The catalogue row by row and column by column against the table of models that was written down from the service's documents on
 * 2026-11-23, and nothing beside it. A row of that table for both platforms is two here. {@code –} is what the documents do not say.
 *
 * <p>Pictures, last frames, references and extensions: {@code y} taken, {@code -} not taken, {@code ?} behind it where the documents
 * contradict each other or are silent; references as pictures and clips.
 *
 * <p>The one difference: as successors of models that retired in 2025 the documents name models that have retired too. The catalogue names
 * who answers: see {@link #aReplacementAnswers}.
 */
class ReferenceCatalogTest {
    private static final List<String> COLUMNS = List.of("stage", "released", "retired", "not before", "replacement",
            "seconds", "resolutions", "ratios", "most", "sound", "pictures/last/references/extension/edit", "price",
            "price without sound");
    private static final String UNSAID = "–";

    private static final String TABLE = """
            veo-2.0-generate-001 | GEMINI_API | GA | 2025 | 2026-06-30 | – | gemini-omni-1.1-flash | 5, 6 or 8 s | 720p | 16:9, 9:16 | 2 | never | y/-/-/-/- | – | –
            veo-2.0-generate-001 | AGENT_PLATFORM | GA | 2025 | 2026-06-30 | – | veo-3.1-generate-001 | 5, 6 or 8 s | 720p | 16:9, 9:16 | 4 | never | y/y/3+0/y/- | – | –
            veo-3.0-generate-preview | GEMINI_API | preview | 2025 | 2025-11-12 | – | gemini-omni-1.1-flash | – | – | – | – | – | – | – | –
            veo-3.0-fast-generate-preview | GEMINI_API | preview | 2025 | 2025-11-12 | – | gemini-omni-1.1-flash | – | – | – | – | – | – | – | –
            veo-3.0-generate-001 | GEMINI_API | GA | 2025 | 2026-06-30 | – | gemini-omni-1.1-flash | 4, 6 or 8 s | 720p, 1080p | 16:9, 9:16 | 1 | always | y/-/-/-/- | – | –
            veo-3.0-fast-generate-001 | GEMINI_API | GA | 2025 | 2026-06-30 | – | gemini-omni-1.1-flash | 4, 6 or 8 s | 720p, 1080p | 16:9, 9:16 | 1 | always | y/-/-/-/- | – | –
            veo-3.0-generate-001 | AGENT_PLATFORM | GA | 2025 | 2026-06-30 | – | veo-3.1-generate-001 | 4, 6 or 8 s | 720p, 1080p | 16:9, 9:16 | 4 | optional | y/-/-/-/- | – | –
            veo-3.0-fast-generate-001 | AGENT_PLATFORM | GA | 2025 | 2026-06-30 | – | veo-3.1-fast-generate-001 | 4, 6 or 8 s | 720p, 1080p | 16:9, 9:16 | 4 | optional | y/-/-/-/- | – | –
            veo-3.1-generate-preview | GEMINI_API | preview | 2025-10 | 2026-10-22 | – | gemini-omni-1.1-flash | 4, 6 or 8 s, references PT8S | 720p, 1080p, 4k | 16:9, 9:16 | 1 | always | y/y/3+0/y/- | 720p 0.40, 1080p 0.40, 4k 0.60 | –
            veo-3.1-fast-generate-preview | GEMINI_API | preview | 2025-10 | 2026-10-22 | – | gemini-omni-1.1-flash | 4, 6 or 8 s, references PT8S | 720p, 1080p, 4k | 16:9, 9:16 | 1 | always | y/y/3+0/y/- | 720p 0.10, 1080p 0.12, 4k 0.30 | –
            veo-3.1-lite-generate-preview | GEMINI_API | preview | 2026-03 | 2026-10-22 | – | gemini-omni-1.1-flash | 4, 6 or 8 s | 720p, 1080p | 16:9, 9:16 | 1 | always | y/y/-/-/- | 720p 0.05, 1080p 0.08 | –
            veo-3.1-generate-preview | AGENT_PLATFORM | preview | 2025-10 | 2026-04-02 | – | veo-3.1-generate-001 | – | – | – | 4 | – | – | – | –
            veo-3.1-fast-generate-preview | AGENT_PLATFORM | preview | 2025-10 | 2026-04-02 | – | veo-3.1-fast-generate-001 | – | – | – | 4 | – | – | – | –
            veo-3.1-lite-generate-preview | AGENT_PLATFORM | preview | – | 2026-04-02 | – | veo-3.1-lite-generate-001 | – | – | – | 4 | – | – | – | –
            veo-3.1-generate-001 | AGENT_PLATFORM | GA | 2025-11-17 | – | 2026-11-17 | – | 4, 6 or 8 s, references PT8S | 720p, 1080p, 4k | 16:9, 9:16 | 4 | optional | y/y/3+0/y/- | 720p 0.40, 1080p 0.40, 4k 0.60 | 720p 0.20, 1080p 0.20, 4k 0.40
            veo-3.1-fast-generate-001 | AGENT_PLATFORM | GA | 2025-11-17 | – | 2026-11-17 | – | 4, 6 or 8 s | 720p, 1080p, 4k? | 16:9, 9:16 | 4 | optional | y/y/3+0/y/- | 720p 0.10, 1080p 0.12, 4k 0.30 | 720p 0.08, 1080p 0.10, 4k 0.25
            veo-3.1-lite-generate-001 | AGENT_PLATFORM | preview | 2026-04-02 | – | – | – | 4, 6 or 8 s | 720p, 1080p | 16:9, 9:16 | 4 | optional | y?/y?/-/y?/- | 720p 0.05, 1080p 0.08 | 720p 0.03, 1080p 0.05
            gemini-omni-flash-preview | GEMINI_API | preview | 2026-06-30 | 2026-09-30 | – | gemini-omni-1.1-flash | 3 to 10 s | 720p | 16:9, 9:16 | 1 | always | y/y/10+3?/y/y | – | –
            gemini-omni-1.1-flash | GEMINI_API | GA | 2026-08-27 | – | – | – | 3 to 10 s | 360p, 720p, 1080p, 4k | 16:9, 9:16 | 1 | always | y/y/10+3/y/y | 360p 0.034, 720p 0.101, 1080p 0.152, 4k 0.304 | –
            gemini-omni-1.1-flash-preview | AGENT_PLATFORM | preview | 2026-08 | – | – | – | 3 to 10 s | 360p, 720p, 1080p, 4k | 16:9, 9:16 | 1 | always | y/y/10+3/y/y | 360p 0.034, 720p 0.101, 1080p 0.152, 4k 0.304 | –
            gemini-omni-1.2-flash | GEMINI_API | GA? | 2026-11-05 | – | – | – | 3 to 15 s? | 360p, 720p, 1080p, 4k | 16:9, 9:16 | 1 | always | y/y/6+3?/y/y | 360p 0.023, 720p 0.07, 1080p 0.105, 4k 0.21? | –
            gemini-omni-1.2-flash | AGENT_PLATFORM | GA? | 2026-11-05 | – | – | – | 3 to 15 s? | 360p, 720p, 1080p, 4k | 16:9, 9:16 | 1 | always | y/y/6+3?/y/y | 360p 0.023, 720p 0.07, 1080p 0.105, 4k 0.21? | –
            """;

    /** Rows that the table of the documents does not have: previews that others found retired on the Agent Platform too. */
    private static final List<String> BESIDE_THE_TABLE = List.of("veo-3.0-generate-preview AGENT_PLATFORM",
            "veo-3.0-fast-generate-preview AGENT_PLATFORM");

    private static final ModelCatalog CATALOG = ModelCatalog.standard();

    private record Row(ModelId id, Platform platform, List<String> cells) {
        @Override
        public String toString() {
            return id + " " + platform;
        }
    }

    static List<Row> rows() {
        return TABLE.lines().map(line -> List.of(line.split(" \\| ", -1)))
                .map(cells -> new Row(new ModelId(cells.get(0)), Platform.valueOf(cells.get(1)),
                        cells.subList(2, cells.size())))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void aRowIsTheRowOfTheDocuments(Row row) {
        ModelInfo model = CATALOG.find(row.id(), row.platform()).orElseThrow();
        List<String> ours = cells(model);
        assertThat(row.cells()).hasSameSizeAs(COLUMNS);
        // Where the documents say nothing, a retired model may have whatever a row without that column has.
        boolean bare = model.retired().isPresent();

        for (int i = 0; i < COLUMNS.size(); i++) {
            boolean compared = !(bare && row.cells().get(i).equals(UNSAID));
            if (compared) {
                assertThat(ours.get(i)).as(row + ", " + COLUMNS.get(i)).isEqualTo(row.cells().get(i));
            }
        }
    }

    @Test
    void noRowIsMissingAndNoneIsMore() {
        List<String> expected = new ArrayList<>(rows().stream().map(Row::toString).toList());
        expected.addAll(BESIDE_THE_TABLE);

        assertThat(CATALOG.models()).extracting(model -> model.id() + " " + model.platform())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** "Month-only and year-only release dates and the feature columns of Veo 2 and 3.0 are approximate." */
    @Test
    void whatIsApproximateIsMarked() {
        assertThat(CATALOG.models()).filteredOn(model -> model.lifecycle().released()
                .filter(date -> !date.matches("\\d{4}-\\d\\d-\\d\\d")).isPresent()).hasSizeGreaterThan(10)
                .allSatisfy(model -> assertThat(model.doubt(Trait.RELEASED)).as(model.id().value()).isPresent());
        assertThat(CATALOG.models()).filteredOn(model -> model.id().value().matches("veo-(2|3\\.0)-.*-001"))
                .filteredOn(model -> !model.features().isEmpty())
                .allSatisfy(model -> assertThat(model.doubt(Trait.FEATURES)).as(model.id().value()).isPresent());
    }

    @Test
    void aReplacementAnswers() {
        LocalDate written = LocalDate.parse("2026-11-23");
        assertThat(CATALOG.models()).flatExtracting(model -> model.replacement().stream()
                .map(id -> CATALOG.find(id, model.platform()).orElseThrow()).toList()).isNotEmpty()
                .allSatisfy(model -> assertThat(model.isLiveOn(written)).as(model.id().value()).isTrue());
        assertThat(CATALOG.models()).filteredOn(model -> model.retired().isPresent())
                .allSatisfy(model -> assertThat(model.replacement()).as(model.id().value()).isPresent());
    }

    private static List<String> cells(ModelInfo model) {
        Lifecycle life = model.lifecycle();
        ReferenceLimit limit = model.references();
        return List.of(model.stage() + doubted(model, Trait.STAGE), life.released().orElse(UNSAID), or(life.retired()),
                or(life.earliestRetirement()), or(life.replacement()),
                model.durations().describe() + limit.length().map(only -> ", references " + only).orElse("")
                        + doubted(model, Trait.DURATIONS),
                Arrays.stream(Resolution.values()).filter(model.resolutions()::contains)
                        .map(one -> one.wire() + doubted(model, Trait.RESOLUTIONS, one.wire()))
                        .collect(Collectors.joining(", ")) + doubted(model, Trait.RESOLUTIONS),
                model.ratioNames(), String.valueOf(model.maxSamples()),
                model.audio().name().toLowerCase(java.util.Locale.ROOT),
                Stream.of(taken(model, Feature.IMAGE), taken(model, Feature.INTERPOLATION),
                        model.features().contains(Feature.REFERENCES)
                                ? limit.images() + "+" + limit.videos() + doubted(model, Trait.REFERENCES)
                                : "-",
                        taken(model, Feature.EXTENSION), taken(model, Feature.EDIT)).collect(Collectors.joining("/")),
                prices(model.prices().withAudio(), model), prices(model.prices().silent(), model));
    }

    private static String or(Optional<?> value) {
        return value.map(Object::toString).orElse(UNSAID);
    }

    private static String taken(ModelInfo model, Feature feature) {
        return model.features().contains(feature)
                ? "y" + doubted(model, Trait.FEATURES, feature.name().toLowerCase(java.util.Locale.ROOT))
                : "-";
    }

    private static String prices(Map<Resolution, Usd> prices, ModelInfo model) {
        return prices.isEmpty()
                ? UNSAID
                : prices.entrySet().stream().sorted(Map.Entry.comparingByKey())
                        .map(price -> price.getKey().wire() + " " + price.getValue().toString().replace("$", ""))
                        .collect(Collectors.joining(", ")) + doubted(model, Trait.PRICE);
    }

    private static String doubted(ModelInfo model, Trait trait) {
        return doubted(model, trait, "");
    }

    private static String doubted(ModelInfo model, Trait trait, String value) {
        return model.doubt(trait, value).isPresent() ? "?" : "";
    }
}
