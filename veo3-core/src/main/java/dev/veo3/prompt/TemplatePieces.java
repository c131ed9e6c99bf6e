// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A template cut into what a prompt is put together from. Immutable, and safe to publish without more ado. */
final class TemplatePieces {
    /** The texts between the gaps: one more than there are gaps, empty where gaps touch. */
    private final String[] literals;
    /** For each gap the name of its variable. */
    private final String[] names;
    private final @Nullable String[] defaults;

    /**
     * Cuts a text that has been checked.
     *
     * @param opens where the opening braces of each gap are
     * @param escapes whether the text has backslashes before braces
     */
    TemplatePieces(String text, int[] opens, int gaps, boolean escapes) {
        literals = new String[gaps + 1];
        names = new String[gaps];
        defaults = new @Nullable String[gaps];
        int start = 0;
        for (int i = 0; i < gaps; i++) {
            int open = opens[i];
            int close = text.indexOf("}}", open + 2);
            int bar = text.indexOf('|', open + 2, close);
            literals[i] = literal(text, start, open, escapes);
            names[i] = text.substring(open + 2, bar < 0 ? close : bar).strip();
            defaults[i] = bar < 0 ? null : text.substring(bar + 1, close).strip();
            start = close + 2;
        }
        literals[gaps] = literal(text, start, text.length(), escapes);
    }

    private static String literal(String text, int start, int end, boolean escapes) {
        String literal = text.substring(start, end);
        return escapes ? TemplateParser.unescape(literal) : literal;
    }

    /** The variables in order of first use, each once. */
    List<String> variables() {
        return List.copyOf(new LinkedHashSet<>(Arrays.asList(names)));
    }

    /**
     * The prompt. For up to eight gaps that is one string concatenation, which writes every character once, straight into the
     * result; a builder writes each one twice. There are as many of them as there are lines here, whatever templates there
     * are, so the number of classes does not grow with the templates.
     *
     * @throws MissingVariablesException when a gap has neither a value nor a default
     * @throws IllegalArgumentException when the prompt would be longer than a string can be
     */
    String fill(Map<String, String> values) {
        try {
            return filled(values);
        } catch (OutOfMemoryError e) {
            // A concatenation that is too long ends so before it takes any memory, and counting first would cost every prompt.
            if (length(values) > Integer.MAX_VALUE) {
                throw tooLong(length(values));
            }
            throw e;
        }
    }

    private String filled(Map<String, String> v) {
        String[] l = literals;
        return switch (names.length) {
            case 0 -> l[0];
            case 1 -> l[0] + at(0, v) + l[1];
            case 2 -> l[0] + at(0, v) + l[1] + at(1, v) + l[2];
            case 3 -> l[0] + at(0, v) + l[1] + at(1, v) + l[2] + at(2, v) + l[3];
            case 4 -> l[0] + at(0, v) + l[1] + at(1, v) + l[2] + at(2, v) + l[3] + at(3, v) + l[4];
            case 5 -> l[0] + at(0, v) + l[1] + at(1, v) + l[2] + at(2, v) + l[3] + at(3, v) + l[4] + at(4, v) + l[5];
            case 6 -> l[0] + at(0, v) + l[1] + at(1, v) + l[2] + at(2, v) + l[3] + at(3, v) + l[4] + at(4, v) + l[5]
                    + at(5, v) + l[6];
            case 7 -> l[0] + at(0, v) + l[1] + at(1, v) + l[2] + at(2, v) + l[3] + at(3, v) + l[4] + at(4, v) + l[5]
                    + at(5, v) + l[6] + at(6, v) + l[7];
            case 8 -> l[0] + at(0, v) + l[1] + at(1, v) + l[2] + at(2, v) + l[3] + at(3, v) + l[4] + at(4, v) + l[5]
                    + at(5, v) + l[6] + at(6, v) + l[7] + at(7, v) + l[8];
            default -> build(v);
        };
    }

    private String build(Map<String, String> values) {
        String[] found = new String[names.length];
        long length = literals[0].length();
        for (int i = 0; i < found.length; i++) {
            found[i] = at(i, values);
            length += found[i].length() + (long) literals[i + 1].length();
        }
        if (length > Integer.MAX_VALUE) {
            throw tooLong(length);
        }
        StringBuilder prompt = new StringBuilder((int) length).append(literals[0]);
        for (int i = 0; i < found.length; i++) {
            prompt.append(found[i]).append(literals[i + 1]);
        }
        return prompt.toString();
    }

    private long length(Map<String, String> values) {
        long length = literals[0].length();
        for (int i = 0; i < names.length; i++) {
            length += at(i, values).length() + (long) literals[i + 1].length();
        }
        return length;
    }

    private static IllegalArgumentException tooLong(long length) {
        return new IllegalArgumentException(
                "The prompt would have %d characters, and a string has at most %d. Give shorter values.".formatted(
                        length,
                        Integer.MAX_VALUE));
    }

    /** What goes into that gap. */
    private String at(int gap, Map<String, String> values) {
        String value = values.get(names[gap]);
        return value == null ? defaultAt(gap, values) : value;
    }

    private String defaultAt(int gap, Map<String, String> values) {
        String value = defaults[gap];
        if (value == null) {
            throw new MissingVariablesException(missing(gap, values));
        }
        return value;
    }

    /** The variables that leave a gap, among them the one of the gap that was found first. */
    private List<String> missing(int gap, Map<String, String> values) {
        Set<String> missing = new LinkedHashSet<>();
        for (int i = 0; i < names.length; i++) {
            if (i == gap || (defaults[i] == null && values.get(names[i]) == null)) {
                missing.add(names[i]);
            }
        }
        return List.copyOf(missing);
    }
}
