// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

/**
 * The name under which the service keeps an accepted request. It is all that is needed to come back to it, from any process.
 *
 * @param value for example {@code projects/p/locations/l/publishers/google/models/m/operations/o}, or {@code interactions/i}
 * @since 1.0
 */
public record OperationName(String value) {

    /** A name without blanks and control characters. */
    public OperationName {
        if (value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new IllegalArgumentException("\"" + value + "\" is no operation name");
        }
    }

    /** Whether it is an interaction of Gemini Omni. */
    public boolean isInteraction() {
        return value.matches("(?:projects/[^/]+/locations/[^/]+/)?interactions/(?:[^/%]|%[0-9A-Fa-f]{2})+");
    }

    @Override
    public String toString() {
        return value;
    }
}
