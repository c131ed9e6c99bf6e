// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.Platform;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Choices about sound and persons that the Gemini API does not take from everybody. */
class SoundAndPersonsTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-24");
    private static final ModelCatalog SERVING = ModelCatalog.standard().servingRetired(Platform.GEMINI_API);

    @Test
    void veo2CanBeToldToShowNobody() {
        assertThat(check("veo-2.0-generate-001", persons("dont_allow")).isFine()).isTrue();
        assertThat(check("veo-3.0-generate-001", persons("dont_allow")).describeBroken()).contains("dont_allow");
        assertThat(check("veo-2.0-generate-001", persons("allow_nobody")).describeBroken()).contains("allow_nobody");
    }

    @ParameterizedTest
    @CsvSource({"gemini-omni-1.1-flash", "gemini-omni-1.2-flash", "veo-3.1-generate-preview", "veo-9-new"})
    void silenceThatIsKnownToBeRefusedIsRefused(String model) {
        assertThat(check(model, VideoSettings.builder().sound(false).build()).broken())
                .filteredOn(finding -> finding.part() == RequestPart.SOUND).hasSize(1);
    }

    @Test
    void silenceThatIsNotSentIsAWarning() {
        for (Platform platform : Platform.values()) {
            RequestCheck check = RequestRules.check(
                    VideoRequest.text("A sunset").withModel(new ModelId("gemini-omni-9-flash"))
                            .withSettings(VideoSettings.builder().sound(false).build()),
                    SERVING, platform, TODAY);
            assertThat(check.isFine()).isTrue();
            assertThat(check.warnings()).filteredOn(finding -> finding.part() == RequestPart.SOUND).hasSize(1);
        }
    }

    private static VideoSettings persons(String word) {
        return VideoSettings.builder().personGeneration(word).build();
    }

    private static RequestCheck check(String model, VideoSettings settings) {
        return RequestRules.check(VideoRequest.text("A sunset").withModel(new ModelId(model)).withSettings(settings),
                SERVING, Platform.GEMINI_API, TODAY);
    }
}
