// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.model.AspectRatio;
import dev.veo3.model.ModelId;
import dev.veo3.model.Resolution;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VideoValuesTest {

    @ParameterizedTest
    @CsvSource({"58061214, CHILD", "17301594, CHILD", "29310472, CELEBRITY", "15236754, CELEBRITY",
        "64151117, VIDEO_SAFETY", "42237218, VIDEO_SAFETY", "62263041, DANGEROUS_CONTENT", "57734940, HATE",
        "22137204, HATE", "74803281, OTHER", "29578790, OTHER", "42876398, OTHER", "89371032, PROHIBITED_CONTENT",
        "49114662, PROHIBITED_CONTENT", "63429089, PROHIBITED_CONTENT", "72817394, PROHIBITED_CONTENT",
        "60599140, PROHIBITED_CONTENT", "35561574, THIRD_PARTY_CONTENT", "35561575, THIRD_PARTY_CONTENT",
        "90789179, SEXUAL", "43188360, SEXUAL", "78610348, TOXIC", "61493863, VIOLENCE", "56562880, VIOLENCE",
        "32635315, VULGAR"})
    void aSupportCodeStandsForACategory(String code, SafetyCategory category) {
        assertThat(FilterReason.of("Veo could not generate 1 video. Support codes: " + code + ".").categories())
                .containsExactly(category);
    }

    @Test
    void aReasonMayNameSeveralCodesOrNone() {
        assertThat(FilterReason.of("Support codes: 61493863, 32635315, 61493863").categories())
                .containsExactlyInAnyOrder(SafetyCategory.VIOLENCE, SafetyCategory.VULGAR);
        assertThat(FilterReason.of("Support code 12345678, not 614938630").categories()).isEmpty();
        assertThat(FilterReason.of("").categories()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\n", "a\u007f"})
    void anOperationNameHasNoBlanks(String name) {
        assertThatThrownBy(() -> new OperationName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://b/o", "gs://b", "gs://b/", "gs:///o", "/tmp/x.png"})
    void anObjectInCloudStorageHasABucketAndAName(String uri) {
        assertThatThrownBy(() -> MediaSource.cloud(uri, "image/png")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTextIsNotBlank() {
        assertThatThrownBy(() -> VideoRequest.text(" \n")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingsComeBackFromTheirBuilder() {
        VideoSettings all = VideoSettings.builder().duration(Duration.ofSeconds(4)).resolution(Resolution.K4)
                .aspectRatio(AspectRatio.PORTRAIT).negativePrompt("rain").seed(7).personGeneration("allow_adult")
                .sound(false).samples(2).storageUri("gs://b/").label("a", "b").build();

        assertThat(all.toBuilder().build()).isEqualTo(all);
        assertThat(VideoSettings.standard().toBuilder().build()).isEqualTo(VideoSettings.standard());
        assertThat(all.toBuilder().label("a", "c").build().labels()).containsEntry("a", "c");
        assertThat(all.labels()).containsEntry("a", "b");
    }

    @Test
    void aRequestKeepsItsInputsWhenModelAndSettingsChange() {
        MediaSource picture = MediaSource.cloud("gs://b/o.png", "image/png");
        VideoSettings settings = VideoSettings.builder().seed(1).build();

        for (VideoRequest request : new VideoRequest[]{VideoRequest.text("x"), VideoRequest.image(picture, "x"),
            VideoRequest.interpolation(picture, picture), VideoRequest.extension(picture, "x")}) {
            VideoRequest other = request.withModel(ModelId.VEO_3_1_FAST).withSettings(settings);
            assertThat(other).hasSameClassAs(request).isNotEqualTo(request);
            assertThat(other.model()).isEqualTo(ModelId.VEO_3_1_FAST);
            assertThat(other.settings()).isEqualTo(settings);
            assertThat(other.withModel(request.model()).withSettings(request.settings())).isEqualTo(request);
        }
    }
}
