// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which names of files do everywhere. A batch that was made on one system is moved to another, and a name that is refused there, or
 * means a device, would lose a video that has been paid. The rules are those of the documentation of Windows on the naming of files.
 */
final class OutputName {
    private static final String FORBIDDEN = "<>:\"|?*\\";
    private static final Pattern DEVICE = Pattern
            .compile("(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9\u00b9\u00b2\u00b3])\\s*([.:].*)?",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private OutputName() {}

    /** Why a path of names between slashes does not do: a clause about it; empty when it does. */
    static Optional<String> fault(String path) {
        int from = 0;
        for (int to = path.indexOf('/'); to >= 0; to = path.indexOf('/', from)) {
            Optional<String> fault = faultOf(path, from, to);
            if (fault.isPresent()) {
                return fault;
            }
            from = to + 1;
        }
        return faultOf(path, from, path.length());
    }

    private static Optional<String> faultOf(String path, int from, int to) {
        for (int i = from; i < to; i++) {
            char letter = path.charAt(i);
            if (letter < ' ' || letter == 0x7f) {
                return Optional.of("has the control character U+%04X in it".formatted((int) letter));
            }
            // Comparing with the letters one by one costs more than all else that is done here.
            if (letter < 128 && !isHarmless(letter) && FORBIDDEN.indexOf(letter) >= 0) {
                return Optional.of("has " + letter + " in it, which Windows does not allow");
            }
        }
        if (from == to || isDots(path, from, to)) {
            return Optional.empty();
        }
        char last = path.charAt(to - 1);
        if (last == '.' || last == ' ') {
            return Optional.of("has a name that ends in a " + (last == '.' ? "dot" : "space")
                    + ", which Windows takes away");
        }
        return isDevice(path, from, to)
                ? Optional.of("has a name that means a device on Windows: " + path.substring(from, to))
                : Optional.empty();
    }

    private static boolean isHarmless(char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-' || letter == '.';
    }

    /** A dot and two dots mean directories; they are worked out before anything is written. */
    private static boolean isDots(String path, int from, int to) {
        return path.charAt(from) == '.' && (to - from == 1 || (to - from == 2 && path.charAt(from + 1) == '.'));
    }

    private static boolean isDevice(String path, int from, int to) {
        if (to - from < 3 || "CPANL".indexOf(path.substring(from, from + 1).toUpperCase(Locale.ROOT)) < 0) {
            return false;
        }
        return DEVICE.matcher(path).region(from, to).matches();
    }
}
