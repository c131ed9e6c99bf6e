// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.util.Optional;

/**
 * The name of a model, as the service knows it. Any name may be written: the catalogue says which ones the library knows.
 *
 * @param value for example {@code veo-3.1-generate-001}
 * @since 1.0
 */
public record ModelId(String value) {
    private static final int LONGEST = 128;

    /** Veo 3.1, general availability, Agent Platform. */
    public static final ModelId VEO_3_1 = new ModelId("veo-3.1-generate-001");

    /** Veo 3.1 Fast, general availability, Agent Platform. */
    public static final ModelId VEO_3_1_FAST = new ModelId("veo-3.1-fast-generate-001");

    /** Veo 3.1 Lite, preview, Agent Platform. */
    public static final ModelId VEO_3_1_LITE = new ModelId("veo-3.1-lite-generate-001");

    /** Gemini Omni 1.2 Flash, on both platforms. */
    public static final ModelId OMNI_1_2 = new ModelId("gemini-omni-1.2-flash");

    /** Gemini Omni 1.1 Flash, general availability, Gemini API. */
    public static final ModelId OMNI_1_1 = new ModelId("gemini-omni-1.1-flash");

    /** A name of letters, digits, dots, hyphens and underscores: it becomes part of a URL. */
    public ModelId {
        if (!isName(value)) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" is no model id: letters, digits, '.', '-' and '_' make one");
        }
    }

    // By hand, because a manifest has a model in each of its many jobs.
    private static boolean isName(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!plain && (i == 0 || (c != '.' && c != '-' && c != '_'))) {
                return false;
            }
        }
        return !value.isEmpty() && value.length() <= LONGEST;
    }

    /** The model of that name; empty when it can be none. */
    public static Optional<ModelId> parse(String value) {
        return isName(value) ? Optional.of(new ModelId(value)) : Optional.empty();
    }

    /** The model that is used where none is named. */
    public static ModelId standard(Platform platform) {
        return switch (platform) {
            case AGENT_PLATFORM -> VEO_3_1;
            case GEMINI_API -> OMNI_1_1;
        };
    }

    @Override
    public String toString() {
        return value;
    }
}
