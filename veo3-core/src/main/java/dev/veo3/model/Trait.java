// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.util.Locale;

/**
 * A column of the catalogue, or an ability that has none: what can be doubted about a model.
 *
 * @since 1.0
 */
public enum Trait {
    /** How finished it is: a preview, or generally available. */
    STAGE,
    /** When it came out. */
    RELEASED,
    /** When it ceased to answer. */
    RETIRED,
    /** What to ask instead. */
    REPLACEMENT,
    /** The lengths of its videos. */
    DURATIONS,
    /** Their resolutions. */
    RESOLUTIONS,
    /** Their aspect ratios. */
    RATIOS,
    /** How many videos a request may ask for. */
    MAX_SAMPLES,
    /** Whether there is sound, and who decides it. */
    AUDIO,
    /** What it can do: from text, from pictures, extend, edit. */
    FEATURES,
    /** How many pictures and clips a request may refer to. */
    REFERENCES,
    /** What it takes of files. */
    MEDIA,
    /** What a second of output costs. */
    PRICE,
    /** Whether it takes a seed. */
    SEED,
    /** Whether it takes labels for the bill. */
    LABELS;

    /** The word for it in a catalogue file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
