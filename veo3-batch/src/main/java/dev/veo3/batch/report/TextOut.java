// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Text on its way to a stream, in large pieces: the lines of a report's jobs, which are many and of one form. What is no text of UTF-8, a
 * half of a character, is written all the same, as another character. For one thread.
 */
final class TextOut {
    private static final int PIECE = 1 << 16;

    private final OutputStream out;
    private final StringBuilder text = new StringBuilder(PIECE + PIECE / 8);
    private final JsonStringEncoder json = new JsonStringEncoder();

    TextOut(OutputStream out) {
        this.out = out;
    }

    /** As it is. */
    TextOut put(String plain) {
        text.append(plain);
        return this;
    }

    TextOut put(char plain) {
        text.append(plain);
        return this;
    }

    TextOut put(long number) {
        text.append(number);
        return this;
    }

    /** As a text of JSON. */
    TextOut quoted(String value) {
        text.append('"');
        if (isPlain(value)) {
            text.append(value);
        } else {
            json.quoteAsString(Words.whole(value), text);
        }
        text.append('"');
        return this;
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            if (unit < ' ' || unit == '"' || unit == '\\' || Character.isSurrogate(unit)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes what there is, when that is much.
     *
     * @throws UncheckedIOException when it cannot be written
     */
    void endLine() {
        if (text.length() >= PIECE) {
            flush();
        }
    }

    /**
     * Writes what there is.
     *
     * @throws UncheckedIOException when it cannot be written
     */
    void flush() {
        try {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        text.setLength(0);
    }
}
