// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.util.Objects;

/**
 * What was allocated of one class at one place.
 *
 * @param place {@code package.Class.method:line}: the innermost frame that is not the JDK's, where there is one
 * @param className what was allocated
 * @param bytes estimated from samples
 * @since 1.0
 */
public record AllocationSite(String place, String className, long bytes) {

    /** Checks that nothing is missing. */
    public AllocationSite {
        Objects.requireNonNull(place);
        Objects.requireNonNull(className);
    }
}
