// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

/**
 * A text is not a template. The message says what is wrong, where, and what to do, and shows the line with a mark under
 * the place.
 *
 * @since 1.0
 */
public final class TemplateException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    /** A message shows this much of a line on either side of the place. */
    private static final int SHOWN = 60;
    private static final char REPLACEMENT = '\uFFFD';

    private final int line;
    private final int column;
    private final String lineText;

    private TemplateException(String message, int line, int column, String lineText) {
        super(message);
        this.line = line;
        this.column = column;
        this.lineText = lineText;
    }

    static TemplateException at(String text, int offset, String problem, String remedy) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < offset; i++) {
            boolean lineFeedFollows = i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (text.charAt(i) == '\n' || (text.charAt(i) == '\r' && !lineFeedFollows)) {
                line++;
                start = i + 1;
            }
        }
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        // An offset inside the line's end (a blank text made of line ends) counts as the place after the last character.
        int place = Math.min(offset, end);
        int column = text.codePointCount(start, place) + 1;
        String where = "%s at line %d, column %d. %s".formatted(problem, line, column, remedy);
        return new TemplateException(where + excerpt(text, start, place, end), line, column,
                text.substring(start, end));
    }

    private static String excerpt(String text, int start, int place, int end) {
        int from = Math.max(start, place - SHOWN);
        int to = Math.min(end, place + SHOWN);
        // A cut must not part the two halves of a character.
        from = from > start && Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from;
        to = to < end && Character.isLowSurrogate(text.charAt(to)) ? to - 1 : to;
        String before = (from > start ? "…" : "") + shown(text.substring(from, place));
        StringBuilder mark = new StringBuilder();
        // A tab stays a tab, so that the mark stands under its character however wide tabs are shown.
        before.codePoints().forEach(c -> mark.append(c == '\t' ? "\t" : " ".repeat(TextWidth.columns(c))));
        return "\n" + before + shown(text.substring(place, to)) + (to < end ? "…" : "") + "\n" + mark + "^";
    }

    /** Whatever has no shape of its own would do something else to a terminal, or move the mark. */
    private static String shown(String text) {
        return text.codePoints().map(c -> c == '\t' || isVisible(c) ? c : REPLACEMENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** Whether a character is one that people see, or a space. */
    static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }

    /** The line of the place, from 1. A line ends with a line feed, a carriage return, or both. */
    public int line() {
        return line;
    }

    /**
     * The column of the place in characters (code points) from 1. The mark in the message may stand elsewhere: it counts two for
     * characters that are shown wide, such as Chinese ones, and none for marks that are shown over another character.
     */
    public int column() {
        return column;
    }

    /** The whole line without its end. */
    public String lineText() {
        return lineText;
    }
}
