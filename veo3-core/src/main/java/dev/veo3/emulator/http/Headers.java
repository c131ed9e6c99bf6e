// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The header fields of a request; names count in any case of letters. Immutable. */
public final class Headers {

    private final Map<String, List<String>> fields;

    private Headers(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /**
     * Reads the lines of a head.
     *
     * @throws MalformedRequestException for a line without a name
     */
    static Headers of(List<String> lines) throws MalformedRequestException {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 1 || Character.isWhitespace(line.charAt(0)) || Character.isWhitespace(line.charAt(colon - 1))) {
                throw new MalformedRequestException(400, "This is no header field: " + excerpt(line));
            }
            fields.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new Headers(fields);
    }

    /** The first field of this name. */
    public Optional<String> first(String name) {
        return Optional.ofNullable(fields.get(name)).map(List::getFirst);
    }

    /** All fields of this name. */
    List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /** Whether a field of this name lists this word. */
    boolean lists(String name, String word) {
        return all(name).stream().flatMap(value -> List.of(value.split(",")).stream())
                .anyMatch(item -> item.strip().toLowerCase(Locale.ROOT).equals(word));
    }

    /** The beginning of the name only: a value may be a secret. */
    private static String excerpt(String line) {
        String name = line.split(":", 2)[0];
        return '"' + name.substring(0, Math.min(40, name.length())) + '"';
    }
}
