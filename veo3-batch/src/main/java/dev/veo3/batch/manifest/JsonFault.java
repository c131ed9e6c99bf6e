// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** Says in one clause why a text is no JSON. The parser's own messages speak of its tokens, switches and sources. */
final class JsonFault {
    private static final Pattern CHARACTER = Pattern.compile("Unexpected c(?:haracter \\(|lose marker )'(.)'.*",
            Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("(?:Unrecognized|Non-standard) token '(.{1,40}).*",
            Pattern.DOTALL);

    private JsonFault() {}

    static String describe(JacksonException fault) {
        return "this is no valid JSON: " + reason(fault, String.valueOf(fault.getOriginalMessage()));
    }

    private static String reason(JacksonException fault, String message) {
        if (fault instanceof UnexpectedEndOfInputException || message.startsWith("Unexpected end-of-input")) {
            return "it ends here, and a quotation mark or a bracket is still open";
        }
        if (fault instanceof StreamConstraintsException) {
            return message.startsWith("Document nesting")
                    ? "it nests too deeply"
                    : "a number, a name or a text in it is too long";
        }
        if (message.startsWith("Invalid UTF-8")) {
            return "it is not written in UTF-8";
        }
        if (message.startsWith("Illegal unquoted character")) {
            return "a text has a line break, a tab or another control character in it, which is written \\n, \\t or"
                    + " \\u0001 there";
        }
        if (message.startsWith("Illegal character")) {
            return "there is a control character here; is this a text file?";
        }
        if (message.startsWith("Unrecognized character escape") || message.contains("hex-digit")) {
            return "a backslash in a text stands before something that it has no meaning for; the backslash itself is"
                    + " written \\\\";
        }
        if (message.contains("umeric value")) {
            return "a number is written like 8 or -0.5, and not with a plus, with zeros in front, or with nothing behind the"
                    + " point";
        }
        Matcher word = WORD.matcher(message);
        if (word.matches()) {
            return "the word " + word.group(1).replaceAll("'.*", "")
                    + " stands without quotation marks; only true, false and null may";
        }
        Matcher character = CHARACTER.matcher(message);
        return character.matches() ? unexpected(character.group(1), message) : "something cannot be read here";
    }

    private static String unexpected(String character, String message) {
        String found = "\"" + character + "\" stands here where ";
        if (message.contains("double-quote to start property name")) {
            return found + "a key in quotation marks belongs";
        }
        if (message.contains("a colon")) {
            return found + "a colon belongs";
        }
        if (message.contains("expecting comma")) {
            return found + "a comma or a closing bracket belongs";
        }
        return message.contains("close marker")
                ? found + "another bracket is open, or none"
                : found + "a value belongs: a text in quotation marks, a number, a table or a list";
    }
}
