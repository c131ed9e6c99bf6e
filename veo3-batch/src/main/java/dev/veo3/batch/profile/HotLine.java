// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.util.Objects;
import java.util.Optional;

/**
 * What one line of a method took.
 *
 * @param line its number in the source file; 0 when the class file does not tell
 * @param self what it took itself, in the unit of the measure
 * @param total what it and all that it called took
 * @param text the line, where the source was found
 * @since 1.0
 */
public record HotLine(int line, long self, long total, Optional<String> text) {

    /** Checks that nothing is missing. */
    public HotLine {
        Objects.requireNonNull(text);
    }
}
