package dev.veo3.model;

/**
 * The name of a model, as the service knows it. Any name may be written: the catalogue says which ones the library knows.
 *
 * @param value for example {@code veo-3.1-generate-001}
 */
public record ModelId(String value) {

    /** Veo 3.1, general availability, Agent Platform. What is used where no model is named. */
    public static final ModelId VEO_3_1 = new ModelId("veo-3.1-generate-001");

    /** Veo 3.1 Fast, general availability, Agent Platform. */
    public static final ModelId VEO_3_1_FAST = new ModelId("veo-3.1-fast-generate-001");

    /** Veo 3.1 Lite, preview, Agent Platform. */
    public static final ModelId VEO_3_1_LITE = new ModelId("veo-3.1-lite-generate-001");

    /** A name of letters, digits, dots, hyphens and underscores: it becomes part of a URL. */
    public ModelId {
        if (!value.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" is no model id: letters, digits, '.', '-' and '_' make one");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
