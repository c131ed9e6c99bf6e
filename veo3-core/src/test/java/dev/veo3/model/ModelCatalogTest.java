package dev.veo3.model;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The catalogue against what Google documents. */
class ModelCatalogTest {
    private static final ModelCatalog CATALOG = ModelCatalog.standard();

    @ParameterizedTest
    @CsvSource({"veo-3.1-generate-001, 720p, 0.40, 0.20", "veo-3.1-generate-001, 1080p, 0.40, 0.20",
        "veo-3.1-generate-001, 4k, 0.60, 0.40", "veo-3.1-fast-generate-001, 720p, 0.10, 0.08",
        "veo-3.1-fast-generate-001, 1080p, 0.12, 0.10", "veo-3.1-fast-generate-001, 4k, 0.30, 0.25",
        "veo-3.1-lite-generate-001, 720p, 0.05, 0.03", "veo-3.1-lite-generate-001, 1080p, 0.08, 0.05",
        "veo-3.1-lite-generate-001, 4k, , ", "gemini-omni-1.1-flash-preview, 360p, 0.034, 0.034",
        "gemini-omni-1.1-flash-preview, 720p, 0.101, 0.101", "gemini-omni-1.1-flash-preview, 4k, 0.304, 0.304"})
    void aSecondCosts(String model, String resolution, String withSound, String silent) {
        ModelInfo row = row(model, Platform.AGENT_PLATFORM);
        Resolution size = Resolution.of(resolution).orElseThrow();

        assertThat(row.price(size, Duration.ofSeconds(1), 1, true))
                .isEqualTo(Optional.ofNullable(withSound).map(Usd::of));
        assertThat(row.price(size, Duration.ofSeconds(1), 1, false))
                .isEqualTo(Optional.ofNullable(silent).map(Usd::of));
    }

    @Test
    void lengthAndNumberMultiplyThePrice() {
        assertThat(row("veo-3.1-generate-001", Platform.AGENT_PLATFORM).price(Resolution.P720, Duration.ofSeconds(8), 4,
                true)).contains(Usd.of("12.80"));
    }

    @ParameterizedTest
    @CsvSource({"veo-3.1-generate-preview, GEMINI_API, 2026-10-22, gemini-omni-1.1-flash",
        "veo-3.1-fast-generate-preview, GEMINI_API, 2026-10-22, gemini-omni-1.1-flash",
        "veo-3.1-lite-generate-preview, GEMINI_API, 2026-10-22, gemini-omni-1.1-flash",
        "veo-3.0-generate-001, GEMINI_API, 2026-06-30, gemini-omni-1.1-flash",
        "veo-2.0-generate-001, GEMINI_API, 2026-06-30, gemini-omni-1.1-flash",
        "veo-3.0-generate-preview, GEMINI_API, 2025-11-12, gemini-omni-1.1-flash",
        "gemini-omni-flash-preview, GEMINI_API, 2026-09-30, gemini-omni-1.1-flash",
        "veo-3.1-generate-preview, AGENT_PLATFORM, 2026-04-02, veo-3.1-generate-001",
        "veo-3.0-fast-generate-001, AGENT_PLATFORM, 2026-06-30, veo-3.1-fast-generate-001",
        "veo-2.0-generate-001, AGENT_PLATFORM, 2026-06-30, veo-3.1-generate-001"})
    void aModelIsLiveUntilTheDayBeforeItRetires(String model, Platform platform, LocalDate day, String replacement) {
        ModelInfo row = row(model, platform);

        assertThat(row.isLiveOn(day.minusDays(1))).isTrue();
        assertThat(row.isLiveOn(day)).isFalse();
        assertThat(row.replacement()).contains(new ModelId(replacement));
    }

    @Test
    void everyReplacementIsInTheCatalogueAndHasNotRetired() {
        assertThat(CATALOG.models()).filteredOn(row -> row.replacement().isPresent()).isNotEmpty()
                .allSatisfy(row -> assertThat(CATALOG.find(row.replacement().orElseThrow(), row.platform()))
                        .as(row.id().value()).hasValueSatisfying(other -> assertThat(other.retired()).isEmpty()));
    }

    @Test
    void aLiveModelSaysWhatItCanDo() {
        assertThat(CATALOG.models()).filteredOn(row -> row.retired().isEmpty()).hasSize(6).allSatisfy(row -> {
            assertThat(row.resolutions()).isNotEmpty();
            assertThat(row.ratios()).containsExactlyInAnyOrder(AspectRatio.LANDSCAPE, AspectRatio.PORTRAIT);
            assertThat(row.features()).contains(Feature.TEXT);
            assertThat(row.priceWithAudio()).containsOnlyKeys(row.resolutions());
        });
    }

    @Test
    void theLiveVeoModelsMakeUpToFourVideosOf4And6And8Seconds() {
        for (ModelId id : new ModelId[]{ModelId.VEO_3_1, ModelId.VEO_3_1_FAST, ModelId.VEO_3_1_LITE}) {
            ModelInfo row = row(id.value(), Platform.AGENT_PLATFORM);
            assertThat(row.maxSamples()).isEqualTo(4);
            assertThat(row.audio()).isEqualTo(AudioRule.OPTIONAL);
            assertThat(row.durations().describe()).isEqualTo("4, 6 or 8 s");
            assertThat(row.durations().standard()).isEqualTo(Duration.ofSeconds(8));
        }
        assertThat(row("veo-3.1-lite-generate-001", Platform.AGENT_PLATFORM).features())
                .doesNotContain(Feature.REFERENCES, Feature.EXTENSION);
    }

    @Test
    void anUnknownModelIsNotFound() {
        assertThat(CATALOG.find(new ModelId("veo-9"), Platform.AGENT_PLATFORM)).isEmpty();
        assertThat(CATALOG.find(ModelId.VEO_3_1, Platform.GEMINI_API)).isEmpty();
    }

    private static ModelInfo row(String model, Platform platform) {
        return CATALOG.find(new ModelId(model), platform).orElseThrow();
    }
}
