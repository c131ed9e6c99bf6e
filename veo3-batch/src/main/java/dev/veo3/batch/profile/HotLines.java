// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The lines of one method that took anything; with its source, also those between them.
 *
 * @param lines by their number
 * @param source where they were read; empty when no source root has the class
 * @since 1.0
 */
public record HotLines(Measure measure, HotMethod method, List<HotLine> lines, Optional<Path> source) {

    /** Checks that nothing is missing. */
    public HotLines {
        Objects.requireNonNull(measure);
        Objects.requireNonNull(method);
        Objects.requireNonNull(source);
        lines = List.copyOf(lines);
    }
}
