// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.interactions;

import dev.veo3.emulator.wire.ApiError;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an interaction does with its input. */
enum Task {
    TEXT_TO_VIDEO, IMAGE_TO_VIDEO, REFERENCE_TO_VIDEO, EDIT, EXTEND, UPSCALE;

    private static final int MOST_VIDEOS = 3;

    /** All names as they are written. */
    static String[] names() {
        return Stream.of(values()).map(Task::written).toArray(String[]::new);
    }

    /** The task of this name; without one, what the input looks like. */
    static Task of(Optional<String> name, InputReader.Input input, boolean follows) {
        if (name.isPresent()) {
            return valueOf(name.get().toUpperCase(Locale.ROOT));
        }
        if (follows || (input.videos().size() == 1 && input.images() == 0)) {
            return EDIT;
        }
        if (!input.videos().isEmpty() || input.images() > 2) {
            return REFERENCE_TO_VIDEO;
        }
        return input.images() > 0 ? IMAGE_TO_VIDEO : TEXT_TO_VIDEO;
    }

    String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the result has the length and the picture of a video that is there already. */
    boolean reworks() {
        return this == EDIT || this == UPSCALE;
    }

    /**
     * Checks that the input has what the task needs.
     *
     * @param follows whether an earlier interaction is named
     * @param mostImages how many images the model takes
     */
    void check(InputReader.Input input, boolean follows, int mostImages) throws ApiError {
        int images = input.images();
        int videos = input.videos().size();
        boolean allThere = switch (this) {
            case TEXT_TO_VIDEO -> images == 0 && videos == 0 && !input.prompt().isEmpty();
            case IMAGE_TO_VIDEO -> (images == 1 || images == 2) && videos == 0;
            case REFERENCE_TO_VIDEO -> images + videos > 0 && images <= mostImages && videos <= MOST_VIDEOS;
            case EDIT, EXTEND, UPSCALE -> videos == 1 || (videos == 0 && follows);
        };
        if (!allThere) {
            throw ApiError.invalid("The task " + written() + " needs " + switch (this) {
                case TEXT_TO_VIDEO -> "a text and nothing else";
                case IMAGE_TO_VIDEO -> "one image, or a first and a last frame, and no video";
                case REFERENCE_TO_VIDEO -> "1 to " + mostImages + " images or 1 to " + MOST_VIDEOS + " videos";
                case EDIT, EXTEND, UPSCALE -> "one video, or previous_interaction_id";
            } + ", not " + images + " images and " + videos + " videos.");
        }
    }
}
