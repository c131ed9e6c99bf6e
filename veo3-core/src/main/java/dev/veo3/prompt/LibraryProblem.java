// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.nio.file.Path;

/**
 * Something in a library's file that has to be mended before the library can be used. Immutable.
 *
 * @param file the file as it was given
 * @param line counted from 1; 0 when it is about the whole file
 * @param column counted in characters (code points) from 1; 0 when it is about the whole file
 * @param message what is wrong, a clause without a full stop
 * @param remedy what to do, one or more sentences
 * @since 1.0
 */
public record LibraryProblem(Path file, int line, int column, String message, String remedy) {

    /** For people: {@code templates.yaml:12:9: what is wrong. What to do.} */
    public String describe() {
        String place = line == 0 ? file.toString() : file + ":" + line + ":" + column;
        return shown(place + ": " + message + ". ") + remedy;
    }

    /** Control characters that the file has are shown by their numbers, so that they do nothing to a terminal. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (TemplateException.isVisible(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append("U+%04X".formatted(c));
            }
        });
        return shown.toString();
    }

    @Override
    public String toString() {
        return describe();
    }
}
