// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

/**
 * Where a model is served. The same family has other names, dates and abilities on each.
 *
 * @since 1.0
 */
public enum Platform {
    /** Gemini Enterprise Agent Platform, formerly Vertex AI. */
    AGENT_PLATFORM("Agent Platform"),
    /** The Gemini API at generativelanguage.googleapis.com. */
    GEMINI_API("Gemini API");

    private final String title;

    Platform(String title) {
        this.title = title;
    }

    /** The name for people. */
    public String title() {
        return title;
    }
}
