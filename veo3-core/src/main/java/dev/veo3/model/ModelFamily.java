// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

/**
 * Which of Google's model families a model belongs to: each is asked in a language of its own.
 *
 * @since 1.0
 */
public enum ModelFamily {
    /** Veo: long-running operations. */
    VEO,
    /** Gemini Omni: interactions. */
    OMNI;

    /** The family that a model's name tells: everything that is called Gemini is Omni, and anything else Veo. */
    public static ModelFamily of(ModelId id) {
        return id.value().startsWith("gemini-") ? OMNI : VEO;
    }
}
