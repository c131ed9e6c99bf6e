package dev.veo3.video;

/** The part of a request that a rule is about. */
public enum RequestPart {
    KIND, MODEL, DURATION, RESOLUTION, ASPECT_RATIO, SAMPLES, SEED, SOUND, STORAGE_URI, LABELS
}
