// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.gemini;

import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.Fields;
import java.util.Optional;

/** The checked parameters of a request. */
final class Parameters {

    private static final int USUAL_SECONDS = 8;

    private final int seconds;
    private final String resolution;
    private final boolean portrait;
    private final int samples;

    /**
     * Checks them.
     *
     * @param images whether images came along
     * @param references whether these are references
     * @param extension whether a video is extended
     * @throws ApiError with status 400 for the first rule that is broken
     */
    Parameters(Family family, Fields fields, boolean images, boolean references, boolean extension) throws ApiError {
        portrait = fields.choice("aspectRatio", "16:9", "9:16").equals(Optional.of("9:16"));
        resolution = fields.choice("resolution", family.resolutions().toArray(String[]::new)).orElse("720p");
        Optional<Long> asked = fields.whole("durationSeconds", 0, Integer.MAX_VALUE);
        seconds = asked.map(Long::intValue).orElse(USUAL_SECONDS);
        if (!family.durations().contains(seconds)) {
            throw ApiError.invalid("The number value for `durationSeconds` is out of bound: " + seconds
                    + ", supported durations are " + family.durations() + ".");
        }
        if (seconds != USUAL_SECONDS && (!resolution.equals("720p") || references || extension)) {
            throw ApiError.invalid("The value of `durationSeconds` needs to be 8 for " + resolution
                    + (references ? " with referenceImages" : extension ? " with video" : "") + ", not " + seconds
                    + ".");
        }
        if (extension && !resolution.equals("720p")) {
            throw ApiError.invalid("The resolution of an extension is 720p, not " + resolution + ".");
        }
        samples = fields.whole("sampleCount", 1, family.mostSamples()).orElse(1L).intValue();
        fields.text("negativePrompt");
        fields.flag("enhancePrompt");
        checkPeople(family, fields, images);
    }

    /** With images only adults; without, all, and in some countries only adults. */
    private static void checkPeople(Family family, Fields fields, boolean images) throws ApiError {
        Optional<String> people = fields.choice("personGeneration", "allow_all", "allow_adult", "dont_allow");
        boolean allowed = people.isEmpty() || switch (people.get()) {
            case "allow_all" -> !images;
            case "dont_allow" -> family.withoutPeople();
            default -> true;
        };
        if (!allowed) {
            throw ApiError.invalid(people.get() + " for personGeneration is currently not supported.");
        }
    }

    int seconds() {
        return seconds;
    }

    String resolution() {
        return resolution;
    }

    boolean portrait() {
        return portrait;
    }

    int samples() {
        return samples;
    }
}
