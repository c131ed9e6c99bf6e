// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of a template, written down a second time in the plainest way: one expression for each thing that may come next. */
final class ReferenceRenderer {
    /** The value of every variable that has none. */
    static final String OTHER = "other";

    // The white space of Character.isWhitespace, of which no other kind is drawn by the tests.
    private static final Pattern GAP = Pattern
            .compile("\\{\\{[ \\t\\n\\r]*([A-Za-z0-9_]+)[ \\t\\n\\r]*(\\|[^{}]*)?}}");
    private static final Pattern LITERAL = Pattern.compile("\\\\?(\\{\\{|}})");

    private ReferenceRenderer() {}

    /** The prompt; empty when the text is no template. */
    static Optional<String> render(String text, Map<String, String> values) {
        StringBuilder prompt = new StringBuilder();
        int opens = 0;
        int at = 0;
        while (at < text.length()) {
            Matcher gap = GAP.matcher(text).region(at, text.length());
            Matcher literal = LITERAL.matcher(text).region(at, text.length());
            if (gap.lookingAt()) {
                prompt.append(values.getOrDefault(gap.group(1), OTHER));
                at = gap.end();
            } else if (literal.lookingAt()) {
                boolean escaped = literal.group().startsWith("\\");
                boolean isOpen = literal.group(1).equals("{{");
                if (!escaped && (isOpen || opens == 0)) {
                    return Optional.empty();
                }
                opens = isOpen ? opens + 1 : Math.max(0, opens - 1);
                prompt.append(literal.group(1));
                at = literal.end();
            } else {
                prompt.append(text.charAt(at++));
            }
        }
        return text.isBlank() ? Optional.empty() : Optional.of(prompt.toString());
    }
}
