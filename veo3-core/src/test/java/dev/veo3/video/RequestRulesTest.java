package dev.veo3.video;

import dev.veo3.model.Feature;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.ModelInfo;
import dev.veo3.model.Platform;
import dev.veo3.model.Resolution;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class RequestRulesTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-24");
    private static final ModelInfo VEO = row(ModelId.VEO_3_1);
    private static final MediaSource CLIP = MediaSource.cloud("gs://b/v.mp4", "video/mp4");

    static Stream<Arguments> settings() {
        return Stream.of(Arguments.of(VideoSettings.builder(), List.of()),
                Arguments.of(VideoSettings.builder().duration(Duration.ofSeconds(4)).resolution(Resolution.K4).seed(0)
                        .samples(4).sound(false).storageUri("gs://b").label("a-1_b", ""), List.of()),
                Arguments.of(VideoSettings.builder().seed(0xFFFF_FFFFL).storageUri("gs://b/p/"), List.of()),
                Arguments.of(VideoSettings.builder().duration(Duration.ofSeconds(7)), List.of(RequestPart.DURATION)),
                Arguments.of(VideoSettings.builder().duration(Duration.ofMillis(8001)), List.of(RequestPart.DURATION)),
                Arguments.of(VideoSettings.builder().resolution(Resolution.P360), List.of(RequestPart.RESOLUTION)),
                Arguments.of(VideoSettings.builder().samples(0), List.of(RequestPart.SAMPLES)),
                Arguments.of(VideoSettings.builder().samples(5), List.of(RequestPart.SAMPLES)),
                Arguments.of(VideoSettings.builder().seed(-1), List.of(RequestPart.SEED)),
                Arguments.of(VideoSettings.builder().seed(0x1_0000_0000L), List.of(RequestPart.SEED)),
                Arguments.of(VideoSettings.builder().storageUri("s3://b/p"), List.of(RequestPart.STORAGE_URI)),
                Arguments.of(VideoSettings.builder().storageUri("gs:///p"), List.of(RequestPart.STORAGE_URI)),
                Arguments.of(VideoSettings.builder().label("1a", "x"), List.of(RequestPart.LABELS)),
                Arguments.of(VideoSettings.builder().label("a", "X"), List.of(RequestPart.LABELS)),
                Arguments.of(VideoSettings.builder().label("a", "x".repeat(64)), List.of(RequestPart.LABELS)),
                Arguments.of(VideoSettings.builder().samples(9).seed(-1).resolution(Resolution.P360),
                        List.of(RequestPart.RESOLUTION, RequestPart.SAMPLES, RequestPart.SEED)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everyBrokenRuleIsNamed(VideoSettings.Builder settings, List<RequestPart> broken) {
        VideoRequest request = VideoRequest.text("x").withSettings(settings.build());

        assertThat(RequestRules.check(request, VEO, TODAY)).extracting(RuleViolation::part)
                .containsExactlyElementsOf(broken);
    }

    @Test
    void aRetiredModelIsToldWithItsReplacementAndNothingElse() {
        VideoRequest request = VideoRequest.text("x").withModel(new ModelId("veo-3.1-generate-preview"))
                .withSettings(VideoSettings.builder().samples(99).build());

        assertThat(RequestRules.check(request, row(request.model()), TODAY)).singleElement().hasToString(
                "veo-3.1-generate-preview was retired on Agent Platform on 2026-04-02. Use veo-3.1-generate-001.");
    }

    @Test
    void aModelIsNotAskedForWhatItCannotDo() {
        assertThat(RequestRules.check(Feature.REFERENCES, VideoSettings.standard(), row(ModelId.VEO_3_1_LITE), TODAY))
                .extracting(RuleViolation::part)
                .containsExactly(RequestPart.KIND);
    }

    @Test
    void aModelThatAlwaysMakesSoundIsNotAskedForSilence() {
        ModelInfo omni = row(new ModelId("gemini-omni-1.1-flash-preview"));

        assertThat(RequestRules.check(Feature.TEXT, VideoSettings.builder().sound(false).build(), omni, TODAY))
                .extracting(RuleViolation::part).containsExactly(RequestPart.SOUND);
        assertThat(RequestRules.check(Feature.TEXT, VideoSettings.builder().sound(true).build(), omni, TODAY))
                .isEmpty();
    }

    @Test
    void anExtensionAddsSevenSecondsAndIsBilledForThem() {
        VideoRequest request = VideoRequest.extension(CLIP, "x");
        VideoSettings seven = VideoSettings.builder().duration(Duration.ofSeconds(7)).build();

        assertThat(RequestRules.check(request.withSettings(seven), VEO, TODAY)).isEmpty();
        assertThat(VEO.billedLength(request)).isEqualTo(Duration.ofSeconds(7));
        assertThat(VEO.price(request)).contains(Usd.of("2.80"));
    }

    @Test
    void thePriceIsThatOfWhatTheServiceMakesWhenNothingIsSaid() {
        assertThat(VEO.price(VideoRequest.text("x"))).contains(Usd.of("3.20"));
        VideoSettings cheap = VideoSettings.builder().sound(false).duration(Duration.ofSeconds(4)).samples(2).build();
        assertThat(VEO.price(VideoRequest.text("x").withSettings(cheap))).contains(Usd.of("1.60"));
    }

    @Test
    void aModelThatNobodyKnowsStillHasTheRulesOfAllModels() {
        VideoSettings wrong = VideoSettings.builder().samples(5).seed(-1).storageUri("x").label("A", "b")
                .duration(Duration.ofSeconds(60)).build();

        assertThat(RequestRules.checkUnknown(new ModelId("veo-9"), wrong)).extracting(RuleViolation::part)
                .containsExactly(RequestPart.SAMPLES, RequestPart.SEED, RequestPart.STORAGE_URI, RequestPart.LABELS);
    }

    private static ModelInfo row(ModelId id) {
        return ModelCatalog.standard().find(id, Platform.AGENT_PLATFORM).orElseThrow();
    }
}
