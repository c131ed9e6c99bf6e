// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import dev.veo3.model.ModelFamily;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The types of job that a manifest may name, with the options that only they have.
 *
 * @since 1.0
 */
public enum JobType {
    /** A video from a text. */
    GENERATE("generate", Set.of("prompt"), Set.of()),
    /** A video that begins with a picture. */
    ANIMATE("animate", Set.of("image"), Set.of("prompt")),
    /** A video between two pictures. */
    INTERPOLATE("interpolate", Set.of("first_frame", "last_frame"), Set.of("prompt")),
    /** A video with the persons, things or places of other pictures and clips; at least one of them is needed. */
    REFERENCES("references", Set.of("prompt"), Set.of("reference_images", "reference_videos")),
    /** A video that goes on where another ended. */
    EXTEND("extend", Set.of("video"), Set.of("prompt")),
    /** A video in which something is changed. */
    EDIT("edit", Set.of("video", "prompt"), Set.of());

    /** The inputs that are lists of names. */
    public static final Set<String> LISTS = Set.of("reference_images", "reference_videos");

    private static final String DURATION = "duration";

    private static final Map<String, JobType> BY_WORD = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(JobType::word, type -> type));

    private final String word;
    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<String> required;
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<String> optional;

    JobType(String word, Set<String> required, Set<String> optional) {
        this.word = word;
        this.required = required;
        this.optional = optional;
    }

    /** How a manifest writes it. */
    public String word() {
        return word;
    }

    /** The options without which a job of this type is refused. */
    public Set<String> required() {
        return required;
    }

    /** The inputs that a job of this type may have besides the required ones. */
    public Set<String> optional() {
        return optional;
    }

    /**
     * Whether a job of this type may choose this setting. An edit is as long as its video and has its shape, and Veo goes on
     * from a video for a time of its own.
     */
    public boolean chooses(String setting, ModelFamily family) {
        return switch (this) {
            case GENERATE, ANIMATE, INTERPOLATE, REFERENCES -> true;
            case EXTEND -> family != ModelFamily.VEO || !setting.equals(DURATION);
            case EDIT -> !setting.equals(DURATION) && !setting.equals("aspect_ratio");
        };
    }

    /** Whether a job of this type may have this input. */
    boolean takes(String input) {
        return required.contains(input) || optional.contains(input);
    }

    /** The type of that name; empty when there is none. */
    public static Optional<JobType> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    /** All names, for a message. */
    public static String words() {
        return Arrays.stream(values()).map(JobType::word).collect(Collectors.joining(", "));
    }
}
