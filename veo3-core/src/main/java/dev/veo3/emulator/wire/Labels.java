// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the labels of a request, which group bills. */
public final class Labels {

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final Pattern VALUE = Pattern.compile("[a-z0-9_-]{0,63}");

    private Labels() {}

    /**
     * The field {@code labels} of a body; no labels when it is absent.
     *
     * @throws ApiError with status 400 when one is not allowed
     */
    public static Map<String, String> read(Fields root) throws ApiError {
        Optional<Fields> labels = root.object("labels");
        if (labels.isEmpty()) {
            return Map.of();
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> label : labels.get().object().properties()) {
            String value = labels.get().text(label.getKey()).orElse("");
            if (!KEY.matcher(label.getKey()).matches() || !VALUE.matcher(value).matches()) {
                throw ApiError
                        .invalid("The label \"" + label.getKey() + "\": \"" + value + "\" is not allowed: at most 63"
                                + " lowercase letters, digits, _ and -, and a key begins with a letter.");
            }
            found.put(label.getKey(), value);
        }
        return found;
    }
}
