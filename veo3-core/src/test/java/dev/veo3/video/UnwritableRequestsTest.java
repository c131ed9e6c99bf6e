// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the service excludes and no request can say: the types have no room for it. */
class UnwritableRequestsTest {

    @Test
    void aLastFrameHasAFirstOneAndInputsThatExcludeEachOtherHaveNoRequest() {
        List<Set<String>> inputs = Arrays.stream(VideoRequest.class.getPermittedSubclasses())
                .map(kind -> Arrays.stream(kind.getRecordComponents()).filter(UnwritableRequestsTest::isInput)
                        .map(RecordComponent::getName).collect(Collectors.toSet()))
                .toList();

        assertThat(inputs).containsExactlyInAnyOrder(Set.of(), Set.of("image"), Set.of("firstFrame", "lastFrame"),
                Set.of("images", "videos"), Set.of("video"), Set.of("video"));
        // None of them can be left out.
        assertThat(Arrays.stream(VideoRequest.class.getPermittedSubclasses())
                .flatMap(kind -> Arrays.stream(kind.getRecordComponents())).filter(UnwritableRequestsTest::isInput))
                .noneMatch(input -> input.getType() == Optional.class);
        assertThat(VideoRequest.ReferencesToVideo.class.getRecordComponents()).filteredOn(
                component -> component.getName().equals("prompt")).singleElement()
                .matches(prompt -> prompt.getType() == String.class);
    }

    private static boolean isInput(RecordComponent component) {
        return VideoSource.class.isAssignableFrom(component.getType()) || component.getType() == List.class;
    }

    @Test
    void aMediumIsInOnePlace() {
        assertThat(MediaSource.class.getPermittedSubclasses()).allSatisfy(kind -> assertThat(kind.getRecordComponents())
                .filteredOn(component -> List.of("file", "path", "uri").contains(component.getName())).hasSize(1));
    }

    @Test
    void noSettingSaysWhatOmniDoesNotTake() {
        assertThat(VideoSettings.class.getRecordComponents()).extracting(RecordComponent::getName)
                .containsExactlyInAnyOrder("duration", "resolution", "aspectRatio", "negativePrompt", "seed",
                        "personGeneration", "sound", "samples", "storageUri", "enhancePrompt", "compression", "resize",
                        "fps", "pubsubTopic", "delivery", "labels");
    }
}
