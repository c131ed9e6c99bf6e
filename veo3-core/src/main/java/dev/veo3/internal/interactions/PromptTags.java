// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.interactions;

import dev.veo3.video.VideoRequest;
import java.util.regex.Pattern;

/**
 * The words that go with a request. Omni learns from tags in the prompt which picture is which frame. A prompt that has tags of its own is
 * left alone.
 */
final class PromptTags {
    private static final Pattern TAG = Pattern
            .compile("<(?:FIRST_FRAME|LAST_FRAME|IMAGE_REF_\\d+|VIDEO_REF_\\d+)>|\\[# ");

    private PromptTags() {}

    static String prompt(VideoRequest request) {
        String words = request.promptText().orElse("");
        return switch (request.feature()) {
            case TEXT, REFERENCES, EDIT -> words;
            case IMAGE -> tagged("<FIRST_FRAME>", words);
            case INTERPOLATION -> tagged("<FIRST_FRAME> <LAST_FRAME>", words);
            // Something must be said: these are the documents' words for it.
            case EXTENSION -> words.isBlank() ? "Extend this video" : words;
        };
    }

    private static String tagged(String tags, String words) {
        return TAG.matcher(words).find() ? words : (tags + " " + words).strip();
    }
}
