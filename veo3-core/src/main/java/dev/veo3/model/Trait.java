package dev.veo3.model;

import java.util.Locale;

/** A column of the catalogue, or an ability that has none: what can be doubted about a model. */
public enum Trait {
    STAGE, RELEASED, RETIRED, REPLACEMENT, DURATIONS, RESOLUTIONS, RATIOS, MAX_SAMPLES, AUDIO, FEATURES, REFERENCES, MEDIA, PRICE,
    /** Whether it takes a seed. */
    SEED,
    /** Whether it takes labels for the bill. */
    LABELS;

    /** The word for it in a catalogue file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
