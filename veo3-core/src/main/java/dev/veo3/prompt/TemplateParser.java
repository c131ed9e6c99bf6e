// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.util.Arrays;

/**
 * Checks a template and notes where its gaps are. Jumps from one pair of braces to the next and looks at single characters
 * only between them.
 */
final class TemplateParser {
    /** Room for as many gaps as most prompts have. */
    private static final int GAPS = 8;

    private TemplateParser() {}

    static PromptTemplate parse(String text) {
        int[] opens = new int[GAPS];
        int gaps = 0;
        boolean escapes = false;
        // Literal opening braces whose closing ones are still to come.
        int literalOpens = 0;
        int open = pair(text, '{', 0);
        int close = pair(text, '}', 0);
        while (open != close) {
            if (close < open) {
                boolean escaped = isEscaped(text, close);
                if (!escaped && literalOpens == 0) {
                    throw TemplateException.at(text, close, "}} closes braces that were not opened",
                            "Open them with {{, or write \\}} for literal braces.");
                }
                escapes |= escaped;
                literalOpens = Math.max(0, literalOpens - 1);
                close = pair(text, '}', close + 2);
            } else if (isEscaped(text, open)) {
                escapes = true;
                literalOpens++;
                open = pair(text, '{', open + 2);
            } else {
                if (close == text.length() || !isName(text, open + 2, close)) {
                    checkGap(text, open, close);
                }
                if (gaps == opens.length) {
                    opens = Arrays.copyOf(opens, 2 * gaps);
                }
                opens[gaps++] = open;
                open = pair(text, '{', close + 2);
                close = pair(text, '}', close + 2);
            }
        }
        // Braces are not blank, so that only a text without any has to be looked at.
        if (gaps == 0 && text.isBlank()) {
            throw TemplateException.at(text, 0, "The template is empty", "Write the prompt's text.");
        }
        return new PromptTemplate(text, opens, gaps, escapes);
    }

    /** The text with a backslash before each pair of braces. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        int start = 0;
        for (int at = braces(text, 0); at < text.length(); at = braces(text, at + 2)) {
            escaped.append(text, start, at).append('\\');
            start = at;
        }
        return escaped.append(text, start, text.length()).toString();
    }

    /** The text without the backslashes that stand before a pair of braces. */
    static String unescape(String text) {
        StringBuilder unescaped = new StringBuilder(text.length());
        int start = 0;
        for (int at = braces(text, 0); at < text.length(); at = braces(text, at + 2)) {
            if (isEscaped(text, at)) {
                unescaped.append(text, start, at - 1);
                start = at;
            }
        }
        return unescaped.append(text, start, text.length()).toString();
    }

    /** Where the next pair of braces of either kind is; the text's length when there is none. */
    private static int braces(String text, int from) {
        for (int at = from; at + 1 < text.length(); at++) {
            char c = text.charAt(at);
            if ((c == '{' || c == '}') && text.charAt(at + 1) == c) {
                return at;
            }
        }
        return text.length();
    }

    /**
     * Where that character next stands twice in a row; the text's length when it does not. Faster than a search for the two of
     * them.
     */
    private static int pair(String text, char brace, int from) {
        int at = text.indexOf(brace, from);
        while (at >= 0 && (at + 1 == text.length() || text.charAt(at + 1) != brace)) {
            at = text.indexOf(brace, at + 1);
        }
        return at < 0 ? text.length() : at;
    }

    private static boolean isEscaped(String text, int at) {
        return at > 0 && text.charAt(at - 1) == '\\';
    }

    private static boolean isName(String text, int start, int end) {
        int at = start;
        while (at < end && isNameCharacter(text.charAt(at))) {
            at++;
        }
        return at == end && start < end;
    }

    /** Checks a gap that is more than a name: it has white space or a default, or is wrong. */
    private static void checkGap(String text, int open, int close) {
        if (close == text.length()) {
            throw TemplateException.at(text, open, "{{ is never closed",
                    "Close the variable with }}, or write \\{{ for literal braces.");
        }
        for (int i = open + 2; i < close; i++) {
            if (text.charAt(i) == '{' || text.charAt(i) == '}') {
                throw TemplateException.at(text, i, "There is a brace inside braces",
                        "Close the variable with }} first, or write \\{{ for literal braces.");
            }
        }
        int start = skipWhiteSpace(text, open + 2, close);
        int end = start;
        while (end < close && isNameCharacter(text.charAt(end))) {
            end++;
        }
        int after = skipWhiteSpace(text, end, close);
        if (after < close && text.charAt(after) != '|') {
            int bad = after > end ? end : after;
            throw TemplateException.at(text, bad,
                    "A variable's name has no " + describe(text.codePointAt(bad)) + " in it",
                    "Use letters, digits and underscores, and {{name|default}} for a default.");
        }
        if (start == end) {
            throw TemplateException.at(text, open, "The variable has no name",
                    "Write one between the braces, such as {{subject}}, or \\{{ for literal braces.");
        }
    }

    private static int skipWhiteSpace(String text, int from, int end) {
        int at = from;
        while (at < end && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    private static String describe(int codePoint) {
        if (Character.isWhitespace(codePoint)) {
            return "white space";
        }
        return TemplateException.isVisible(codePoint) && !Character.isSpaceChar(codePoint)
                ? "'" + Character.toString(codePoint) + "'"
                : "U+%04X".formatted(codePoint);
    }
}
