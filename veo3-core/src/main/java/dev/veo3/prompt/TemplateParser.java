package dev.veo3.prompt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one template: jumps from one pair of braces to the next and looks at single characters only between them. */
final class TemplateParser {

    private final String text;
    private final List<String> literals = new ArrayList<>();
    private final List<Integer> gaps = new ArrayList<>();
    private final List<@Nullable String> defaults = new ArrayList<>();
    private final Map<String, Integer> variables = new LinkedHashMap<>();
    /** The part of the current literal before its last escape; empty when it has none. */
    private final StringBuilder unescaped = new StringBuilder();
    private int literalStart;
    /** Literal opening braces whose closing ones are still to come. */
    private int literalOpens;

    TemplateParser(String text) {
        this.text = text;
    }

    PromptTemplate parse() {
        if (text.isBlank()) {
            throw TemplateException.at(text, 0, "The template is empty", "Write the prompt's text.");
        }
        int open = text.indexOf("{{");
        int close = text.indexOf("}}");
        while (open >= 0 || close >= 0) {
            int next;
            if (open < 0 || (close >= 0 && close < open)) {
                literalClose(close);
                next = close + 2;
            } else if (isEscaped(open)) {
                escape(open);
                literalOpens++;
                next = open + 2;
            } else {
                next = gap(open, text.indexOf("}}", open + 2));
            }
            open = open >= 0 && open < next ? text.indexOf("{{", next) : open;
            close = close >= 0 && close < next ? text.indexOf("}}", next) : close;
        }
        endLiteral(text.length());
        return new PromptTemplate(text, List.copyOf(variables.keySet()), literals.toArray(String[]::new),
                gaps.stream().mapToInt(Integer::intValue).toArray(), defaults.toArray(new @Nullable String[0]));
    }

    private void literalClose(int at) {
        if (isEscaped(at)) {
            escape(at);
        } else if (literalOpens == 0) {
            throw TemplateException.at(text, at, "}} closes braces that were not opened",
                    "Open them with {{, or write \\}} for literal braces.");
        }
        literalOpens = Math.max(0, literalOpens - 1);
    }

    private boolean isEscaped(int at) {
        return at > literalStart && text.charAt(at - 1) == '\\';
    }

    /** Drops the backslash before the braces at this place, which begin the rest of the literal. */
    private void escape(int at) {
        unescaped.append(text, literalStart, at - 1);
        literalStart = at;
    }

    private void endLiteral(int end) {
        if (unescaped.isEmpty()) {
            literals.add(text.substring(literalStart, end));
        } else {
            literals.add(unescaped.append(text, literalStart, end).toString());
            unescaped.setLength(0);
        }
    }

    /** Reads the variable between these braces and returns where the text goes on. */
    private int gap(int open, int close) {
        if (close < 0) {
            throw TemplateException.at(text, open, "{{ is never closed",
                    "Close the variable with }}, or write \\{{ for literal braces.");
        }
        for (int i = open + 2; i < close; i++) {
            if (text.charAt(i) == '{' || text.charAt(i) == '}') {
                throw TemplateException.at(text, i, "There is a brace inside braces",
                        "Close the variable with }} first, or write \\{{ for literal braces.");
            }
        }
        int start = skipWhiteSpace(open + 2, close);
        int end = start;
        while (end < close && isNameCharacter(text.charAt(end))) {
            end++;
        }
        int after = skipWhiteSpace(end, close);
        boolean hasDefault = after < close && text.charAt(after) == '|';
        if (after < close && !hasDefault) {
            int bad = after > end ? end : after;
            throw TemplateException.at(text, bad,
                    "A variable's name has no " + describe(text.codePointAt(bad)) + " in it",
                    "Use letters, digits and underscores, and {{name|default}} for a default.");
        }
        if (start == end) {
            throw TemplateException.at(text, open, "The variable has no name",
                    "Write one between the braces, such as {{subject}}, or \\{{ for literal braces.");
        }
        endLiteral(open);
        defaults.add(hasDefault ? text.substring(after + 1, close).strip() : null);
        gaps.add(variables.computeIfAbsent(text.substring(start, end), name -> variables.size()));
        literalStart = close + 2;
        return literalStart;
    }

    private int skipWhiteSpace(int from, int end) {
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
        return Character.isISOControl(codePoint) ? "control character" : "'" + Character.toString(codePoint) + "'";
    }
}
