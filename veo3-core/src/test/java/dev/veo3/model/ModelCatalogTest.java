// SPDX-License-Identifier: Apache-2.0
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

    /** What a request costs: nothing else of it matters. */
    private record Order(ModelId model, Feature feature, Optional<Duration> duration, Optional<Resolution> resolution,
            int samples, boolean withSound) implements Billable {

        static Order of(String model, Feature feature) {
            return new Order(new ModelId(model), feature, Optional.empty(), Optional.empty(), 1, true);
        }
    }

    @ParameterizedTest
    @CsvSource({"AGENT_PLATFORM, veo-3.1-generate-001, 720p, 0.40, 0.20",
        "AGENT_PLATFORM, veo-3.1-generate-001, 1080p, 0.40, 0.20",
        "AGENT_PLATFORM, veo-3.1-generate-001, 4k, 0.60, 0.40",
        "AGENT_PLATFORM, veo-3.1-fast-generate-001, 720p, 0.10, 0.08",
        "AGENT_PLATFORM, veo-3.1-fast-generate-001, 1080p, 0.12, 0.10",
        "AGENT_PLATFORM, veo-3.1-fast-generate-001, 4k, 0.30, 0.25",
        "AGENT_PLATFORM, veo-3.1-lite-generate-001, 720p, 0.05, 0.03",
        "AGENT_PLATFORM, veo-3.1-lite-generate-001, 1080p, 0.08, 0.05",
        "AGENT_PLATFORM, veo-3.1-lite-generate-001, 4k, , ",
        "AGENT_PLATFORM, gemini-omni-1.1-flash-preview, 360p, 0.034, 0.034",
        "AGENT_PLATFORM, gemini-omni-1.1-flash-preview, 720p, 0.101, 0.101",
        "AGENT_PLATFORM, gemini-omni-1.1-flash-preview, 1080p, 0.152, 0.152",
        "AGENT_PLATFORM, gemini-omni-1.1-flash-preview, 4k, 0.304, 0.304",
        "AGENT_PLATFORM, gemini-omni-1.2-flash, 720p, 0.07, 0.07",
        "GEMINI_API, gemini-omni-1.1-flash, 360p, 0.034, 0.034", "GEMINI_API, gemini-omni-1.1-flash, 4k, 0.304, 0.304",
        "GEMINI_API, gemini-omni-1.2-flash, 360p, 0.023, 0.023",
        "GEMINI_API, gemini-omni-1.2-flash, 1080p, 0.105, 0.105",
        "GEMINI_API, veo-3.1-generate-preview, 1080p, 0.40, 0.40",
        "GEMINI_API, veo-3.1-generate-preview, 4k, 0.60, 0.60",
        "GEMINI_API, veo-3.1-fast-generate-preview, 1080p, 0.12, 0.12",
        "GEMINI_API, veo-3.1-lite-generate-preview, 1080p, 0.08, 0.08", "GEMINI_API, veo-2.0-generate-001, 720p, , "})
    void aSecondCosts(Platform platform, String model, String resolution, String withSound, String silent) {
        Order second = new Order(new ModelId(model), Feature.TEXT, Optional.of(Duration.ofSeconds(1)),
                Resolution.of(resolution), 1, true);
        Order silence = new Order(second.model, Feature.TEXT, second.duration, second.resolution, 1, false);

        assertThat(CATALOG.price(second, platform)).isEqualTo(Optional.ofNullable(withSound).map(Usd::of));
        assertThat(CATALOG.price(silence, platform)).isEqualTo(Optional.ofNullable(silent).map(Usd::of));
    }

    @Test
    void lengthAndNumberMultiplyThePrice() {
        Order four = new Order(ModelId.VEO_3_1, Feature.TEXT, Optional.of(Duration.ofSeconds(8)),
                Optional.of(Resolution.P720), 4, true);

        assertThat(CATALOG.price(four, Platform.AGENT_PLATFORM)).contains(Usd.of("12.80"));
    }

    @ParameterizedTest
    @CsvSource({"veo-3.1-generate-001, TEXT, 3.20", "veo-3.1-generate-001, EXTENSION, 2.80",
        "gemini-omni-1.1-flash-preview, TEXT, 1.01", "gemini-omni-1.1-flash-preview, EXTENSION, 1.01",
        "gemini-omni-1.1-flash-preview, EDIT, 1.01"})
    void whatIsLeftToTheServiceIsPricedAsTheServiceMakesIt(String model, Feature feature, String price) {
        assertThat(CATALOG.price(Order.of(model, feature), Platform.AGENT_PLATFORM)).contains(Usd.of(price));
    }

    @Test
    void aPriceNeedsNoPlatformAndIsTheHighestOfThoseThatSellTheModel() {
        ModelCatalog dearer = CATALOG.with("models: [{id: gemini-omni-1.2-flash, platform: agent-platform,"
                + " price_with_audio: {720p: 0.09}}]", "mine.yaml");
        Order omni = Order.of("gemini-omni-1.2-flash", Feature.TEXT);

        assertThat(CATALOG.price(Order.of("veo-3.1-generate-001", Feature.TEXT))).contains(Usd.of("3.20"));
        assertThat(CATALOG.price(Order.of("gemini-omni-1.1-flash", Feature.TEXT))).contains(Usd.of("1.01"));
        assertThat(CATALOG.price(omni)).contains(Usd.of("1.05"));
        assertThat(dearer.price(omni)).contains(Usd.of("1.35"));
        assertThat(CATALOG.price(Order.of("veo-9", Feature.TEXT))).isEmpty();
    }

    @Test
    void aModelThatNobodyKnowsHasNoPrice() {
        assertThat(CATALOG.price(Order.of("veo-9", Feature.TEXT), Platform.AGENT_PLATFORM)).isEmpty();
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
        assertThat(CATALOG.models()).filteredOn(row -> row.retired().isEmpty()).hasSize(7).allSatisfy(row -> {
            assertThat(row.resolutions()).isNotEmpty();
            assertThat(row.ratios()).containsExactlyInAnyOrder(AspectRatio.LANDSCAPE, AspectRatio.PORTRAIT);
            assertThat(row.features()).contains(Feature.TEXT);
            assertThat(row.prices().withAudio()).containsOnlyKeys(row.resolutions());
            assertThat(row.lifecycle().released()).isPresent();
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
                .doesNotContain(Feature.REFERENCES);
    }

    @ParameterizedTest
    @CsvSource({"veo-3.1-generate-001, AGENT_PLATFORM, 3, 0, 8", "veo-3.1-fast-generate-001, AGENT_PLATFORM, 3, 0, ",
        "veo-3.1-lite-generate-001, AGENT_PLATFORM, 0, 0, ", "veo-3.1-generate-preview, GEMINI_API, 3, 0, 8",
        "gemini-omni-1.1-flash, GEMINI_API, 10, 3, ", "gemini-omni-1.1-flash-preview, AGENT_PLATFORM, 10, 3, "})
    void referencesAreCounted(String model, Platform platform, int images, int videos, Integer seconds) {
        assertThat(row(model, platform).references()).isEqualTo(
                new ReferenceLimit(images, videos, Optional.ofNullable(seconds).map(Duration::ofSeconds)));
    }

    @Test
    void whatIsNotConfirmedIsMarkedWithItsReason() {
        assertThat(row("gemini-omni-1.2-flash", Platform.GEMINI_API).doubt(Trait.PRICE))
                .hasValueSatisfying(doubt -> assertThat(doubt).hasToString("price: the prices come from others"));
        ModelInfo fast = row("veo-3.1-fast-generate-001", Platform.AGENT_PLATFORM);
        assertThat(fast.doubt(Trait.RESOLUTIONS, "4k")).isPresent();
        assertThat(fast.doubt(Trait.RESOLUTIONS)).isEmpty();
        assertThat(row("gemini-omni-1.1-flash", Platform.GEMINI_API).doubt(Trait.PRICE)).isEmpty();
    }

    @Test
    void theServiceMayEndVeoAnyDay() {
        Lifecycle lifecycle = row("veo-3.1-generate-001", Platform.AGENT_PLATFORM).lifecycle();

        assertThat(lifecycle.earliestRetirement()).contains(LocalDate.parse("2026-11-17"));
        assertThat(lifecycle.released()).contains("2025-11-17");
        assertThat(lifecycle.isLiveOn(LocalDate.parse("2027-01-01"))).isTrue();
    }

    @Test
    void aNameThatBeginsWithGeminiIsOmni() {
        assertThat(CATALOG.models()).allSatisfy(row -> assertThat(row.family())
                .isEqualTo(row.id().value().contains("omni") ? ModelFamily.OMNI : ModelFamily.VEO));
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
