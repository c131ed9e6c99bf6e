// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.util.List;
import java.util.Objects;

/**
 * Sampled objects of one class that were allocated at one place while the recording ran, and lived when it ended.
 *
 * @param place where they were allocated, as in {@link AllocationSite}
 * @param samples how many of them were in the sample, which holds 256 objects of all classes unless the JVM is told otherwise
 * @param bytes of the sampled objects
 * @param path what keeps the first of them, from the object to a root of the garbage collector; empty when none was found
 * @since 1.0
 */
public record KeptObjects(String place, String className, long samples, long bytes, List<String> path) {

    /** Checks that nothing is missing. */
    public KeptObjects {
        Objects.requireNonNull(place);
        Objects.requireNonNull(className);
        path = List.copyOf(path);
    }
}
