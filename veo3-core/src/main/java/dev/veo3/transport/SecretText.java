// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Takes secrets out of texts that came from outside, in whatever letters they are written there: plain, escaped as in JSON, percent-encoded
 * once or twice, or as references of HTML. Of a text that was cut in the middle of a secret, the secret's beginning is taken out. Pure functions.
 */
final class SecretText {
    private static final String REDACTED = "[redacted]";

    /** So much of a secret at the end of a text is taken for it. */
    private static final int TELLING = 8;

    /** With one of these a letter begins that is written in another way. */
    private static final String ESCAPES = "\\%&";

    private SecretText() {}

    static String without(String text, Collection<String> secrets) {
        String clean = text;
        // The longer one first: a shorter one may be a piece of it.
        List<String> ordered = secrets.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
        for (String secret : ordered) {
            clean = withoutWritten(clean.replace(secret, REDACTED), secret);
        }
        return clean;
    }

    private static String withoutWritten(String text, String secret) {
        StringBuilder clean = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char first = text.charAt(at);
            boolean mayBegin = first == secret.charAt(0) || ESCAPES.indexOf(first) >= 0;
            int end = mayBegin ? end(text, at, secret) : -1;
            if (end > at) {
                clean.append(REDACTED);
                at = end;
            } else {
                clean.append(first);
                at++;
            }
        }
        return clean.toString();
    }

    /** Where the secret ends that begins at that place of the text; negative when none does. */
    private static int end(String text, int from, String secret) {
        int at = from;
        for (int i = 0; i < secret.length(); i++) {
            List<String> ways = at < text.length() ? ways(text.charAt(at), secret.charAt(i)) : List.of();
            if (i >= TELLING && isCut(text, at, ways)) {
                return text.length();
            }
            int place = at;
            Optional<String> way = ways.stream().filter(one -> stands(one, text, place)).findFirst();
            if (way.isEmpty()) {
                return -1;
            }
            at += way.get().length();
        }
        return at;
    }

    /** Whether the text ends here, or within a letter. */
    private static boolean isCut(String text, int at, List<String> ways) {
        return at == text.length() || ways.stream().anyMatch(way -> way.length() > text.length() - at
                && way.regionMatches(true, 0, text, at, text.length() - at));
    }

    private static boolean stands(String way, String text, int at) {
        return way.length() == 1
                ? text.charAt(at) == way.charAt(0)
                : text.regionMatches(true, at, way, 0, way.length());
    }

    /** How a letter may be written that begins with this character, the longer ways first. */
    private static List<String> ways(char first, char letter) {
        String plain = String.valueOf(letter);
        String hex = Integer.toHexString(letter);
        return switch (first) {
            case '\\' -> List.of("\\u00" + hex, "\\" + letter, plain);
            case '%' -> List.of("%25" + hex, "%" + hex, plain);
            case '&' -> List.of("&#x" + hex + ";", "&#" + (int) letter + ";", named(letter), plain);
            default -> List.of(plain);
        };
    }

    private static String named(char letter) {
        return switch (letter) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            default -> "&#0" + (int) letter + ";";
        };
    }
}
