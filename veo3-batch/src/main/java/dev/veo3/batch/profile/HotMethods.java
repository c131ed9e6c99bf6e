// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.util.List;
import java.util.Objects;

/**
 * The methods that took the most.
 *
 * @param source the recording's name
 * @param total of all samples, in the unit of the measure
 * @param samples how many there were
 * @param lost how many the JDK could not take or keep
 * @param methods the hottest first, by what they took themselves
 * @since 1.0
 */
public record HotMethods(String source, Measure measure, long total, long samples, long lost,
        List<HotMethod> methods) {

    /** Checks that nothing is missing. */
    public HotMethods {
        Objects.requireNonNull(source);
        Objects.requireNonNull(measure);
        methods = List.copyOf(methods);
    }
}
