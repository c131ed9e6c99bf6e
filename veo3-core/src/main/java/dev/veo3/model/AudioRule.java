package dev.veo3.model;

/** Whether a model makes sound. */
public enum AudioRule {
    /** Always silent. */
    NEVER,
    /** With sound unless it is switched off, which costs less. */
    OPTIONAL,
    /** Always with sound. */
    ALWAYS
}
