// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.gemini;

import dev.veo3.emulator.catalog.Model;
import java.util.List;

/**
 * What the models of one kind can do.
 *
 * @param durations in seconds
 * @param resolutions all that there are
 * @param mostSamples videos of one request
 * @param lastFrame whether a last frame can be given
 * @param referencesAndExtension whether reference images can be given, and a video to go on from
 * @param sound whether videos have sound
 * @param withoutPeople whether people can be kept out
 */
record Family(List<Integer> durations, List<String> resolutions, int mostSamples, boolean lastFrame,
        boolean referencesAndExtension, boolean sound, boolean withoutPeople) {

    static Family of(Model model) {
        String id = model.id();
        if (id.startsWith("veo-2")) {
            return new Family(List.of(5, 6, 8), List.of("720p"), 2, false, false, false, true);
        }
        if (id.startsWith("veo-3.0")) {
            return new Family(List.of(4, 6, 8), List.of("720p", "1080p"), 1, false, false, true, false);
        }
        boolean lite = id.contains("-lite-");
        return new Family(List.of(4, 6, 8), lite ? List.of("720p", "1080p") : List.of("720p", "1080p", "4k"), 1, true,
                !lite, true, false);
    }
}
