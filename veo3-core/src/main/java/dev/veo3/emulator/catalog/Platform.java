// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.catalog;

/** Where a model is served. */
public enum Platform {
    /** Agent Platform (Vertex AI). */
    AGENT_PLATFORM("agent-platform"),
    /** Gemini API. */
    GEMINI_API("gemini-api");

    private final String written;

    Platform(String written) {
        this.written = written;
    }

    String written() {
        return written;
    }
}
