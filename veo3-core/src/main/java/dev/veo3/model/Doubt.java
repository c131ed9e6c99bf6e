// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

/**
 * Something in a row of the catalogue that the service's documents do not confirm: they are silent, contradict each other, or only
 * others say so. A rule that rests on it is a warning and no error.
 *
 * @param trait what is doubted
 * @param value which of its values; empty for the trait as a whole
 * @param reason why, for people: a clause
 * @since 1.0
 */
public record Doubt(Trait trait, String value, String reason) {

    /** The column as a file writes it, and the reason: {@code resolutions.4k: the model card does not list it}. */
    @Override
    public String toString() {
        return trait.word() + (value.isEmpty() ? "" : "." + value) + ": " + reason;
    }
}
