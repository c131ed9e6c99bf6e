// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that may stand in a job.
 *
 * @since 1.0
 */
public final class JobKeys {

    /** What a job is made of when everything that stands for something else has been worked out. */
    public static final Set<String> PLAIN = Set.of("id", "type", "options", "output", "priority", "depends_on",
            "timeout", "price");

    /** Everything that may stand beside {@code id}. */
    public static final Set<String> ALL = Stream
            .concat(PLAIN.stream(), Stream.of("template", "vars", "matrix", "for_each"))
            .collect(Collectors.toUnmodifiableSet());

    /** The options that say how a video is to be made; every type of job has them. */
    public static final Set<String> SETTINGS = Set.of("model", "resolution", "duration", "aspect_ratio",
            "negative_prompt", "seed", "person_generation", "generate_audio", "sample_count", "labels", "storage_uri");

    /** The options that say what goes into a video; each type of job has some of them. */
    public static final Set<String> INPUTS = Arrays.stream(JobType.values())
            .flatMap(type -> Stream.concat(type.required().stream(), type.optional().stream()))
            .collect(Collectors.toUnmodifiableSet());

    /** All options of all types. */
    public static final Set<String> OPTIONS = Stream.concat(SETTINGS.stream(), INPUTS.stream())
            .collect(Collectors.toUnmodifiableSet());

    private JobKeys() {}
}
