// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.model.Feature;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.ModelInfo;
import dev.veo3.model.Platform;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the tables of rules have no row for. */
class RequestRulesTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-24");
    private static final ModelCatalog CATALOG = ModelCatalog.standard();
    private static final ModelInfo VEO = CATALOG.find(ModelId.VEO_3_1, Platform.AGENT_PLATFORM).orElseThrow();

    @Test
    void aRetiredModelIsToldWithItsReplacementAndNothingElse() {
        VideoRequest request = VideoRequest.text("x").withModel(new ModelId("veo-3.1-generate-preview"))
                .withSettings(VideoSettings.builder().samples(99).build());

        assertThat(RequestRules.check(request, CATALOG, Platform.AGENT_PLATFORM, TODAY).describeBroken()).isEqualTo(
                "veo-3.1-generate-preview was retired on Agent Platform on 2026-04-02. Use veo-3.1-generate-001.");
        assertThat(RequestRules.check(request, CATALOG, Platform.GEMINI_API, TODAY).describeBroken()).isEqualTo(
                "veo-3.1-generate-preview was retired on Gemini API on 2026-10-22. Use gemini-omni-1.1-flash.");
    }

    @Test
    void aProxyMayServeWhatHasRetired() {
        VideoRequest request = VideoRequest.text("x").withModel(new ModelId("veo-3.1-generate-preview"));
        ModelCatalog mine = CATALOG.with("models: [{id: veo-3.1-generate-preview, platform: gemini-api, retired: }]",
                "mine.yaml");

        assertThat(RequestRules.check(request, mine, Platform.GEMINI_API, TODAY).isFine()).isTrue();
        assertThat(RequestRules.check(request, CATALOG.servingRetired(Platform.GEMINI_API), Platform.GEMINI_API, TODAY)
                .isFine()).isTrue();
        assertThat(RequestRules.check(request, CATALOG.servingRetired(Platform.GEMINI_API), Platform.AGENT_PLATFORM,
                TODAY).isFine()).isFalse();
    }

    @Test
    void aModelOfTheOtherPlatformIsToldWithOneOfThis() {
        assertThat(RequestRules.check(VideoRequest.text("x"), CATALOG, Platform.GEMINI_API, TODAY).warnings())
                .singleElement()
                .hasToString("the catalogue does not know veo-3.1-generate-001 on Gemini API. It knows it"
                        + " on Agent Platform: ask there, or another model such as gemini-omni-1.1-flash.");
    }

    @Test
    void kindAndSettingsAreCheckedWhileTheInputsAreNotKnown() {
        VideoSettings wrong = VideoSettings.builder().duration(Duration.ofSeconds(5)).build();

        assertThat(RequestRules.check(Feature.EDIT, wrong, VEO, TODAY).broken()).extracting(RuleViolation::part)
                .containsExactly(RequestPart.KIND, RequestPart.DURATION);
        assertThat(RequestRules.checkUnknown(Feature.TEXT, VideoSettings.builder().seed(-1).build(),
                new ModelId("veo-9"), Platform.AGENT_PLATFORM).broken()).extracting(RuleViolation::part)
                .containsExactly(RequestPart.SEED);
    }

    @Test
    void thePriceIsThatOfWhatTheServiceMakesWhenNothingIsSaid() {
        VideoRequest extension = VideoRequest.extension(MediaSource.cloud("gs://b/v.mp4", "video/mp4"), "x");
        VideoSettings cheap = VideoSettings.builder().sound(false).duration(Duration.ofSeconds(4)).samples(2).build();

        assertThat(VEO.billedLength(extension)).isEqualTo(Duration.ofSeconds(7));
        assertThat(CATALOG.price(extension, Platform.AGENT_PLATFORM)).contains(Usd.of("2.80"));
        assertThat(CATALOG.price(VideoRequest.text("x"), Platform.AGENT_PLATFORM)).contains(Usd.of("3.20"));
        assertThat(CATALOG.price(VideoRequest.text("x").withSettings(cheap), Platform.AGENT_PLATFORM))
                .contains(Usd.of("1.60"));
    }

    @Test
    void aRequestThatSaysNothingIsNone() {
        assertThatThrownBy(() -> VideoRequest.text(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VideoRequest.references(List.of(), "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VideoRequest.edit(MediaSource.cloud("gs://b/v.mp4", "video/mp4"), ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MediaSource.serviceFile("ftp://host/files/x", "video/mp4"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
